"""The promise that a signature's leaf gets its place: what it says, and the note that the signer gets."""

from django.conf import settings

from undersigned.proof.models import Leaf
from undersigned.proof.vkeys import all_vkeys
from undersigned.pure.tlog import ed25519
from undersigned.pure.tlog.notes import Note, Seal
from undersigned.pure.tlog.promises import Promise
from undersigned.pure.tlog.tree import leaf_hash


def promise_to(leaf: Leaf) -> Promise:
    """What is promised for a leaf."""
    return Promise(settings.LOG_ORIGIN, leaf_hash(bytes(leaf.body)), leaf.include_by)


def promise_of(leaf: Leaf) -> bytes:
    """The promise as a note, under the key that sealed it; the leaf has its seal already."""
    text, raw = promise_to(leaf).text, bytes(leaf.promise)
    for vkey in all_vkeys("promise"):
        if ed25519.verify(vkey.public, text.encode(), raw):
            return Note(text, (Seal(vkey.name, vkey.id, raw),)).bytes
    raise LookupError("No key that this site knows of has sealed this promise.")
