"""Catch up: what was signed and closed before this site kept a log gets its leaves."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from undersigned.petitions.models import Petition
from undersigned.proof.actions.append import PROMISED, append, append_end
from undersigned.proof.actions.open_record import append_opening
from undersigned.proof.models import Leaf
from undersigned.proof.naming import name_of
from undersigned.proof.states import Kind
from undersigned.pure.tlog.leaves import Sign
from undersigned.signatures.models import Signature
from undersigned.signatures.states import State

BATCH = 1000


def catch_up(*, at: datetime, by: str = "operator") -> int:
    """Queue a leaf for each confirmed signature that has none, oldest first, and for their petitions; how many.

    Petitions that ended get the leaf that says so after them. A batch a transaction; harmless to repeat.
    """
    number, last = 0, 0
    while rows := _batch(after=last, at=at, by=by):
        number, last = number + len(rows), rows[-1].pk
    _close(at=at)
    return number


@transaction.atomic
def _close(*, at: datetime) -> None:
    def has(kind: Kind) -> Exists:
        return Exists(Leaf.objects.filter(petition=OuterRef("pk"), kind=kind))

    closed = Petition.objects.filter(has(Kind.OPEN), ~has(Kind.CLOSE), closed_at__isnull=False)
    for petition in closed.order_by("pk").values_list("pk", flat=True):
        append_end(Kind.CLOSE, petition, at=at)


@transaction.atomic
def _batch(*, after: int, at: datetime, by: str) -> list[Signature]:
    del by
    unlogged = Signature.objects.filter(
        ~Exists(Leaf.objects.filter(signature=OuterRef("pk"), kind=Kind.SIGN)),
        state=State.CONFIRMED,
        pk__gt=after,
    )
    rows = list(unlogged.order_by("id")[:BATCH])
    for petition in sorted({row.petition_id for row in rows}):
        append_opening(petition, at=at)
    append(_leaf(row, at) for row in rows)
    return rows


def _leaf(row: Signature, at: datetime) -> Leaf:
    day = timezone.localdate(row.confirmed_at or at).isoformat()
    commitments = bytes(row.commit_c), bytes(row.commit_w)
    return Leaf(
        kind=Kind.SIGN.value,
        petition_id=row.petition_id,
        signature_id=row.pk,
        day=day,
        body=Sign(name_of(row.petition_id), day, *commitments).bytes,
        made_at=at,
        include_by=at + PROMISED,
    )
