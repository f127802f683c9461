"""Strike out a line of a paper sheet: typed wrongly, or because its signer asked for it in writing."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from undersigned.accounts.models import User
from undersigned.journal.announce import announce
from undersigned.signatures.actions.change import locked
from undersigned.signatures.actions.erase import erase
from undersigned.signatures.actions.withdraw import LEAVES, take_back
from undersigned.signatures.models import Signature
from undersigned.signatures.sheets.events import LineStruck, LineTakenBack
from undersigned.signatures.sheets.models import SheetLine
from undersigned.signatures.sheets.refusals import NotToStrike
from undersigned.signatures.sheets.states import ERASING, StrikeReason
from undersigned.signatures.states import State


@transaction.atomic
def strike_line(*, line: SheetLine, reason: StrikeReason, at: datetime, user: User) -> None:
    """Take a line of a sheet out, for a reason of StrikeReason. The line stays to be seen, struck out.

    One that counts is withdrawn, by an entry in the public log; the record says that a line of this sheet was struck
    out, and why. What it holds of a person is destroyed unless the signer only took it back. One that did not count
    yet goes altogether. Raises NotToStrike.
    """
    row = _row(line)
    by, about = f"user:{user.pk}", {"petition_id": row.petition_id, "sheet_id": line.sheet_id}
    if row.state == State.PENDING:
        erase([bytes(row.ref)], at=at, by=by)
        _strike(line, reason, at=at, user=user, signature=None)
        Signature.objects.filter(pk=row.pk).delete()
        announce(LineStruck(**about, line=line.number, reason=reason.value), at=at, by=by)
        return
    if reason in ERASING:
        if not erase([bytes(row.ref)], at=at, by=by):
            raise NotToStrike
    elif row.state in LEAVES:
        take_back(rows=[row], since=at, at=at, by=by)
    else:
        raise NotToStrike
    _strike(line, reason, at=at, user=user)
    announce(LineTakenBack(**about, reason=reason.value), at=at, by=by)


def _row(line: SheetLine) -> Signature:
    ref = Signature.objects.filter(sheet_line=line).values_list("ref", flat=True).first()
    row = locked([bytes(ref)]).first() if ref else None
    if row is None:
        raise NotToStrike
    return row


def _strike(
    line: SheetLine, reason: StrikeReason, *, at: datetime, user: User, **facts: object
) -> None:
    """Compare-and-set: not struck out yet, or taken back by a signer who now asks to be erased, too."""
    facts |= {"struck_at": at, "struck_by": user, "struck_reason": reason}
    still = Q(struck_at=None) | Q(struck_reason=StrikeReason.SIGNER)
    if SheetLine.objects.filter(still, pk=line.pk).update(**facts) != 1:
        raise NotToStrike
