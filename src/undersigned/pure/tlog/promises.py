"""A promise that an entry will be in the log by a time: the same idea as RFC 6962 §3.2, in a note.

    undersigned/v1 promise
    petitions.example.org/log
    base64 of the leaf's hash
    include-by 2026-11-22T12:00:00Z

The key that seals it is the log's promise key, whose name is the origin and `/promise`. No promise
can be read as a checkpoint, because its second line is no number, so that key can do no more harm.

Limits: the form is Undersigned's own. A broken promise shows only beside a checkpoint that somebody
other than the log dates, after the time, in a log without the entry.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.keys import VKey, check_name
from undersigned.pure.tlog.notes import parse_note, sign_note, verified
from undersigned.pure.tlog.strict import from_base64, to_base64
from undersigned.pure.tlog.tree import HASH_BYTES

FIRST_LINE = "undersigned/v1 promise"
FORM = "%Y-%m-%dT%H:%M:%SZ"
TIME = re.compile(r"include-by ([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)")


@dataclass(frozen=True)
class Promise:
    """The log called `origin` will hold the leaf with this hash at `include_by` (aware) at the latest."""

    origin: str
    leaf_hash: bytes
    include_by: datetime

    @property
    def text(self) -> str:
        """The text that the promise key seals; the time is in UTC, in whole seconds."""
        time = self.include_by.astimezone(UTC).strftime(FORM)
        return f"{FIRST_LINE}\n{self.origin}\n{to_base64(self.leaf_hash)}\ninclude-by {time}\n"


def key_name(origin: str) -> str:
    """The name of the key that seals a log's promises."""
    return f"{origin}/promise"


def sign_promise(promise: Promise, seed: bytes) -> bytes:
    """The promise as a note under the log's promise key (its seed of 32 bytes)."""
    return sign_note(promise.text, key_name(promise.origin), seed)


def parse_promise(text: str) -> Promise:
    """The promise that a note's text is. Raises Invalid unless it is the one way to write it."""
    lines = text.split("\n")
    if len(lines) != len(("first", "origin", "hash", "time", "end")) or lines[0] != FIRST_LINE:
        raise Invalid("This is not a promise of the log.")
    check_name(lines[1])
    promise = Promise(lines[1], from_base64(lines[2], HASH_BYTES), _time(lines[3]))
    if promise.text != text:
        raise Invalid("A promise is not written in its one form.")
    return promise


def check_promise(note: bytes, vkey: VKey) -> Promise:
    """The promise in a note, sealed by the log's promise key. Raises Invalid."""
    read = parse_note(note)
    promise = parse_promise(read.text)
    if vkey.name != key_name(promise.origin) or not verified(read, [vkey]):
        raise Invalid("The promise is not sealed by the key of this log's promises.")
    return promise


def _time(line: str) -> datetime:
    if found := TIME.fullmatch(line):
        try:
            return datetime.strptime(found[1], FORM).replace(tzinfo=UTC)
        except ValueError:
            pass
    raise Invalid("A promise does not say by when.")
