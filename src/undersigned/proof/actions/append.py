"""Append: put leaves into the queue of the public log, in the transaction of what they tell.

The sequencer gives each its place. A leaf that names another by its number gets its bytes with its place.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from undersigned.journal.rows import insert
from undersigned.proof.models import Document, Leaf
from undersigned.proof.naming import day_of, name_of
from undersigned.proof.states import Kind
from undersigned.pure.tlog.leaves import Close, Purge, Sign
from undersigned.signatures.events import SignatureConfirmed

PROMISED = timedelta(hours=24)  # within which a leaf gets its place
BATCH = 1000  # rows of one statement; both databases take more


def waiting(kind: Kind, petition_id: int | None, *, at: datetime, **facts: object) -> Leaf:
    """A leaf that waits for its place, not stored yet."""
    return Leaf(
        kind=kind.value,
        petition_id=petition_id,
        day=day_of(at),
        made_at=at,
        include_by=at + PROMISED,
        **facts,
    )


def append(leaves: Iterable[Leaf]) -> None:
    """Store leaves that wait, in their order; one statement for a thousand."""
    rows = list(leaves)
    for start in range(0, len(rows), BATCH):
        insert(rows[start : start + BATCH])


def append_signatures(events: Sequence[SignatureConfirmed], *, at: datetime) -> None:
    """A `sign` leaf for each: one statement for a whole batch, since signers wait for it."""
    day, by = day_of(at), at + PROMISED
    append(
        Leaf(
            kind=Kind.SIGN.value,
            petition_id=event.petition_id,
            signature_id=event.signature_id,
            day=day,
            body=Sign(name_of(event.petition_id), day, event.commit_c, event.commit_w).bytes,
            made_at=at,
            include_by=by,
        )
        for event in events
    )


def append_about(
    kind: Kind, signatures: Iterable[tuple[int, int]], *, at: datetime, reason: str = ""
) -> None:
    """Leaves that name signatures (petition, signature): `withdraw`, `void` (for a reason) or `restore`.

    A signature whose last leaf is of this kind has it already.
    """
    wanted = list(signatures)
    last = dict(
        Leaf.objects.filter(signature_id__in=[signature for _, signature in wanted])
        .order_by("id")
        .values_list("signature_id", "kind")
    )
    append(
        waiting(kind, petition, at=at, signature_id=signature, reason=reason)
        for petition, signature in wanted
        if last.get(signature) != kind
    )


def append_end(kind: Kind, petition_id: int, *, at: datetime) -> None:
    """A `close` or `purge` leaf, unless the petition has it already."""
    if Leaf.objects.filter(kind=kind, petition_id=petition_id).exists():
        return
    made = {Kind.CLOSE: Close, Kind.PURGE: Purge}[kind](name_of(petition_id), day_of(at))
    append([waiting(kind, petition_id, at=at, body=made.bytes)])


def append_note(document: Document, body: bytes, *, at: datetime) -> None:
    """The `note` leaf that binds a document."""
    append([waiting(Kind.NOTE, document.petition_id, at=at, document_id=document.pk, body=body)])
