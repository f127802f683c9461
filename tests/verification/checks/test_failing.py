"""A check that fails stops no other, and not for ever."""

from datetime import datetime

import pytest
from pytest_django import Settings
from tests.factories.petitions import open_petition
from tests.verification.checking import NOW, laid_out, roll_of

from undersigned.journal import keys
from undersigned.journal.models import Entry
from undersigned.verification.actions import run_checks as running
from undersigned.verification.actions.run_checks import run_checks
from undersigned.verification.models import Check

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("place")]


def state(check: Check) -> str:
    return Check.objects.values_list("state", flat=True).get(pk=check.pk)


def test_a_check_that_fails_stops_no_other_and_is_cancelled_after_some_tries(
    caplog: pytest.LogCaptureFixture,
) -> None:
    poisoned = laid_out([], state="linking")
    Check.objects.update(sealed=b"another's")  # its key does not open
    other = open_petition()
    fine = laid_out([], petition=other, roll=roll_of(other), state="linking")
    run_checks(at=NOW)
    assert (state(poisoned), state(fine)) == ("linking", "reviewing")
    (told,) = [record.msg for record in caplog.records if record.name == running.__name__]
    assert (told["event"], told["check"]) == ("check.failed", poisoned.pk)
    assert told["error"] == "KeyMissing"
    for _ in range(running.TRIES - 1):
        run_checks(at=NOW)
    assert state(poisoned) == "cancelled"
    assert Entry.objects.get(name="check.cancelled").by == "worker"


def test_nothing_is_compared_of_a_check_that_was_cancelled_while_its_list_was_frozen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    check = laid_out([], state="linking")

    def stopped(pk: int, *, at: datetime) -> bool:
        running.give_up(pk=pk, at=at)
        return False

    monkeypatch.setattr(running, "_freeze", stopped)
    monkeypatch.delattr(running, "link_lines")
    run_checks(at=NOW)
    assert state(check) == "cancelled"


def test_a_worker_without_the_key_gives_the_check_up_too(
    settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    check = laid_out([], state="linking")
    settings.KEYS = tmp_path_factory.mktemp("others")
    keys.make(settings.KEYS)
    (settings.KEYS / "rolls.key").unlink()
    for _ in range(running.TRIES):
        run_checks(at=NOW)
    assert state(check) == "cancelled"
