"""A small public log with its keys, kept in a dict of files, and the slow tree to compare with."""

from hashlib import sha256

from undersigned.pure.tlog import cosignatures, ed25519
from undersigned.pure.tlog.checkpoints import Checkpoint
from undersigned.pure.tlog.notes import COSIGNATURE, LOG, VKey, add_lines, sign_note
from undersigned.pure.tlog.proofs import inclusion_proof, root_from
from undersigned.pure.tlog.receipts import Receipt
from undersigned.pure.tlog.tiles import (
    Tile,
    TileHashes,
    encode_entries,
    entries_between,
    tile_bytes,
    tiles_between,
)
from undersigned.pure.tlog.tree import Growth, leaf_hash, node_hash

ORIGIN = "petitions.example.org/log"
LOG_SEED = bytes(range(32))
LOG_KEY = VKey(ORIGIN, LOG, ed25519.public_of(LOG_SEED))
WITNESSES = {"library.example": bytes([1]) * 32, "news.example": bytes([2]) * 32}
WITNESS_KEYS = {
    name: VKey(name, COSIGNATURE, ed25519.public_of(seed)) for name, seed in WITNESSES.items()
}
NOON = 1_795_262_400  # 2026-11-21, in seconds since 1970
POLICY = f"""# the site's own
log {LOG_KEY.text} https://petitions.example.org/log/

witness library {WITNESS_KEYS["library.example"].text} https://library.example/
witness news {WITNESS_KEYS["news.example"].text}
group both all library news
quorum both
"""


def entry(index: int) -> bytes:
    """The index-th entry of the sample log; their lengths differ."""
    return b"entry %d" % index + b"." * (index % 90)


class SampleLog:
    """The files of a log that grows; `entries` and `hashes` are what went in."""

    def __init__(self, *sizes: int) -> None:
        self.files: dict[str, bytes] = {}
        self.entries: list[bytes] = []
        self.hashes: list[bytes] = []
        self.grow(0)
        for size in sizes:
            self.grow(size)

    def fetch(self, path: str) -> bytes:
        """The bytes of a file, as `fetch` of TileHashes must give them."""
        if path not in self.files:
            raise FileNotFoundError
        return self.files[path]

    def grow(self, size: int) -> None:
        """Append sample entries up to `size`, and publish."""
        old = len(self.entries)
        self.entries += [entry(index) for index in range(old, size)]
        self.hashes += [leaf_hash(one) for one in self.entries[old:]]
        grown = Growth(old, self.hashes[old:], TileHashes(self.fetch, old))
        for tile in tiles_between(old, size):
            self.files[tile.path] = tile_bytes(tile, grown)
        for tile in entries_between(old, size):
            self.files[tile.path] = encode_entries(self._within(tile))
        self.files["checkpoint"] = note(Checkpoint(ORIGIN, size, root_from(size, grown)))

    def _within(self, tile: Tile) -> list[bytes]:
        return self.entries[tile.index * 256 :][: tile.width]

    @property
    def size(self) -> int:
        """How many entries there are."""
        return len(self.entries)

    @property
    def read(self) -> TileHashes:
        """The log's hashes, from its files."""
        return TileHashes(self.fetch, self.size)

    def receipt(self, index: int) -> Receipt:
        """What the signer of an entry gets."""
        proof = inclusion_proof(index, self.size, self.read)
        return Receipt(index, proof, self.files["checkpoint"], self.entries[index])


def note(checkpoint: Checkpoint) -> bytes:
    """A checkpoint, signed by the log and cosigned by both witnesses."""
    body = checkpoint.body
    lines = [cosignatures.cosign(body, name, seed, NOON) for name, seed in WITNESSES.items()]
    return add_lines(sign_note(body, checkpoint.origin, LOG_SEED), lines)


def slow_root(hashes: list[bytes]) -> bytes:
    """RFC 6962 §2.1, word for word."""
    if not hashes:
        return sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return node_hash(slow_root(hashes[:split]), slow_root(hashes[split:]))


def flipped(raw: bytes, bit: int) -> bytes:
    """The bytes with one bit the other way."""
    changed = bytearray(raw)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)
