"""Reading a whole log from its first entry to its signed root, as anybody may: RFC 9162 §2.1.1.

Every entry is read, held against the rules (machine.py) and hashed; every tile is held against what
the entries give (C2SP tlog-tiles), and the root against the checkpoint's; every published file of
the record against its leaf (documents.py). One tile of entries is in memory at a time.

Limits: whether the checkpoint is the one that everybody sees is for its cosignatures to say. Files
are fetched through `fetch`, which raises FileNotFoundError for what is not there.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from undersigned.pure.tlog.checkpoints import Checkpoint
from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.leaves import Leaf, parse_leaf
from undersigned.pure.tlog.machine import Machine
from undersigned.pure.tlog.record import Fetch, Record
from undersigned.pure.tlog.tiles import (
    ENTRIES,
    TILE,
    Tile,
    decode_entries,
    encode_entries,
)
from undersigned.pure.tlog.tree import EMPTY_ROOT, HASH_BYTES, leaf_hash, root_of

Partials = Callable[[Tile], Iterable[int]]  # which widths of a tile are there beside the full one


def read_tile(fetch: Fetch, tile: Tile) -> tuple[Tile, bytes]:
    """A tile's file; for an unfinished one that is gone, the full one that took its place.

    Returns which of the two, and its bytes. Raises Invalid if neither is there.
    """
    for there in dict.fromkeys((tile, Tile(tile.level, tile.index))):
        try:
            return there, fetch(there.path)
        except FileNotFoundError:
            continue
    raise Invalid(f"{tile.path} is missing.")


def read_entries(fetch: Fetch, tile: Tile) -> list[bytes]:
    """The entries of a tile of them. Raises Invalid."""
    there, raw = read_tile(fetch, tile)
    return decode_entries(raw, there.width)[: tile.width]


class Rows:
    """The tree in rows of tiles, above entries that come tile by tile; each finished tile is shown.

    A row keeps the hashes of its last, unfinished tile alone.
    """

    def __init__(self, show: Callable[[Tile, list[bytes]], None]) -> None:
        """Rows of no entries yet."""
        self._show = show
        self._rows: list[list[bytes]] = []
        self._done: list[int] = []  # how many tiles of each row were shown

    def add(self, hashes: list[bytes], level: int = 0) -> None:
        """Take the next tile's hashes on a level: 256 of them, but for the last there will be."""
        if level == len(self._rows):
            self._rows.append([])
            self._done.append(0)
        row = self._rows[level]
        row += hashes
        if len(row) == TILE:
            self._show(Tile(level, self._done[level]), row)
            self._rows[level] = []
            self._done[level] += 1
            self.add([root_of(row)], level + 1)

    def close(self) -> None:
        """Show the unfinished tiles of all rows."""
        for level, row in enumerate(self._rows):
            if row:
                self._show(Tile(level, self._done[level], len(row)), row)

    def root(self, more: Iterable[bytes] = ()) -> bytes:
        """The root over all entries so far and then `more` leaf hashes, at most a tile of them."""
        lowest, *others = self._rows or [[]]
        right: list[bytes] = []  # the root over what lower rows hold: the right edge of the next
        for row in ([*lowest, *more], *others):
            hashes = row + right
            right = [root_of(hashes)] if hashes else []
        return right[0] if right else EMPTY_ROOT


@dataclass
class Result:
    """What a recount found: the figures (`machine`), the record's files, and roots at sizes asked for."""

    machine: Machine
    record: Record
    roots: dict[int, bytes]


def recount(
    fetch: Fetch,
    checkpoint: Checkpoint,
    *,
    marks: Iterable[int] = (),
    partials: Partials = lambda _tile: (),
    see: Callable[[int, Leaf], None] = lambda _index, _leaf: None,
    progress: Callable[[int], None] = lambda _done: None,
) -> Result:
    """Read the log up to the checkpoint's size. Raises Invalid where it is not what was signed.

    `marks` are earlier sizes at which to tell the root; `partials` says which unfinished tiles are
    still there, to be checked too; `see` is shown every leaf, `progress` how many were read. Faults
    of the record's files do not raise: the log itself can be whole without them.
    """
    machine, record = Machine(), Record(fetch)
    sizes = {size for size in marks if size <= checkpoint.size} | {checkpoint.size}
    roots = {0: EMPTY_ROOT}
    rows = Rows(lambda tile, hashes: _check_hashes(fetch, tile, hashes, partials))
    for start, entries in _all_entries(fetch, checkpoint.size, partials):
        for index, data in enumerate(entries, start):
            leaf = _leaf(index, data)
            machine.take(index, leaf)
            record.take(index, leaf)
            see(index, leaf)
        hashes = [leaf_hash(data) for data in entries]
        here = [size for size in sizes if start < size <= start + len(entries)]
        roots.update((size, rows.root(hashes[: size - start])) for size in here)
        rows.add(hashes)
        progress(machine.size)
    rows.close()
    record.close()
    if roots[checkpoint.size] != checkpoint.root:
        raise Invalid("The entries do not give the root that the log signed.")
    return Result(machine, record, roots)


def replay(
    fetch: Fetch,
    size: int,
    upto: int,
    see: Callable[[int, Leaf], None] = lambda _index, _leaf: None,
) -> Machine:
    """The rules' state after the first `upto` entries of a log that was recounted at `size`.

    Raises Invalid.
    """
    machine = Machine()
    for start, entries in _all_entries(fetch, size, lambda _tile: ()):
        for index, data in enumerate(entries[: max(upto - start, 0)], start):
            leaf = _leaf(index, data)
            machine.take(index, leaf)
            see(index, leaf)
        if start + len(entries) >= upto:
            break
    return machine


def _all_entries(fetch: Fetch, size: int, partials: Partials) -> Iterator[tuple[int, list[bytes]]]:
    for index in range(-(-size // TILE)):
        tile = Tile(ENTRIES, index, min(TILE, size - index * TILE))
        entries = read_entries(fetch, tile)
        for width in partials(tile):
            there = fetch(Tile(ENTRIES, tile.index, width).path)
            if width <= tile.width and there != encode_entries(entries[:width]):
                raise Invalid(f"{Tile(ENTRIES, tile.index, width).path} is not what came of it.")
        yield index * TILE, entries


def _check_hashes(fetch: Fetch, tile: Tile, hashes: list[bytes], partials: Partials) -> None:
    raw = b"".join(hashes)
    there, served = read_tile(fetch, tile)
    if served[: len(raw)] != raw or len(served) != there.width * HASH_BYTES:
        raise Invalid(f"{there.path} does not hold the hashes of the entries.")
    for width in partials(tile):
        path = Tile(tile.level, tile.index, width).path
        if width <= tile.width and fetch(path) != raw[: width * HASH_BYTES]:
            raise Invalid(f"{path} does not hold the hashes of the entries.")


def _leaf(index: int, data: bytes) -> Leaf:
    try:
        return parse_leaf(data)
    except Invalid as fault:
        raise Invalid(f"Entry {index}: {fault}") from None
