from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from undersigned.accounts.models import User
from undersigned.journal.announce import announce
from undersigned.petitions.queries import open_ids
from undersigned.signatures.sheets.events import LinesTyped
from undersigned.signatures.sheets.models import Sheet, SheetLine
from undersigned.signatures.sheets.prepare import Typed, prepare_line
from undersigned.signatures.sheets.refusals import LineTaken, NoSuchLine, NotOpen


@transaction.atomic
def type_lines(
    *, sheet: Sheet, lines: Sequence[Typed], at: datetime, user: User
) -> list[SheetLine]:
    """Seal and store lines of a sheet, all or none. They wait until the sheet is counted.

    Raises NotOpen, NoSuchLine, and LineTaken for a number that stands there, or twice among these.
    """
    if sheet.petition_id not in open_ids({sheet.petition_id}, at=at):
        raise NotOpen
    taken = set(_locked(sheet).lines.filter(struck_at=None).values_list("number", flat=True))
    for line in lines:
        if not 1 <= line.number <= sheet.last_line:
            raise NoSuchLine(sheet.last_line)
        if line.number in taken:
            raise LineTaken(line.number)
        taken.add(line.number)
    made = [_store(line, sheet=sheet, at=at, user=user) for line in lines]
    typed = LinesTyped(petition_id=sheet.petition_id, sheet_id=sheet.pk, rows=len(made))
    announce(typed, at=at, by=f"user:{user.pk}")
    return made


def _locked(sheet: Sheet) -> Sheet:
    """One typist of a sheet at a time. SQLite has one writer anyway."""
    return Sheet.objects.select_for_update().get(pk=sheet.pk)


def _store(line: Typed, *, sheet: Sheet, at: datetime, user: User) -> SheetLine:
    row = prepare_line(line, sheet=sheet, at=at)
    row.save(force_insert=True)
    return SheetLine.objects.create(
        sheet=sheet,
        number=line.number,
        signature=row,
        incomplete=line.incomplete,
        with_email=bool(line.entry.email),
        typed_at=at,
        typed_by=user,
    )
