"""What the actions of one signer on one signature have in common: whose it is, and how a row is changed."""

import hmac
from collections.abc import Collection

from django.db.models import QuerySet

from undersigned.signatures.blind import token_hash
from undersigned.signatures.models import Signature
from undersigned.signatures.rowcheck import check_sum


class NotYours(Exception):
    """There is no such signature, or the link is not its own: nobody is told which."""


class NotNow(Exception):
    """The signature is not in a state in which this can be done."""


def own(ref: bytes, token: bytes) -> Signature:
    """The signature that a letter's link names, locked until the transaction ends. Raises NotYours."""
    row = locked([ref]).first()
    if row is None or not hmac.compare_digest(token_hash(token), bytes(row.token_hash)):
        raise NotYours
    return row


def locked(refs: Collection[bytes]) -> QuerySet[Signature]:
    """The signatures with these refs, in the order in which everybody locks them."""
    rows = Signature.objects.filter(ref__in=refs).select_related("petition").order_by("id")
    return rows.select_for_update(of=("self",))


def change(row: Signature, **values: object) -> None:
    """Compare-and-set of one row: its keyed hash over all that it said must still be the one that was read."""
    before = bytes(row.check_sum)
    for name, value in values.items():
        setattr(row, name, value)
    row.check_sum = check_sum(row)
    still = Signature.objects.filter(pk=row.pk, check_sum=before)
    if still.update(**values, check_sum=row.check_sum) != 1:
        raise RuntimeError("A signature changed under its lock.")
