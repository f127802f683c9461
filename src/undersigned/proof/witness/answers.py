"""What a witness answers to a checkpoint: C2SP tlog-witness, § add-checkpoint, in the order that it asks for.

Looking at what was seen before, and remembering the new, happen under one lock; the new checkpoint is on the disk
before its cosignature leaves this module. So whatever is cut off when, the witness never vouches for a log that is
shorter than, or differs from, one it vouched for before.
"""

from dataclasses import dataclass
from hashlib import sha256

from undersigned.proof.witness.store import Log, Store
from undersigned.pure.tlog.checkpoints import Checkpoint, parse_checkpoint
from undersigned.pure.tlog.cosignatures import cosign
from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.keys import parse_seal
from undersigned.pure.tlog.notes import Note, parse_note, verified
from undersigned.pure.tlog.proofs import check_consistency
from undersigned.pure.tlog.strict import from_base64, whole_number
from undersigned.pure.tlog.tree import EMPTY_ROOT, HASH_BYTES

PLAIN = "text/plain; charset=utf-8"
SIZE = "text/x.tlog.size"
MOST_HASHES = 63
OLD = "old "

OK, BAD_REQUEST, FORBIDDEN, NOT_FOUND, CONFLICT, UNPROCESSABLE = 200, 400, 403, 404, 409, 422


@dataclass(frozen=True)
class Answer:
    """An HTTP answer: its status, its text, the kind of text."""

    status: int
    text: str
    kind: str = PLAIN


@dataclass(frozen=True)
class _Asked:
    """A request to vouch: the size that the log thinks we saw, what leads from there, the new checkpoint."""

    old: int
    proof: list[bytes]
    note: Note
    checkpoint: Checkpoint


def add_checkpoint(store: Store, body: bytes, *, time: int) -> Answer:
    """Vouch for a checkpoint at `time` (seconds since 1970), or say with a status why not. Raises Broken."""
    try:
        asked = _read(body)
    except Invalid as fault:
        return Answer(BAD_REQUEST, f"{fault}\n")
    log = store.log(asked.checkpoint.origin)
    if not log.known:
        return Answer(NOT_FOUND, "This witness does not know the log.\n")
    if not (trusted := _trusted(log, asked.note)):
        return Answer(FORBIDDEN, "No key that this witness knows sealed the checkpoint.\n")
    if asked.old > asked.checkpoint.size:
        return Answer(BAD_REQUEST, "The old size is above the checkpoint's.\n")
    with log.held():
        return _vouch(log, asked, trusted, time=time)


def latest_checkpoint(store: Store, name: str) -> Answer:
    """The newest checkpoint vouched for of the log whose origin has this SHA-256, in hex."""
    for log in store.logs():
        if sha256(log.origin.encode()).hexdigest() == name and (note := log.latest_note()):
            return Answer(OK, note.decode())
    return Answer(NOT_FOUND, "This witness has vouched for no such log.\n")


def about(store: Store) -> Answer:
    """Who the witness is and which logs it watches, for whoever looks."""
    lines = [f"witness {store.vkey.text}"]
    for log in store.logs():
        latest = log.latest()
        lines.append(f"{log.origin}: {f'{latest.size} entries' if latest else 'nothing seen yet'}")
    return Answer(OK, "".join(f"{line}\n" for line in lines))


def _read(body: bytes) -> _Asked:
    head, gap, rest = body.partition(b"\n\n")
    try:
        old, *hashes = head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise Invalid("The request is not written as one.") from None
    if not gap or not old.startswith(OLD) or len(hashes) > MOST_HASHES:
        raise Invalid("The request is not an old size, a proof, an empty line and a checkpoint.")
    note = parse_note(rest)
    return _Asked(
        old=whole_number(old.removeprefix(OLD)),
        proof=[from_base64(line, HASH_BYTES) for line in hashes],
        note=note,
        checkpoint=parse_checkpoint(note.text),
    )


def _trusted(log: Log, note: Note) -> Note | None:
    """The note with the seals of the log's known keys alone; None if there are none, or one is false."""
    try:
        known = [(vkey.name, vkey.id) for vkey in verified(note, log.keys)]
    except Invalid:
        return None
    seals = tuple(seal for seal in note.seals if (seal.name, seal.key_id) in known)
    return Note(note.text, seals) if seals else None


def _vouch(log: Log, asked: _Asked, trusted: Note, *, time: int) -> Answer:
    """Compare with what was seen, remember, and only then vouch."""
    latest, new = log.latest(), asked.checkpoint
    seen, root = (latest.size, latest.root) if latest else (0, EMPTY_ROOT)
    if asked.old != seen:
        return Answer(CONFLICT, f"{seen}\n", SIZE)
    try:
        check_consistency(seen, root, new.size, new.root, asked.proof)
    except Invalid as fault:
        return Answer(UNPROCESSABLE, f"{fault}\n")
    line = cosign(trusted.text, log.store.name, log.store.seed, time)
    log.remember(Note(trusted.text, (*trusted.seals, parse_seal(line))))
    return Answer(OK, line)
