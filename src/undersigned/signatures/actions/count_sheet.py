from datetime import datetime

from django.db import transaction

from undersigned.accounts.models import User
from undersigned.journal.announce import announce
from undersigned.petitions.queries import open_ids
from undersigned.signatures.actions.change import change, locked
from undersigned.signatures.events import SignatureConfirmed
from undersigned.signatures.models import Signature
from undersigned.signatures.sheets.events import SheetCounted
from undersigned.signatures.sheets.models import Sheet
from undersigned.signatures.sheets.refusals import NothingToCount, NotOpen
from undersigned.signatures.states import SLOTS, State


@transaction.atomic
def count_sheet(*, sheet: Sheet, at: datetime, user: User) -> int:
    """Let the typed lines of a sheet count, each as a signature with its entry in the public log; how many.

    Two lines of one person count twice here, and so does one who signed on this site too: to tell that needs the
    roll, and is for the clerk's check. Where an e-mail address stands on the sheet, the worker writes to it.
    Raises NotOpen, NothingToCount.
    """
    if sheet.petition_id not in open_ids({sheet.petition_id}, at=at):
        raise NotOpen
    waiting = sheet.lines.filter(struck_at=None, signature__state=State.PENDING)
    with_email = dict(waiting.values_list("signature__ref", "with_email"))
    letters = {bytes(ref): "paper" if given else "" for ref, given in with_email.items()}
    rows = list(locked(list(letters)).filter(state=State.PENDING).exclude(sealed=b""))
    if not rows:
        raise NothingToCount
    for row in rows:
        facts = {"state": State.CONFIRMED, "slot": SLOTS[0], "confirmed_at": at}
        change(row, **facts, asked=letters[bytes(row.ref)])
    _announce(sheet, rows, at=at, by=f"user:{user.pk}")
    return len(rows)


def _announce(sheet: Sheet, rows: list[Signature], *, at: datetime, by: str) -> None:
    counted = SheetCounted(petition_id=sheet.petition_id, sheet_id=sheet.pk, rows=len(rows))
    confirmed = [
        SignatureConfirmed(
            signature_id=row.pk,
            petition_id=row.petition_id,
            commit_c=bytes(row.commit_c),
            commit_w=bytes(row.commit_w),
        )
        for row in rows
    ]
    announce(counted, *confirmed, at=at, by=by)
