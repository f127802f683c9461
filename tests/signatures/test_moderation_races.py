"""Two at once, one who stops what runs, and workers that die: each signature is declared void once, or not at all."""

import os
import random
import subprocess
import sys
import time
from datetime import timedelta
from functools import partial
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection
from django.utils import timezone
from tests.factories.accounts import UserFactory
from tests.factories.petitions import open_petition
from tests.racing import race, shared_database
from tests.signatures.moderating import in_batches_of, signers, work

from undersigned.accounts.models import User
from undersigned.journal.models import Entry
from undersigned.petitions.rules import Refused
from undersigned.signatures import actions
from undersigned.signatures.models import PetitionCount, Signature
from undersigned.signatures.moderation.conditions import Condition
from undersigned.signatures.moderation.models import Examination, Finding
from undersigned.signatures.rowcheck import check_sum

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]

HERE = Path(__file__).resolve().parent
NOW = timezone.now()
LATER = NOW + timedelta(seconds=1)
ROUNDS = 3


def asked(moe: User, *, signatures: int) -> Examination:
    """An examination that waits for a second moderator."""
    petition = open_petition()
    signers(petition, signatures, at=NOW - timedelta(hours=1))
    facts = {"at": NOW, "user": moe}
    condition = Condition(confirmed_until=NOW)
    examination = actions.count_matching(petition=petition, condition=condition, **facts)
    work(at=NOW)
    examination.refresh_from_db()
    assert examination.found == signatures
    actions.ask_to_void(examination=examination, reason="fraud", **facts)
    return examination


def approve(examination: Examination, user: User) -> None:
    decide(user, Examination.objects.get(pk=examination.pk))


def decide(user: User, seen: Examination) -> None:
    actions.approve(examination=seen, at=LATER, user=user)


def refuse(user: User, seen: Examination) -> None:
    actions.refuse(examination=seen, words="Why?", at=LATER, user=user)


def agrees(examination: Examination) -> int:
    """How many are void, which every place that says so must say alike."""
    examination.refresh_from_db()
    void = Signature.objects.filter(petition=examination.petition_id, state="void")
    told = [
        key
        for entry in Entry.objects.filter(
            name="signatures.voided", facts__petition_id=examination.petition_id
        )
        for key in entry.facts["signature_ids"]
    ]
    keys = sorted(void.values_list("pk", flat=True))
    assert sorted(told) == keys
    assert examination.voided == len(keys)
    assert Finding.objects.filter(examination=examination, voided=True).count() == len(keys)
    while actions.count(at=NOW):
        pass
    assert PetitionCount.objects.get(pk=examination.petition_id).void == len(keys)
    rows = Signature.objects.filter(petition=examination.petition_id)
    assert all(bytes(row.check_sum) == check_sum(row) for row in rows)
    return len(keys)


def test_of_eight_who_approve_or_refuse_at_once_one_does(moe: User, tmp_path: Path) -> None:
    people = [UserFactory(roles=["moderator"]) for _ in range(8)]
    examinations = [asked(moe, signatures=1) for _ in range(ROUNDS)]
    with shared_database(tmp_path):
        for examination in examinations:
            seen = [Examination.objects.get(pk=examination.pk) for _ in people]

            ends = race(
                *(partial(decide, *each) for each in zip(people[:4], seen[:4], strict=True)),
                *(partial(refuse, *each) for each in zip(people[4:], seen[4:], strict=True)),
            )

            decided = Entry.objects.filter(
                name__in=["examination.void_approved", "examination.void_refused"],
                facts__examination_id=examination.pk,
            )
            assert ends.count(None) == decided.count() == 1
            assert all(isinstance(end, Refused) for end in ends if end)


def run() -> None:
    """A worker that goes on until nothing is left."""
    while actions.run_examinations(at=NOW):
        pass


def test_two_workers_declare_each_signature_void_once(
    moe: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_batches_of(3, monkeypatch)
    mia = UserFactory(roles=["moderator"])
    examinations = [asked(moe, signatures=20) for _ in range(2)]
    with shared_database(tmp_path):
        for examination in examinations:
            approve(examination, mia)

        assert race(run, run) == [None, None]

        assert [agrees(examination) for examination in examinations] == [20, 20]
        assert Entry.objects.filter(name="signatures.voids_explained").count() == 2


def test_who_stops_a_running_one_stops_it_between_two_batches(
    moe: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_batches_of(3, monkeypatch)
    mia = UserFactory(roles=["moderator"])
    examinations = [asked(moe, signatures=30) for _ in range(ROUNDS)]
    with shared_database(tmp_path):
        for examination in examinations:
            approve(examination, mia)
            seen = Examination.objects.get(pk=examination.pk)

            def stop(seen: Examination = seen) -> None:
                time.sleep(random.random() / 20)  # noqa: S311 - somewhere in the middle
                actions.cancel(examination=seen, at=NOW, user=moe)

            worker, stopper = race(run, stop)

            assert worker is None
            number = agrees(examination)
            assert examination.state == "done"
            told = Entry.objects.filter(
                name="signatures.voids_explained", facts__petition_id=examination.petition_id
            )
            assert [entry.facts["rows"] for entry in told] == [number][: 1 if number else 0]
            assert examination.stopped is (stopper is None)
            assert number == 30 or examination.stopped
            run()
            assert agrees(examination) == number


@pytest.mark.fault
def test_a_worker_that_is_killed_again_and_again_loses_and_repeats_nothing(
    moe: User, tmp_path: Path, key_folder: Path
) -> None:
    mia = UserFactory(roles=["moderator"])
    examination = asked(moe, signatures=240)
    with shared_database(tmp_path):
        approve(examination, mia)
        killed = [run_for(delay, key_folder) for delay in (0.03, 0.06, 0.06)]
        assert any(killed)
        assert Examination.objects.get(pk=examination.pk).state == "voiding"
        assert not run_for(60, key_folder)

        assert agrees(examination) == 240
        assert Entry.objects.filter(name="signatures.voids_explained").count() == 1


def run_for(seconds: float, keys: Path) -> bool:
    """A worker as a process of its own, on the shared database; whether it had to be killed after so long."""
    told = {"UNDERSIGNED_DATABASE_URL": address(), "UNDERSIGNED_KEYS": str(keys)}
    command = [sys.executable, str(HERE / "run_examiner.py")]
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


def address() -> str:
    """Where the shared database is, as the setting says such things."""
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    return f"postgresql://{facts['USER']}@/{facts['NAME']}?host={quote(facts['HOST'], safe='')}"
