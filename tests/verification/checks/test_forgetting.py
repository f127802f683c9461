"""What goes when a roll is destroyed, and when a signer is erased."""

from typing import Any

import pytest
from django.db import connection
from tests.verification.checking import NOW, VOTERS, laid_out, line_of, reviewer_of, say

from undersigned.journal.models import Entry
from undersigned.petitions.models import Petition
from undersigned.signatures.actions import erase
from undersigned.signatures.states import RETENTION
from undersigned.verification.actions.claim import claim_line
from undersigned.verification.actions.decide import decide
from undersigned.verification.actions.forget import forget_checks
from undersigned.verification.marks import key_of, mark
from undersigned.verification.models import Check, Decision, Roll
from undersigned.verification.moves import WrongState
from undersigned.verification.queries.tally import tally_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("place")]


def purge_rolls() -> None:
    Roll.objects.update(state="purged", sealed_key=b"", purged_at=NOW)


def test_a_check_under_review_is_cancelled_with_its_roll_since_it_could_only_reject() -> None:
    check = laid_out()
    rae = reviewer_of(check.petition.council, "Rae Sample")
    line = line_of(check, 3)
    claim_line(line=line, at=NOW, user=rae)
    purge_rolls()
    assert forget_checks(at=NOW) == 1
    with pytest.raises(WrongState):
        decide(line=line, outcome="mismatch", at=NOW, user=rae)
    check.refresh_from_db()
    assert check.state == "cancelled"
    assert Entry.objects.get(name="check.cancelled").by == "worker"


def test_a_check_that_its_clerk_cancels_as_the_roll_goes_is_cancelled_once() -> None:
    check = laid_out([], state="linking")
    purge_rolls()

    def cancel_first(execute: Any, sql: str, *rest: Any) -> Any:
        """Once the worker has read which checks there are, the clerk is quicker."""
        found = execute(sql, *rest)
        if sql.startswith("SELECT") and "verification_roll" in sql:
            waiting = Check.objects.filter(state="linking")
            with_clerk.append(waiting.update(state="cancelled"))
        return found

    with_clerk: list[int] = []
    with connection.execute_wrapper(cancel_first):
        assert forget_checks(at=NOW) == 1
    assert with_clerk[0] == 1
    check.refresh_from_db()
    assert (check.state, check.forgotten_at) == ("cancelled", NOW)
    assert not Entry.objects.filter(name="check.cancelled").exists()


def marks(check: Check) -> list[bytes]:
    return [bytes(line.voter) for line in check.lines.order_by("number")]


def test_no_mark_of_an_erased_signer_names_their_voter() -> None:
    check = laid_out()
    rae = reviewer_of(check.petition.council, "Rae Sample")
    say(check, 3, "valid", rae, rank=1)
    key = key_of(check)
    gone = [line_of(check, number) for number in (1, 3)]
    erase([bytes(line.signature.ref) for line in gone], at=NOW, by="signer")
    first, second, third, *_ = marks(check)
    assert second == mark(key, "V2")
    assert not {first, third} & {mark(key, row["voter"]) for row in VOTERS}
    assert {len(first), len(third)} == {16}
    assert bytes(Decision.objects.get().voter) not in {b"", third, mark(key, "V3")}


def test_lines_of_one_voter_stay_of_one_voter_when_the_promised_time_is_over() -> None:
    check = laid_out([(["V1"], True), (["V2"], True), (["V1"], True), (["V1"], False)])
    key, before = key_of(check), tally_of(check)
    later = NOW + 2 * RETENTION
    Petition.objects.update(state="closed", closed_at=NOW)
    for number in (1, 2, 3):
        erase([bytes(line_of(check, number).signature.ref)], at=later, by="worker")
    first, second, third, _ = marks(check)
    assert first == third != second
    assert not {first, second} & {mark(key, row["voter"]) for row in VOTERS}
    assert tally_of(check) == before
    (candidate,) = line_of(check, 4).candidates.all()
    assert bytes(candidate.voter) == first
