"""Adopt: after a restore, read back what was published and the database lacks, so that the log goes on unforked.

What left the count since the backup leaves it again; what was signed since is in the log and, where its row was lost,
has none here any more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import transaction

from undersigned.journal.announce import announce
from undersigned.proof.actions.adopt_rows import Adoption
from undersigned.proof.events import LogAdopted
from undersigned.proof.files import Differs
from undersigned.proof.models import Checkpoint, Leaf
from undersigned.proof.queries.sizes import log_size
from undersigned.proof.reading import Published, read_checkpoint, read_log
from undersigned.pure.tlog import leaves

BATCH = 2048

Entry = tuple[bytes, leaves.Leaf]


@dataclass(frozen=True)
class Adopted:
    """How many entries were read back, and what the operator must know of signatures."""

    entries: int
    voided: int  # are void now, and nothing here tells who decided so
    taken_back: int  # had to leave: they could not be confirmed again


@transaction.atomic
def adopt(*, at: datetime, by: str) -> Adopted:
    """Take the published entries beyond the database's into it. For whoever has the log to itself.

    All or nothing. Raises Differs if an entry that both have is not the same, if the published log is not sound, or
    if none is published.
    """
    out = read_checkpoint()
    if out is None:
        raise Differs("No log is published here: there is nothing to adopt.")
    known = log_size()
    beyond = _beyond(out, known)
    adoption = Adoption(at=at, by=by)
    for index, (entry, leaf) in enumerate(beyond, known):
        adoption.take(index, entry, leaf)
    adoption.finish(out.checkpoint.size)
    _keep(out, at=at)
    announce(LogAdopted(size=out.checkpoint.size, entries=len(beyond)), at=at, by=by)
    return Adopted(len(beyond), adoption.voided, adoption.taken_back)


def _beyond(out: Published, known: int) -> list[Entry]:
    """The published entries that the database lacks, once all those that it has are seen to be the same."""
    if known > out.checkpoint.size:
        raise Differs(
            f"The database holds {known} entries and {out.checkpoint.size} are published."
        )
    read = read_log(out.checkpoint)
    for first in range(0, known, BATCH):
        batch = [entry for entry, _ in islice(read, min(BATCH, known - first))]
        _compare(first, batch)
    return list(read)


def _compare(first: int, published: Sequence[bytes]) -> None:
    rows = list(Leaf.objects.filter(index__gte=first, index__lt=first + len(published)))
    if len(rows) != len(published):
        raise Differs(f"The database lacks entries between {first} and {first + len(published)}.")
    rows.sort(key=lambda leaf: leaf.index or 0)
    for leaf, entry in zip(rows, published, strict=True):
        if bytes(leaf.body) != entry:
            raise Differs(f"Entry {leaf.index} is published otherwise than it stands here.")


def _keep(out: Published, *, at: datetime) -> None:
    """The published checkpoint is one that this database stored, from now on."""
    size, root = out.checkpoint.size, out.checkpoint.root
    facts = {"root": root, "note": out.note, "made_at": at, "published_at": at}
    row, _ = Checkpoint.objects.get_or_create(size=size, defaults=facts)
    if bytes(row.root) != root:
        raise Differs(f"The checkpoint of {size} is published otherwise than it stands here.")
