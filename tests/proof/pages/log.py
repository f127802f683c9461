"""A public log for tests of its pages: rows and files as the sequencer leaves them, made at once."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from undersigned.petitions.models import Petition
from undersigned.proof.models import Checkpoint, Cosignature, Document, Leaf, Tally
from undersigned.pure.tlog import leaves
from undersigned.pure.tlog.checkpoints import Checkpoint as Head
from undersigned.pure.tlog.cosignatures import cosign
from undersigned.pure.tlog.documents import doc_hash
from undersigned.pure.tlog.ed25519 import public_of
from undersigned.pure.tlog.ed25519 import sign as seal
from undersigned.pure.tlog.keys import COSIGNATURE, LOG, VKey
from undersigned.pure.tlog.notes import sign_note
from undersigned.pure.tlog.promises import Promise, key_name
from undersigned.pure.tlog.proofs import root_from
from undersigned.pure.tlog.tiles import encode_entries, entries_between, tile_bytes, tiles_between
from undersigned.pure.tlog.tree import leaf_hash, node_hash
from undersigned.signatures.models import Signature

ORIGIN = "petitions.example.org/log"
SEED = b"l" * 32
WITNESS_SEED = b"w" * 32
LOG_KEY = VKey(ORIGIN, LOG, public_of(SEED))
WITNESS_KEY = VKey("library.example.org", COSIGNATURE, public_of(WITNESS_SEED))
PROMISE_SEED = b"p" * 32
PROMISE_KEY = VKey(key_name(ORIGIN), LOG, public_of(PROMISE_SEED))
DAY = timedelta(days=1)


@dataclass
class Log:
    """A log in a folder; `published` leaves have their place, the others wait."""

    folder: Path
    bodies: list[bytes] = field(default_factory=list)

    def wait(self, kind: str, petition: Petition | None, *, at: datetime, **facts: object) -> Leaf:
        """A leaf that waits for its place."""
        return Leaf.objects.create(
            kind=kind, petition=petition, day=at.date(), made_at=at, include_by=at + DAY, **facts
        )

    def sign(self, signature: Signature, *, at: datetime, promised: bool = True) -> Leaf:
        """A signature's leaf; its body is known at once, and the promise sealed."""
        body = leaves.Sign(
            signature.petition.public_ref,
            at.date().isoformat(),
            bytes(signature.commit_c),
            bytes(signature.commit_w),
        ).bytes
        text = Promise(ORIGIN, leaf_hash(body), at + DAY).text
        promise = seal(PROMISE_SEED, text.encode()) if promised else b""
        facts = {"signature": signature, "body": body, "promise": promise}
        return self.wait("sign", signature.petition, at=at, **facts)

    def note(self, petition: Petition | None, name: str, content: bytes, *, at: datetime) -> Leaf:
        """A document's leaf, with its files."""
        document = Document.objects.create(
            name=name, petition=petition, content=content, salt=b"s" * 32, made_at=at
        )
        return self.wait("note", petition, at=at, document=document)

    def publish(self, *, at: datetime, witnessed: bool = False) -> Checkpoint:
        """Give every waiting leaf its place, in the order of its making; write tiles and a checkpoint."""
        old = len(self.bodies)
        waiting = list(Leaf.objects.filter(index=None).order_by("id"))
        for index, leaf in enumerate(waiting, start=old):
            body = bytes(leaf.body) or self._body(leaf)
            Leaf.objects.filter(pk=leaf.pk).update(index=index, body=body)
            self.bodies.append(body)
        for petition_id in {leaf.petition_id for leaf in waiting if leaf.petition_id}:
            self._tally(petition_id)
        self._write(old)
        return self._seal(at, witnessed=witnessed)

    def _body(self, leaf: Leaf) -> bytes:
        ref = leaf.petition.public_ref if leaf.petition else "-"
        make: Callable[..., leaves.Leaf] = {
            "close": leaves.Close,
            "purge": leaves.Purge,
            "withdraw": leaves.Withdraw,
            "restore": leaves.Restore,
            "void": leaves.Void,
            "open": leaves.Open,
            "note": leaves.Withheld if leaf.reason else leaves.Note,
        }[leaf.kind]
        return make(ref, leaf.day.isoformat(), *self._lines(leaf)).bytes

    def _lines(self, leaf: Leaf) -> list[object]:
        if leaf.kind == "open":
            return [*[b"h" * 32] * 4, "-", "-"]
        if leaf.document and not leaf.reason:
            hashed = doc_hash(bytes(leaf.document.salt), bytes(leaf.document.content))
            return [hashed, leaf.document.name]
        lines: list[object] = []
        if leaf.signature:
            lines = [Leaf.objects.get(signature=leaf.signature, kind="sign").index]
        if leaf.document:
            lines = [Leaf.objects.get(document=leaf.document, reason="").index]
        return lines + ([leaf.reason] if leaf.reason else [])

    def _tally(self, petition_id: int) -> None:
        placed = Leaf.objects.filter(petition_id=petition_id, index__isnull=False)
        states: dict[int, str] = {}
        for leaf in placed.exclude(signature=None).order_by("index"):
            states[leaf.signature_id or 0] = leaf.kind
        Tally.objects.create(
            petition_id=petition_id,
            size=len(self.bodies),
            signed=len(states),
            withdrawn=sum(state == "withdraw" for state in states.values()),
            void=sum(state == "void" for state in states.values()),
        )

    def read(self, level: int, index: int) -> bytes:
        """A hash of the tree, from its leaves."""
        if level == 0:
            return leaf_hash(self.bodies[index])
        below = [self.read(level - 1, 2 * index + side) for side in (0, 1)]
        return node_hash(*below)

    def _write(self, old: int) -> None:
        size = len(self.bodies)
        files = {tile.path: tile_bytes(tile, self.read) for tile in tiles_between(old, size)}
        for tile in entries_between(old, size):
            first = tile.index * 256
            files[tile.path] = encode_entries(self.bodies[first : first + tile.width])
        for path, content in files.items():
            (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / path).write_bytes(content)

    def _seal(self, at: datetime, *, witnessed: bool) -> Checkpoint:
        size = len(self.bodies)
        head = Head(ORIGIN, size, root_from(size, self.read))
        note = sign_note(head.body, ORIGIN, SEED)
        (self.folder / "checkpoint").write_bytes(note)
        row = Checkpoint.objects.create(
            size=size, root=head.root, note=note, made_at=at, published_at=at
        )
        if witnessed:
            line = cosign(head.body, WITNESS_KEY.name, WITNESS_SEED, int(at.timestamp()))
            Cosignature.objects.create(checkpoint=row, witness=WITNESS_KEY.name, line=line, at=at)
        return row
