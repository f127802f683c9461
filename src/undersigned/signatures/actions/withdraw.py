"""Withdraw: a signer takes a confirmed signature back. It is final; the same person may sign again."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from undersigned.journal.announce import announce
from undersigned.signatures.actions.change import NotNow, change, own
from undersigned.signatures.events import SignatureWithdrawn
from undersigned.signatures.models import PublicName, Signature
from undersigned.signatures.states import State

LEAVES = (State.CONFIRMED, State.VOID)


@transaction.atomic
def withdraw(*, ref: bytes, token: bytes, at: datetime) -> None:
    """Take the signature of a letter's link out of the count; the actor is the signer. Idempotent.

    Possible as long as its petition is public, open or closed, and the link works: a later stage may end it with the
    delivery. One that was declared void can be withdrawn too, and is then never restored. What it holds stays
    sealed until it is erased. Raises NotYours, and NotNow for a signature that was never confirmed.
    """
    row = own(ref, token)
    if row.state == State.WITHDRAWN:
        return
    if row.state not in LEAVES:
        raise NotNow
    take_back(rows=[row], since=at, at=at, by="signer")


def take_back(*, rows: Sequence[Signature], since: datetime, at: datetime, by: str) -> None:
    """Withdraw these locked rows, which are confirmed or void, in the caller's transaction; they left `since` then.

    Their places at their addresses are free again; their names come off the page. One that was void left the
    count when it was declared void, and keeps that time.
    """
    if not rows:
        return
    for row in rows:
        change(
            row,
            state=State.WITHDRAWN,
            slot=None,
            left_at=row.left_at or since,
            void_reason="",
            held=False,
            show_name=False,
            name_shown=False,
            for_groups=False,
            asked="",
            sealed_address=None,
        )
    PublicName.objects.filter(signature__in=rows).delete()
    left = [SignatureWithdrawn(signature_id=row.pk, petition_id=row.petition_id) for row in rows]
    announce(*left, at=at, by=by)
