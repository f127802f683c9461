"""From a typed line to what may be stored: as a signature that was made on this site, but for letters and places."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from undersigned.journal.sealed import seal
from undersigned.pure.tlog.commitment import commit_ward
from undersigned.signatures import blind
from undersigned.signatures.facts import Entry, commitment, draw, draw_code, facts_of
from undersigned.signatures.models import Signature
from undersigned.signatures.rowcheck import check_sum
from undersigned.signatures.sheets.models import Sheet
from undersigned.signatures.states import REMINDERS, Via


@dataclass(frozen=True)
class Typed:
    """A line as it was typed: its number on the sheet, what stands there, and whether all of it could be read."""

    number: int
    entry: Entry
    signed_on: date | None = None
    incomplete: bool = False


def prepare_line(line: Typed, *, sheet: Sheet, at: datetime) -> Signature:
    """The row of a line that waits to be counted, not stored yet: sealed, committed, with no place at any address."""
    petition, entry = sheet.petition, line.entry
    drawn = draw(draw_code())
    facts = facts_of(entry, drawn, via=Via.PAPER) | {
        "sheet": str(sheet.number),
        "line": str(line.number),
        "signed_on": line.signed_on.isoformat() if line.signed_on else "",
    }
    nobodys = secrets.token_bytes(blind.LENGTH)
    row = Signature(
        ref=drawn.ref,
        petition=petition,
        via=Via.PAPER,
        email_index=nobodys,
        name_index=_index(petition.pk, entry.email),
        commit_c=commitment(facts, opening=drawn.opening, petition=petition),
        commit_w=commit_ward(drawn.opening, petition.public_ref, entry.ward),
        sealed=seal(facts, to="signatures", ref=drawn.ref),
        language=petition.language,
        token_hash=blind.token_hash(drawn.token),
        code_hash=blind.code_hash(petition.pk, nobodys, drawn.code),
        reminders=REMINDERS,  # nobody has to confirm it
        made_at=at,
    )
    row.check_sum = check_sum(row)
    return row


def _index(petition_id: int, email: str) -> bytes:
    return blind.paper_index(petition_id, email) if email else secrets.token_bytes(blind.LENGTH)
