from dataclasses import dataclass
from datetime import datetime

from undersigned.accounts.models import User
from undersigned.journal.sealed import open_sealed
from undersigned.signatures.sheets.models import Sheet
from undersigned.signatures.states import State


@dataclass(frozen=True)
class ShownLine:
    """A typed line, opened so that it can be compared with the paper."""

    number: int
    name: str
    address: str
    ward: str
    basis: str
    email: str
    signed_on: str


def show_lines(*, sheet: Sheet, at: datetime, user: User) -> list[ShownLine]:
    """What was typed of the lines that do not count yet. The journal keeps who looked; once they count nobody does."""
    lines = sheet.lines.filter(struck_at=None, signature__state=State.PENDING)
    typed = [
        (line.number, line.signature)
        for line in lines.select_related("signature")
        if line.signature and line.signature.sealed
    ]
    if not typed:
        return []
    opened = open_sealed(
        {bytes(row.ref): row.sealed for _, row in typed},
        of="signatures",
        reason=f"to compare sheet {sheet.pk} with the paper",
        at=at,
        by=f"user:{user.pk}",
    )
    return [_shown(number, opened[bytes(row.ref)]) for number, row in typed]


def _shown(number: int, facts: dict[str, str]) -> ShownLine:
    names = ("name", "address", "ward", "basis", "email", "signed_on")
    return ShownLine(number, **{name: facts[name] for name in names})
