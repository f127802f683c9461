"""What the office and everybody see of paper sheets: numbers, never a name."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from undersigned.accounts.models import User
from undersigned.councils.states import CLERKS
from undersigned.petitions.models import Petition
from undersigned.petitions.states import State as Petitions
from undersigned.signatures.sheets.models import Sheet, SheetLine
from undersigned.signatures.sheets.states import Side, StrikeReason
from undersigned.signatures.states import State, VoidReason

TYPING = StrikeReason.TYPING


@dataclass(frozen=True)
class SheetRow:
    """A sheet with its numbers: lines that count, that wait to be counted, that do not count any more."""

    pk: int
    number: int
    side: str
    last_line: int
    collected_on: date
    received_at: datetime
    scan_sha256: str
    counted: int
    waiting: int
    gone: int


@dataclass(frozen=True)
class SheetsPage:
    """A petition's sheets, for one of its sides."""

    petition: Petition
    side: Side
    open: bool
    rows: list[SheetRow]

    @property
    def next_number(self) -> int:
        """The number after the highest one so far."""
        return max((row.number for row in self.rows), default=0) + 1


@dataclass(frozen=True)
class LineRow:
    """A line as it stands: `state` is of the signature, or ``struck`` where nothing of it is left."""

    line: SheetLine
    state: str
    void_reason: str

    @property
    def may_strike(self) -> bool:
        """Whether it can be struck out, or, taken back before, be erased."""
        return self.state in {State.PENDING, State.CONFIRMED, State.VOID, State.WITHDRAWN} and bool(
            self.line.signature and self.line.signature.sealed
        )


@dataclass(frozen=True)
class SheetPage:
    """One sheet: its lines, those that are not typed yet, and how many wait to be counted."""

    sheet: Sheet
    open: bool
    lines: list[LineRow]

    @property
    def waiting(self) -> int:
        return sum(row.state == State.PENDING for row in self.lines)

    @property
    def missing(self) -> list[int]:
        """The numbers of lines that are yet to be typed: not those that their signers had struck out."""
        over = {row.line.number for row in self.lines if row.line.struck_reason != TYPING}
        return [number for number in range(1, self.sheet.last_line + 1) if number not in over]

    def free(self) -> Iterator[int]:
        """The numbers that can be typed, in their order."""
        return iter(self.missing)


def sheets_page(petition: Petition, *, side: Side, open_now: bool) -> SheetsPage:
    """The sheets of a petition. One query."""
    return SheetsPage(petition, side, open_now, rows_of(petition.pk))


def rows_of(petition_id: int) -> list[SheetRow]:
    """Every sheet of a petition with its numbers, by number. One query."""
    state = "lines__signature__state"
    numbers = {
        "counted": Count("lines", filter=Q(**{state: State.CONFIRMED})),
        "waiting": Count("lines", filter=Q(**{state: State.PENDING})),
        "gone": Count("lines", filter=Q(**{f"{state}__in": (State.WITHDRAWN, State.VOID)})),
    }
    sheets = Sheet.objects.filter(petition_id=petition_id).order_by("number")
    return [_row_of(sheet) for sheet in sheets.annotate(**numbers)]


def _row_of(sheet: Any) -> SheetRow:
    """A sheet with its numbers beside it, which no model has."""
    own = [field.name for field in fields(SheetRow) if field.name != "side"]
    return SheetRow(side=str(Side(sheet.side).label), **{it: getattr(sheet, it) for it in own})


def sheet_page(sheet: Sheet, *, open_now: bool) -> SheetPage:
    """One sheet. One query."""
    lines = sheet.lines.select_related("signature", "typed_by", "struck_by")
    return SheetPage(sheet, open_now, [_row(line) for line in lines])


def _row(line: SheetLine) -> LineRow:
    row = line.signature
    why = str(VoidReason(row.void_reason).label) if row and row.void_reason else ""
    return LineRow(line, row.state if row else "struck", why)


def petitions_for(user: User) -> QuerySet[Petition]:
    """The open petitions whose paper sheets somebody may type in, newest first."""
    coalition = Q(lead__members__user=user) | Q(sponsors__group__members__user=user)
    clerk = Q(council__officers__user=user, council__officers__role__in=CLERKS)
    found = Petition.objects.filter(coalition | clerk, state=Petitions.OPEN)
    return found.select_related("council").distinct()


def lines_of(petition_id: int) -> QuerySet[SheetLine]:
    """For who checks: the lines behind a petition's signatures from paper, with their sheets, by sheet and number.

    `signature_id` says whose; struck lines whose signature is gone are not among them.
    """
    lines = SheetLine.objects.filter(sheet__petition_id=petition_id, signature__isnull=False)
    return lines.select_related("sheet").order_by("sheet__number", "number", "id")
