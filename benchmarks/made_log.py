"""A log of so many signatures of one petition on disk, made without a database, and who may read it."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from undersigned.pure.tlog import ed25519
from undersigned.pure.tlog.checkpoints import Checkpoint
from undersigned.pure.tlog.documents import FIXED, file_path
from undersigned.pure.tlog.leaves import Open, Sign
from undersigned.pure.tlog.notes import LOG, VKey, sign_note
from undersigned.pure.tlog.proofs import root_from
from undersigned.pure.tlog.tiles import (
    TILE,
    TileHashes,
    encode_entries,
    entries_between,
    tile_bytes,
    tiles_between,
)
from undersigned.pure.tlog.tree import Growth, leaf_hash

ORIGIN = "bench.example.org/log"
SEED = bytes(range(32))
KEY = VKey(ORIGIN, LOG, ed25519.public_of(SEED))
DAY = "2026-11-21"
AT_ONCE = 256 * TILE  # leaves, so that few tiles are written twice


@dataclass(frozen=True)
class MadeLog:
    """A log's folder; `policy` is the file that a verifier is given."""

    folder: Path
    size: int
    root: bytes

    @property
    def policy(self) -> Path:
        return self.folder / "policy"

    def fetch(self, path: str) -> bytes:
        """As TileHashes asks for files."""
        return (self.folder / path).read_bytes()


def leaf(index: int) -> bytes:
    """The index-th leaf: an opening, then signatures."""
    if index == 0:
        digests = [sha256(_document(part)).digest() for part in FIXED]
        return Open("bench", DAY, *digests, clerk="-", closes="-").bytes
    c, w = (sha256(b"%s %d" % (name, index)).digest() for name in (b"c", b"w"))
    return Sign("bench", DAY, c, w).bytes


def make(folder: Path, size: int) -> MadeLog:
    """Write a log of this size, published once, at the end."""

    def fetch(path: str) -> bytes:
        return (folder / path).read_bytes()

    for part in FIXED:
        _write(folder / file_path(f"bench-{part}"), _document(part))
    grown = Growth(0, [], TileHashes(fetch, 0))
    for old in range(0, size, AT_ONCE):
        new = min(old + AT_ONCE, size)
        leaves = [leaf(index) for index in range(old, new)]
        grown = Growth(old, [leaf_hash(one) for one in leaves], TileHashes(fetch, old))
        for tile in tiles_between(old, new):
            _write(folder / tile.path, tile_bytes(tile, grown))
        for tile in entries_between(old, new):
            start = tile.index * TILE - old
            _write(folder / tile.path, encode_entries(leaves[start : start + tile.width]))
    root = root_from(size, grown)
    body = Checkpoint(ORIGIN, size, root).body
    _write(folder / "checkpoint", sign_note(body, ORIGIN, SEED))
    _write(folder / "vkey", f"{KEY.text}\n".encode())
    _write(folder / "policy", f"log {KEY.text}\nquorum none\n".encode())
    return MadeLog(folder, size, root)


def _document(part: str) -> bytes:
    return f'{{"part":"{part}"}}'.encode()


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
