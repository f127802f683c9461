"""A log as plain files of up to 256 hashes or entries: C2SP tlog-tiles, § Merkle Tree and § Log Entries.

A hash tile at level L holds the hashes of subtrees of 256**L leaves; an entries tile holds the
leaves themselves. Files never change: a tile that is not full yet carries its width in its name.

Limits: a tile proves nothing until what is computed from it meets a signed root.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.strict import HIGHEST, whole_number
from undersigned.pure.tlog.tree import HASH_BYTES, ReadHash

TILE = 256
TILE_LEVELS = 8  # of the tree, in one tile
ENTRIES = -1  # the level of a tile that holds the entries themselves
HIGHEST_LEVEL = 63
LONGEST_ENTRY = 2**16 - 1
KEPT = 16  # tiles in memory
PATH = re.compile(r"tile/(entries|[0-9]{1,2})/((?:x[0-9]{3}/){0,6}[0-9]{3})(?:\.p/([0-9]{1,3}))?")


@dataclass(frozen=True)
class Tile:
    """One file: the index-th tile of its level, with `width` hashes (or entries) of 256."""

    level: int
    index: int
    width: int = TILE

    @property
    def path(self) -> str:
        """Where it stands below the log's address: tile/0/x001/234, or tile/0/x001/234.p/5."""
        digits = f"{self.index:03}"
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        *first, last = re.findall("...", digits)
        number = "/".join([*(f"x{part}" for part in first), last])
        level = "entries" if self.level == ENTRIES else self.level
        return f"tile/{level}/{number}" + ("" if self.width == TILE else f".p/{self.width}")


def entries_path(index: int, width: int = TILE) -> str:
    """Where the index-th tile of entries stands."""
    return Tile(ENTRIES, index, width).path


def parse_path(path: str) -> Tile:
    """The tile that stands at a path. Raises Invalid unless it is the one way to write it."""
    if not (found := PATH.fullmatch(path)):
        raise Invalid("This is not the path of a tile.")
    level = ENTRIES if found[1] == "entries" else whole_number(found[1])
    tile = Tile(level, int(re.sub("[x/]", "", found[2])), int(found[3] or TILE))
    possible = level <= HIGHEST_LEVEL and 0 < tile.width <= TILE and tile.index <= HIGHEST
    if not possible or tile.path != path:
        raise Invalid("This is not the path of a tile.")
    return tile


def tiles_between(old: int, new: int) -> list[Tile]:
    """All hash tiles to write when a log grows from `old` to `new` leaves, partial ones too.

    From 0: all tiles of a log that was only ever published at size `new`.
    """
    tiles: list[Tile] = []
    for level in range(HIGHEST_LEVEL // TILE_LEVELS + 1):
        tiles += _grown(level, old >> TILE_LEVELS * level, new >> TILE_LEVELS * level)
    return tiles


def entries_between(old: int, new: int) -> list[Tile]:
    """All tiles of entries to write when a log grows from `old` to `new` leaves."""
    return list(_grown(ENTRIES, old, new))


def _grown(level: int, old: int, new: int) -> Iterator[Tile]:
    if old < new:
        for index in range(old // TILE, -(-new // TILE)):
            yield Tile(level, index, min(TILE, new - index * TILE))


def tile_bytes(tile: Tile, read: ReadHash) -> bytes:
    """What the file of a hash tile holds: its hashes, one after the other."""
    first = tile.index * TILE
    level = TILE_LEVELS * tile.level
    return b"".join([read(level, index) for index in range(first, first + tile.width)])


def encode_entries(entries: Sequence[bytes]) -> bytes:
    """What the file of a tile of entries holds. Raises Invalid if an entry is over 65,535 bytes."""
    if any(len(entry) > LONGEST_ENTRY for entry in entries):
        raise Invalid(f"An entry of the log is longer than {LONGEST_ENTRY} bytes.")
    return b"".join([len(entry).to_bytes(2, "big") + entry for entry in entries])


def decode_entries(raw: bytes, width: int) -> list[bytes]:
    """The `width` entries of a tile of entries. Raises Invalid unless the file holds just those."""
    entries, at, end = [], 0, len(raw)
    while at < end:
        start = at + 2
        at = start + int.from_bytes(raw[at:start], "big")
        entries.append(raw[start:at])
    if at != end or len(entries) != width:
        raise Invalid(f"A tile of entries does not hold {width} whole entries.")
    return entries


class TileHashes:
    """A ReadHash over tile files of a log of `size` leaves; the last tiles read stay in memory.

    `fetch` gives the bytes at a path below the log's address and raises FileNotFoundError where
    there is nothing: then a partial tile is looked for in the full one, which may have replaced it.
    Calling it raises Invalid for a tile of the wrong length or a hash beyond the log.
    """

    def __init__(self, fetch: Callable[[str], bytes], size: int) -> None:
        """Nothing is fetched yet."""
        self.size = size
        self._fetch = fetch
        self._tile = lru_cache(maxsize=KEPT)(self._load)

    def __call__(self, level: int, index: int) -> bytes:
        """The hash of the index-th complete subtree of 2**level leaves."""
        if not 0 <= index < self.size >> level:
            raise Invalid(f"A log of {self.size} entries has no such hash.")
        tile_level, height = divmod(level, TILE_LEVELS)
        number, at = divmod(index << height, TILE)
        row = self._tile(tile_level, number)[at * HASH_BYTES :][: HASH_BYTES << height]
        while len(row) > HASH_BYTES:  # the row above: node_hash of two by two
            pairs = range(0, len(row), 2 * HASH_BYTES)
            row = b"".join([sha256(b"\1" + row[i : i + 2 * HASH_BYTES]).digest() for i in pairs])
        return row

    def _load(self, level: int, number: int) -> bytes:
        width = min(TILE, (self.size >> TILE_LEVELS * level) - number * TILE)
        raw = self._read(Tile(level, number, width))
        if len(raw) != width * HASH_BYTES:
            raise Invalid("A tile of hashes has the wrong length.")
        return raw

    def _read(self, tile: Tile) -> bytes:
        try:
            return self._fetch(tile.path)
        except FileNotFoundError:
            if tile.width == TILE:
                raise
            full = self._fetch(Tile(tile.level, tile.index).path)
            if len(full) != TILE * HASH_BYTES:
                raise Invalid("A tile of hashes has the wrong length.") from None
            return full[: tile.width * HASH_BYTES]
