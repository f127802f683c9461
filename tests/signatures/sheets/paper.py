"""What happens to a paper sheet, for tests: it comes back, is typed in, is counted."""

from datetime import date, datetime

from django.utils import timezone
from tests.factories.petitions import open_petition, organiser_of

from undersigned.accounts.models import User
from undersigned.petitions.models import Petition
from undersigned.signatures import actions
from undersigned.signatures.actions.receive_sheet import Returned
from undersigned.signatures.facts import Entry
from undersigned.signatures.models import Signature
from undersigned.signatures.sheets.models import Sheet, SheetLine
from undersigned.signatures.sheets.prepare import Typed
from undersigned.signatures.sheets.states import Side

SCAN = "ab" * 32
RETURNED = Returned(
    number=3,
    last_line=12,
    collected_on=date(2026, 3, 8),
    circulator="Carla Sample",
    scan_sha256=SCAN,
)


def ben_of(petition: Petition) -> User:
    """An organiser of the petition's coalition."""
    return organiser_of(petition.lead)


def received(petition: Petition | None = None, user: User | None = None) -> Sheet:
    """Sheet 3 of an open petition, with twelve lines, received by its coalition."""
    petition = petition or open_petition()
    user = user or ben_of(petition)
    return actions.receive_sheet(
        petition=petition,
        side=Side.COALITION,
        returned=RETURNED,
        at=timezone.now(),
        user=user,
    )


def line(number: int, **facts: str) -> Typed:
    """A line as it was typed."""
    entry = {
        "name": f"Sam Sample {chr(96 + number).title()}",
        "address": f"{number} Sample Street, 00000",
        "ward": "North",
        "basis": "live",
        "email": "",
        **facts,
    }
    return Typed(number=number, entry=Entry(**entry))  # type: ignore[arg-type]


def typed(sheet: Sheet, *lines: Typed, at: datetime | None = None) -> list[SheetLine]:
    """Lines of a sheet, typed in by who received it."""
    at = at or timezone.now()
    return actions.type_lines(sheet=sheet, lines=lines, at=at, user=sheet.received_by)


def counted(sheet: Sheet) -> list[Signature]:
    """The signatures of a sheet whose lines were counted just now, in the order of its lines."""
    actions.count_sheet(sheet=sheet, at=timezone.now(), user=sheet.received_by)
    while actions.count(at=timezone.now()):
        pass
    rows = Signature.objects.filter(sheet_line__sheet=sheet, sheet_line__struck_at=None)
    return list(rows.order_by("sheet_line__number"))
