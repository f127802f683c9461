"""Paper: every signature that came on it has its line on a sheet, and what is struck out does not count."""

from collections.abc import Iterator

from django.db.models import F

from undersigned.config.fsck.blobs import fault_of_blob
from undersigned.config.fsck.faults import Fault, Rule, each, label
from undersigned.signatures.models import Signature
from undersigned.signatures.sheets.models import Sheet, SheetLine
from undersigned.signatures.states import State, Via

GOES_ON = (State.PENDING, State.CONFIRMED)


def lines() -> Iterator[Fault]:
    """Signatures from paper without a line, and lines of signatures that are none of their sheet's."""
    alone = Signature.objects.filter(via=Via.PAPER, sheet_line__isnull=True)
    for row in alone.order_by("pk").only("pk").iterator():
        yield Fault(label(row), "via", "is paper, and no line of a sheet is this signature")
    typed = SheetLine.objects.filter(signature__isnull=False).order_by("pk")
    strangers = typed.exclude(signature__via=Via.PAPER, signature__petition=F("sheet__petition"))
    for line in strangers:
        yield Fault(label(line), "signature", "is not one from paper, of the sheet's petition")
    for line in typed.filter(struck_at__isnull=False, signature__state__in=GOES_ON):
        yield Fault(label(line), "struck_at", "is set, and the signature goes on")


def sheet(row: Sheet) -> Iterator[tuple[str, str]]:
    """A sheet's sealed name is whole, or was destroyed."""
    if row.sealed and (fault := fault_of_blob(row.sealed, of="signatures")):
        yield "sealed", fault


RULES = [
    Rule(
        "signatures.lines",
        "every signature from paper has its line, and no struck line counts",
        "Rows changed behind the site's back: compare with a backup, and with the paper.",
        lines,
    ),
    Rule(
        "signatures.sheets",
        "every paper sheet's sealed name is whole",
        "Rows changed behind the site's back: compare with a backup.",
        each(Sheet.objects.all, sheet),
    ),
]
