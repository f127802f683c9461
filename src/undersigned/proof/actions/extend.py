"""Extend: the files for what got its place, then a checkpoint over them; each durable before the next begins."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from undersigned.journal.keys import signing_seed
from undersigned.proof.files import Differs, hashes, remove, write_once
from undersigned.proof.models import Checkpoint, Document, Leaf
from undersigned.proof.naming import together
from undersigned.proof.queries.sizes import log_size, sealed_size
from undersigned.proof.states import Kind
from undersigned.pure.tlog import checkpoints
from undersigned.pure.tlog.documents import FIXED, file_path, salt_path, salt_text
from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.notes import sign_note
from undersigned.pure.tlog.proofs import root_from
from undersigned.pure.tlog.tiles import (
    TILE,
    encode_entries,
    entries_between,
    tile_bytes,
    tiles_between,
)
from undersigned.pure.tlog.tree import Growth, leaf_hash


def write_files(*, at: datetime) -> None:
    """Write tiles, entries and documents of every leaf that is in its place and under no checkpoint yet.

    Raises Differs if the published tiles are not those of the newest stored checkpoint, or if a file that never
    changes would have to.
    """
    del at
    old, size = sealed_size(), log_size()
    if old < size:
        write_once(documents(old, size))
        write_once(growth(old, size))
        remove(withheld(old, size))


def growth(old: int, size: int) -> Iterator[tuple[str, bytes]]:
    """The tiles and entries that a log of `old` leaves lacks to be one of `size`, as (path, bytes)."""
    if old:
        check_root(old)
    first = old - old % TILE
    bodies = _bodies(first, size)
    grown = Growth(old, [leaf_hash(body) for body in bodies[old - first :]], hashes(old))
    for tile in tiles_between(old, size):
        yield tile.path, tile_bytes(tile, grown)
    for tile in entries_between(old, size):
        start = tile.index * TILE - first
        yield tile.path, encode_entries(bodies[start : start + tile.width])


def _bodies(first: int, size: int) -> list[bytes]:
    rows = Leaf.objects.filter(index__gte=first, index__lt=size).order_by("index")
    bodies = [bytes(body) for body in rows.values_list("body", flat=True).iterator()]
    if len(bodies) != size - first:
        raise Differs(f"The database lacks entries of its log between {first} and {size}.")
    return bodies


def check_root(size: int) -> None:
    """Raise Differs unless the published tiles have the root of the stored checkpoint of this size."""
    stored = Checkpoint.objects.values_list("root", flat=True).get(size=size)
    if published_root(size) != bytes(stored):
        raise Differs(f"The tiles in {settings.LOG} are not those of the checkpoint of {size}.")


def published_root(size: int) -> bytes:
    """The root over the published tiles. Raises Differs where they are missing or malformed."""
    try:
        return root_from(size, hashes(size))
    except FileNotFoundError as error:
        raise Differs(f"{error.filename} is missing.") from None
    except Invalid as error:
        raise Differs(f"The tiles in {settings.LOG}: {error}") from None


def documents(old: int, size: int) -> Iterator[tuple[str, bytes]]:
    """The files that leaves between `old` and `size` bind, but those withheld since."""
    for document in bound(old, size).filter(withheld_at__isnull=True).order_by("id"):
        yield from files_of(document)


def bound(old: int, size: int) -> QuerySet[Document]:
    """The documents that leaves between `old` and `size` bind, and those that they withhold."""
    return _together(Leaf.objects.filter(index__gte=old, index__lt=size, document__isnull=False))


def withheld(old: int, size: int) -> Iterator[str]:
    """The files that leaves between `old` and `size` say are taken away."""
    leaves = Leaf.objects.filter(index__gte=old, index__lt=size, kind=Kind.NOTE)
    for name in _together(leaves.exclude(reason="")).values_list("name", flat=True):
        yield from paths_of(name)


def _together(leaves: QuerySet[Leaf]) -> QuerySet[Document]:
    named = Document.objects.filter(pk__in=leaves.values("document_id"))
    texts = named.filter(name__endswith=f"-{FIXED[0]}").values_list("name", flat=True)
    fixed = [each for text in texts for each in together(text)]
    return named | Document.objects.filter(name__in=fixed)


def paths_of(name: str) -> tuple[str, str]:
    """Where a document's file and its salt stand."""
    return file_path(name), salt_path(name)


def files_of(document: Document) -> Iterator[tuple[str, bytes]]:
    """A document's file, and its salt where it has one."""
    yield file_path(document.name), bytes(document.content)
    if document.salt:
        yield salt_path(document.name), salt_text(bytes(document.salt))


@transaction.atomic
def store_checkpoint(*, at: datetime, by: str = "worker") -> None:
    """Sign the log as it stands and store that, before anybody sees it; one size has one checkpoint for ever."""
    del by
    size = log_size()
    if Checkpoint.objects.filter(size=size).exists():
        return
    root = published_root(size)
    body = checkpoints.Checkpoint(settings.LOG_ORIGIN, size, root).body
    note = sign_note(body, settings.LOG_ORIGIN, signing_seed("log"))
    Checkpoint.objects.create(size=size, root=root, note=note, made_at=at)
