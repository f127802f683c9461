"""A growing log to show to witnesses, and the requests that a site would send."""

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from undersigned.proof.witness.server import Server
from undersigned.proof.witness.store import Store, begin
from undersigned.pure.tlog import ed25519
from undersigned.pure.tlog.checkpoints import Checkpoint
from undersigned.pure.tlog.keys import LOG, VKey
from undersigned.pure.tlog.notes import sign_note
from undersigned.pure.tlog.proofs import consistency_proof, root_from
from undersigned.pure.tlog.strict import to_base64
from undersigned.pure.tlog.tree import EMPTY_ROOT, leaf_hash, node_hash

ORIGIN = "petitions.example.org/log"
NAME = "library.example.org/witness"


@dataclass
class SampleLog:
    """A log of made-up entries; `twist` makes another history from some entry on."""

    origin: str = ORIGIN
    seed: bytes = bytes(range(32))
    twist: int = 1 << 62
    _hashes: dict[tuple[int, int], bytes] = field(default_factory=dict)

    @property
    def vkey(self) -> VKey:
        return VKey(self.origin, LOG, ed25519.public_of(self.seed))

    def read(self, level: int, index: int) -> bytes:
        """The hash of a complete subtree."""
        if (level, index) not in self._hashes:
            if level == 0:
                other = b" other" if index >= self.twist else b""
                made = leaf_hash(b"entry %d" % index + other)
            else:
                left, right = (self.read(level - 1, 2 * index + side) for side in (0, 1))
                made = node_hash(left, right)
            self._hashes[level, index] = made
        return self._hashes[level, index]

    def checkpoint(self, size: int) -> Checkpoint:
        root = root_from(size, self.read) if size else EMPTY_ROOT
        return Checkpoint(self.origin, size, root)

    def note(self, size: int) -> bytes:
        return sign_note(self.checkpoint(size).body, self.origin, self.seed)

    def request(self, old: int, new: int) -> bytes:
        """What a site sends when the log grew from `old` to `new`."""
        return request(old, consistency_proof(old, new, self.read), self.note(new))


def request(old: int | str, proof: list[bytes] | list[str], note: bytes) -> bytes:
    """A request from its parts."""
    lines = [f"old {old}", *(to_base64(h) if isinstance(h, bytes) else h for h in proof)]
    return "".join(f"{line}\n" for line in lines).encode() + b"\n" + note


@dataclass(frozen=True)
class Heard:
    """What a witness answered."""

    status: int
    text: str
    kind: str


@dataclass(frozen=True)
class Asked:
    """Where a witness answers."""

    port: int

    def post(self, body: bytes, path: str = "/add-checkpoint", **headers: str) -> Heard:
        return self._ask("POST", path, body, headers)

    def get(self, path: str) -> Heard:
        return self._ask("GET", path, None, {})

    def latest(self, origin: str = ORIGIN) -> Heard:
        return self.get(f"/{sha256(origin.encode()).hexdigest()}/checkpoint")

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Heard:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            with suppress(BrokenPipeError):  # refused before it was read to the end
                line.request(method, path, body, headers)
            answer = line.getresponse()
            kind = answer.headers["Content-Type"]
            return Heard(answer.status, answer.read().decode(), kind)
        finally:
            line.close()


def made(folder: Path, *logs: SampleLog) -> Store:
    """A new witness that knows these logs."""
    store = begin(folder, NAME)
    for log in logs:
        store.add_log(log.vkey)
    return store


@contextmanager
def serving(store: Store) -> Iterator[Asked]:
    """The witness on a free port, in a thread."""
    with Server(store, "127.0.0.1", 0) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.01])
        thread.start()
        try:
            yield Asked(server.server_address[1])
        finally:
            server.shutdown()
            thread.join()
