"""A roll that came in, and one that was read in, by the actions that do it."""

from datetime import date
from typing import Any

from tests.verification.rolls.conftest import NOON
from tests.verification.rolls.files import ANA, BO, HEADER

from undersigned.councils.models import Council
from undersigned.journal.models import Entry
from undersigned.verification.actions.import_roll import import_rolls
from undersigned.verification.actions.receive_roll import ask_import, receive_roll
from undersigned.verification.models import Roll
from undersigned.verification.rolls.layout import layout_of
from undersigned.verification.rolls.receiving import Receiver

FILE = HEADER + ANA + BO + b"3,,,1 Fir St,N\n4,Hidden,Hal,9 Ash St,Y\n"
WHO: dict[str, Any] = {"at": NOON, "by": "user:7"}
DAYS = {"title": "Sample voters", "as_of": date(2026, 5, 1), "purge_on": date(2026, 11, 1)}


def came(council: Council, raw: bytes = FILE) -> Roll:
    """A file that came in."""
    receiver = Receiver()
    receiver.write(raw)
    return receive_roll(council=council, received=receiver.finish(), **WHO)


def asked(council: Council, raw: bytes = FILE, **facts: Any) -> Roll:
    """One whose reading was asked for."""
    roll = came(council, raw)
    ask_import(roll=roll, layout=layout_of(roll.layout | facts), **DAYS, **WHO)
    return roll


def ready(council: Council, raw: bytes = FILE) -> Roll:
    """One that was read in."""
    roll = asked(council, raw)
    assert import_rolls(at=NOON) == 1
    roll.refresh_from_db()
    return roll


def events() -> list[str]:
    """What the journal holds of rolls."""
    names = Entry.objects.order_by("pk").values_list("name", flat=True)
    return [name for name in names if name.startswith(("roll.", "profile.", "sealed."))]
