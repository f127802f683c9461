"""A roll that is destroyed while it is read in: nothing of it stays."""

from typing import Any

import pytest
from tests.verification.rolls.arrivals import asked
from tests.verification.rolls.conftest import NOON

from undersigned.councils.models import Council
from undersigned.verification.actions.import_roll import _finish, _refuse, import_roll
from undersigned.verification.actions.purge_rolls import purge_roll
from undersigned.verification.rolls.snapshot import folder_of
from undersigned.verification.rolls.trouble import Trouble, Why

pytestmark = [pytest.mark.django_db, pytest.mark.long]


def test_reading_stops_and_the_folder_goes(council: Council) -> None:
    roll = asked(council)

    def destroy(_: dict[str, Any]) -> None:
        purge_roll(roll=roll, at=NOON, by="operator")

    assert import_roll(roll=roll, by="worker", tell=destroy)
    roll.refresh_from_db()
    assert (roll.state, folder_of(roll).exists()) == ("purged", False)


def test_what_was_read_is_not_taken_over_once_it_is_destroyed(council: Council) -> None:
    roll = asked(council)
    purge_roll(roll=roll, at=NOON, by="operator")
    said = {"manifest": {"parts": []}, "rows": 1, "rejected": 0, "confidential": 0}
    _finish(roll=roll, said=said, at=NOON, by="worker")
    assert (roll.state, roll.rows) == ("purged", 0)
    _refuse(roll=roll, trouble=Trouble(Why.EMPTY), at=NOON, by="worker")
    assert (roll.state, roll.trouble) == ("purged", "")
