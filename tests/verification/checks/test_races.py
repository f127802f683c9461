"""Reviewers at the same moment, a clerk who stops the worker, workers that are killed: nothing twice, nothing lost."""

import os
import subprocess
import sys
from collections import Counter
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings
from tests.factories.petitions import open_petition
from tests.factories.proof import publish
from tests.factories.rolls import voter
from tests.racing import race, shared_database
from tests.signatures.moderating import signers
from tests.signatures.test_moderation_races import address
from tests.verification.checking import (
    NOW,
    THEN,
    begun,
    clerk_of,
    laid_out,
    line_of,
    outcomes,
    reviewer_of,
    roll_of,
)

from undersigned.accounts.models import User
from undersigned.petitions.rules import Refused
from undersigned.verification.actions import link_lines
from undersigned.verification.actions.claim import claim, claim_line
from undersigned.verification.actions.decide import decide, undo
from undersigned.verification.actions.run_checks import run_checks
from undersigned.verification.actions.steer import cancel
from undersigned.verification.models import Candidate, Check, Decision, Line

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("place"),
    pytest.mark.long,
]

HERE = Path(__file__).resolve().parent
REVIEWERS, LINES = 6, 18


def test_of_six_reviewers_no_two_get_or_decide_the_same_line(tmp_path: Path) -> None:
    check = laid_out([([], False)] * LINES)
    people = [reviewer_of(check.petition.council, f"R{n} Sample") for n in range(REVIEWERS)]
    got: list[tuple[int, int]] = []

    def work(user: User) -> None:
        """Reject line after line, as whoever finds nothing does."""
        while taken := claim(check=check, at=NOW, user=user):
            got.append((user.pk, taken.number))
            decide(line=taken, outcome="not_registered", at=NOW, user=user)

    with shared_database(tmp_path):
        assert race(*(partial(work, user) for user in people)) == [None] * REVIEWERS

        decided = Decision.objects.values_list("reviewer_id", "line__number")
        assert sorted(decided) == sorted(got)
        assert Counter(number for _, number in got) == dict.fromkeys(range(1, LINES + 1), 2)
        assert outcomes(check) == ["not_registered"] * LINES


def test_of_six_who_take_one_line_one_gets_it(tmp_path: Path) -> None:
    check = laid_out([([], False)])
    people = [reviewer_of(check.petition.council, f"R{n} Sample") for n in range(REVIEWERS)]
    with shared_database(tmp_path):
        takes = [partial(claim_line, line=line_of(check, 1), at=NOW, user=user) for user in people]
        ends = race(*takes)
        assert ends.count(None) == 1
        assert all(isinstance(end, Refused) for end in ends if end)


def test_a_decision_is_undone_once_and_the_line_fits_what_stands(tmp_path: Path) -> None:
    check = laid_out([([], False)])
    rae, sol = (reviewer_of(check.petition.council, f"{name} Sample") for name in ("Rae", "Sol"))
    line = line_of(check, 1)
    claim_line(line=line, at=NOW, user=rae)
    first = decide(line=line, outcome="not_registered", at=NOW, user=rae)
    claim_line(line=line, at=NOW, user=sol)
    with shared_database(tmp_path):
        second = partial(decide, line=line_of(check, 1), outcome="not_registered", at=NOW, user=sol)
        takes_back = partial(undo, decision=first, at=NOW, user=rae)
        ends = race(takes_back, takes_back, second)
        assert sum(isinstance(end, Refused) for end in ends) == 1
        assert outcomes(check) == ["(second)"]
        assert Decision.objects.filter(undone_at=None).count() == 1


def many(number: int) -> Check:
    """A check of so many signers, each of whom the roll has at another address."""
    petition = open_petition(opened_at=THEN)
    people = signers(petition, number, at=THEN)
    publish(at=NOW)
    voters = [
        voter(f"S{place}", "Sam Sample", f"{place} Other Street, Sampleton 00000")
        for place, _ in enumerate(people, 1)
    ]
    return begun(petition, roll_of(petition, voters), clerk_of(petition.council))


def test_two_workers_compare_each_line_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_lines, "BATCH", 2)
    check = many(8)
    with shared_database(tmp_path):
        ends = race(*[partial(run_checks, at=NOW)] * 2)
        assert not [end for end in ends if isinstance(end, Exception)]
        run_checks(at=NOW)
        fits(check, 8)


def test_a_clerk_stops_the_worker_and_what_is_stored_stays_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_lines, "BATCH", 2)
    check = many(8)
    with shared_database(tmp_path):

        def stop() -> None:
            seen = Check.objects.get(pk=check.pk)
            cancel(check=seen, at=NOW, user=check.began_by)

        worker, _ = race(partial(run_checks, at=NOW), stop)
        assert not isinstance(worker, Exception)
        assert run_checks(at=NOW) == 0
        assert Check.objects.get(pk=check.pk).state == "cancelled"


@pytest.mark.fault
def test_a_worker_that_is_killed_again_and_again_goes_on_where_it_was(
    tmp_path: Path, key_folder: Path
) -> None:
    check = many(90)
    with shared_database(tmp_path):
        killed = [run_for(delay, key_folder) for delay in (0.05, 0.3, 0.6, 0.9)]
        assert any(killed)
        assert not run_for(120, key_folder)
        fits(check, 90)


def fits(check: Check, number: int) -> None:
    """Every line is compared, once; candidates, figures and state say the same."""
    check.refresh_from_db()
    assert (check.state, check.lines_found, check.moved) == ("reviewing", number, number)
    lines = Line.objects.filter(of=check)
    assert list(lines.values_list("number", flat=True)) == list(range(1, number + 1))
    assert not lines.filter(state="new").exists()
    for line in lines:
        ranks = Candidate.objects.filter(line=line).values_list("rank", flat=True)
        assert list(ranks) == list(range(1, len(ranks) + 1))


def run_for(seconds: float, keys: Path) -> bool:
    """A worker as a process of its own, on the shared database; whether it had to be killed after so long."""
    told = {
        "UNDERSIGNED_DATABASE_URL": address(),
        "UNDERSIGNED_KEYS": str(keys),
        "UNDERSIGNED_ROLLS": str(settings.ROLLS),
    }
    command = [sys.executable, str(HERE / "run_checker.py")]
    with subprocess.Popen(
        command, env=os.environ | told, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            return True
    return False
