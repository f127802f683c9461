"""The sealed promise of a leaf, written out as the note that anyone can check."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from undersigned.proof.models import Leaf
from undersigned.pure.tlog import ed25519
from undersigned.pure.tlog.keys import Seal, VKey, parse_vkey
from undersigned.pure.tlog.notes import Note
from undersigned.pure.tlog.promises import Promise
from undersigned.pure.tlog.tree import leaf_hash


def promise_note(leaf: Leaf) -> bytes:
    """The promise as a note under the key that sealed it, current or retired; empty while it is not sealed.

    The row holds the seal alone. No query.
    """
    if not leaf.promise:
        return b""
    promise = Promise(settings.LOG_ORIGIN, leaf_hash(bytes(leaf.body)), leaf.include_by)
    raw = bytes(leaf.promise)
    for vkey in _keys():
        if ed25519.verify(vkey.public, promise.text.encode(), raw):
            return Note(promise.text, (Seal(vkey.name, vkey.id, raw),)).bytes
    return b""


def _keys() -> Iterator[VKey]:
    """The promise keys as the log publishes them, the current one first."""
    folder: Path = settings.LOG
    for path in (folder / "promise.vkey", *sorted((folder / "keys").glob("*.vkey"))):
        if path.exists():
            yield parse_vkey(path.read_text(encoding="utf-8").strip())
