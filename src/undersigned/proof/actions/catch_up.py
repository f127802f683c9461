"""Catch up: what was signed and closed before this site kept a log gets its leaves."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from undersigned.petitions.models import Petition
from undersigned.petitions.states import State as PetitionState
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

    A batch a transaction; harmless to repeat.
    """
    number, last = 0, 0
    while rows := _batch(after=last, at=at, by=by):
        number, last = number + len(rows), rows[-1].pk
    return number


@transaction.atomic
def _batch(*, after: int, at: datetime, by: str) -> list[Signature]:
    del by
    unlogged = Signature.objects.filter(
        ~Exists(Leaf.objects.filter(signature=OuterRef("pk"), kind=Kind.SIGN)),
        state=State.CONFIRMED,
        pk__gt=after,
    )
    rows = list(unlogged.order_by("id")[:BATCH])
    petitions = {row.petition_id for row in rows}
    for petition in sorted(petitions):
        append_opening(petition, at=at)
    append(_leaf(row, at) for row in rows)
    left = set(unlogged.filter(petition__in=petitions).values_list("petition_id", flat=True))
    closed = Petition.objects.filter(pk__in=petitions - left, state=PetitionState.CLOSED)
    for petition in closed.order_by("pk").values_list("pk", flat=True):
        append_end(Kind.CLOSE, petition, at=at)
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
