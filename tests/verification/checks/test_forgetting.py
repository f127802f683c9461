"""What goes when a roll is destroyed, and when a signer is erased."""

from typing import Any

import pytest
from django.db import connection
from tests.verification.checking import NOW, laid_out, line_of, reviewer_of

from undersigned.journal.models import Entry
from undersigned.verification.actions.claim import claim_line
from undersigned.verification.actions.decide import decide
from undersigned.verification.actions.forget import forget_checks
from undersigned.verification.models import Check, Roll
from undersigned.verification.moves import WrongState

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
