"""A small valid public log in a directory, from the arithmetic alone: no database, no site.

    log = Log(tmp_path)
    log.add(opened("p1"), *signed("p1", 300))
    log.document("p1", "p1-opened", b'{"a":1}')
    log.publish()                       # tiles, checkpoint with cosignatures, keys, policy

Everything is fixed: the same calls write the same bytes. Seeds are public, so these keys are worthless.
"""

import hashlib
import time
from dataclasses import dataclass, field
from pathlib import Path

from undersigned.pure.tlog import ed25519
from undersigned.pure.tlog.checkpoints import Checkpoint
from undersigned.pure.tlog.commitment import commit, commit_ward
from undersigned.pure.tlog.cosignatures import cosign
from undersigned.pure.tlog.documents import FIXED, doc_hash, file_path, salt_path, salt_text
from undersigned.pure.tlog.keys import COSIGNATURE, LOG, VKey, seal_line
from undersigned.pure.tlog.leaves import Leaf, Note, Open, Sign
from undersigned.pure.tlog.notes import add_lines, sign_note
from undersigned.pure.tlog.promises import Promise, key_name, sign_promise
from undersigned.pure.tlog.proofs import inclusion_proof
from undersigned.pure.tlog.receipts import Receipt
from undersigned.pure.tlog.tiles import (
    encode_entries,
    entries_between,
    tile_bytes,
    tiles_between,
)
from undersigned.pure.tlog.tree import Growth, leaf_hash, root_of

ORIGIN = "petitions.example.org/log"
DAY = "2026-11-21"
WITNESSES = ("library.example.org", "newspaper.example.org")


def seed(name: str) -> bytes:
    """The private key called `name`."""
    return hashlib.sha256(f"seed of {name}".encode()).digest()


def vkey(name: str, kind: int = LOG) -> VKey:
    return VKey(name, kind, ed25519.public_of(seed(name)))


def opening(number: int) -> bytes:
    """The opening of the signer with a number."""
    return hashlib.sha256(f"opening {number}".encode()).digest()


def fields(number: int) -> dict[str, str]:
    """What the signer with a number entered."""
    return {"name": f"Sample Signer {number}", "email": f"signer{number}@example.org", "via": "web"}


def ward(number: int) -> str:
    return str(number % 4)


def opened(petition: str, closes: str = "-") -> Open:
    """An open leaf; `Log.add` writes its four files."""
    text, rules, wards, notice = (hashlib.sha256(fixed(petition, part)).digest() for part in FIXED)
    return Open(petition, DAY, text, rules, wards, notice, "-", closes)


def fixed(petition: str, part: str) -> bytes:
    return f'{{"part":"{part}","petition":"{petition}"}}'.encode()


def signed(petition: str, count: int, first: int = 0) -> list[Sign]:
    """Signatures of the signers with the numbers from `first` on."""
    return [signature(petition, number) for number in range(first, first + count)]


def signature(petition: str, number: int) -> Sign:
    r = opening(number)
    c = commit(r, petition, fields(number))
    return Sign(petition, DAY, c, commit_ward(r, petition, ward(number)))


def noop(_level: int, _index: int) -> bytes:
    raise AssertionError("nothing is read from before the first entry")


@dataclass
class Log:
    """A log in the making; `path` is what a site serves at /log/."""

    path: Path
    origin: str = ORIGIN
    witnesses: tuple[str, ...] = WITNESSES
    leaves: list[bytes] = field(default_factory=list)
    published: int = 0
    key: str = ""  # whose seed signs; "": the origin's

    @property
    def seed(self) -> bytes:
        return seed(self.key or self.origin)

    @property
    def vkey(self) -> VKey:
        return VKey(self.origin, LOG, ed25519.public_of(self.seed))

    @property
    def size(self) -> int:
        return len(self.leaves)

    def add(self, *leaves: Leaf) -> "Log":
        """Append leaves, right or wrong, and write the files that an open leaf fixes."""
        for leaf in leaves:
            self.leaves.append(leaf.bytes)
            if isinstance(leaf, Open):
                for part in FIXED:
                    self.write(file_path(f"{leaf.petition}-{part}"), fixed(leaf.petition, part))
        return self

    def document(self, petition: str, name: str, file: bytes) -> int:
        """Publish a file and its note leaf; returns the leaf's number."""
        salt = hashlib.sha256(f"salt of {name}".encode()).digest()
        self.write(file_path(name), file)
        self.write(salt_path(name), salt_text(salt))
        self.add(Note(petition, DAY, doc_hash(salt, file), name))
        return self.size - 1

    def checkpoint(self, size: int | None = None) -> Checkpoint:
        there = self.leaves[:size]
        return Checkpoint(self.origin, len(there), root_of(map(leaf_hash, there)))

    def note(self, size: int | None = None, at: int | None = None) -> bytes:
        """The checkpoint's note, cosigned by all witnesses at a time (now, if none is given)."""
        body = self.checkpoint(size).body
        at = int(time.time()) if at is None else at
        lines = [cosign(body, witness, seed(witness), at) for witness in self.witnesses]
        return add_lines(sign_note(body, self.origin, self.seed), lines)

    def hashes(self) -> Growth:
        return Growth(0, [leaf_hash(data) for data in self.leaves], noop)

    def publish(self, at: int | None = None) -> "Log":
        """Write tiles for the growth since the last time, then keys, policy and checkpoint."""
        read = self.hashes()
        for tile in entries_between(self.published, self.size):
            first = tile.index * 256
            self.write(tile.path, encode_entries(self.leaves[first : first + tile.width]))
        for tile in tiles_between(self.published, self.size):
            self.write(tile.path, tile_bytes(tile, read))
        self.published = self.size
        self.write("vkey", f"{self.vkey.text}\n".encode())
        self.write("promise.vkey", f"{vkey(key_name(self.origin)).text}\n".encode())
        self.write("policy", self.policy().encode())
        self.write("checkpoint", self.note(at=at))
        return self

    def policy(self) -> str:
        """All witnesses must vouch."""
        lines = [f"log {self.vkey.text}"]
        lines += [f"witness {name} {vkey(name, COSIGNATURE).text}" for name in self.witnesses]
        group = f"group all-of-them all {' '.join(self.witnesses)}\nquorum all-of-them"
        return "\n".join([*lines, group if self.witnesses else "quorum none", ""])

    def rotate(self, key: str, reason: str = "planned", *, by_old: bool = True) -> "Log":
        """Change the key for another, as `undersigned log rotate` does, and publish."""
        old, old_seed = self.vkey, self.seed
        self.key = key
        lines = ["undersigned/v1 key", self.origin, f"old {old.text}", f"new {self.vkey.text}"]
        text = "\n".join([*lines, f"reason {reason}", f"day {DAY}", ""])
        note = sign_note(text, self.origin, self.seed)
        if by_old:
            note = add_lines(note, [seal_line(old, ed25519.sign(old_seed, text.encode()))])
        self.write(f"keys/log-{old.id.hex()}.vkey", f"{old.text}\n".encode())
        self.write(f"keys/log-{old.id.hex()}.note", note)
        return self.publish()

    def receipt(self, index: int, at: int | None = None) -> bytes:
        """The receipt of an entry under the newest checkpoint."""
        proof = inclusion_proof(index, self.size, self.hashes())
        return Receipt(index, proof, self.note(at=at), self.leaves[index]).bytes

    def promise(self, leaf: Leaf, include_by: object) -> bytes:
        promise = Promise(self.origin, leaf_hash(leaf.bytes), include_by)
        return sign_promise(promise, seed(key_name(self.origin)))

    def write(self, path: str, content: bytes) -> None:
        file = self.path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
