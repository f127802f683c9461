"""What is said between this log and one witness: C2SP tlog-witness, the log's side. No database here.

A witness may lie as anybody may. That it is ahead of this log, or has another history, is believed only where it shows
a checkpoint under this log's own seal: `evidence` asks for that.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from http import HTTPStatus

from undersigned.proof.asking import Heard, ask
from undersigned.proof.states import Trouble
from undersigned.pure.tlog import cosignatures
from undersigned.pure.tlog.checkpoints import Checkpoint, parse_checkpoint
from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.keys import VKey, parse_seal
from undersigned.pure.tlog.notes import parse_note, verified
from undersigned.pure.tlog.strict import to_base64, whole_number

SIZE = "text/x.tlog.size"
SLOW, FAST = timedelta(days=1), timedelta(minutes=10)  # how wrong a witness's clock may be


@dataclass(frozen=True)
class Vouched:
    """A witness's line under the checkpoint, with its newline, and when it says it wrote it."""

    line: str
    at: datetime


class Refused(Exception):
    """The witness did not vouch: `trouble` says why."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


class Seen(Exception):
    """The witness saw the log at another size than it was told: at `size`."""

    def __init__(self, size: int) -> None:
        super().__init__(str(size))
        self.size = size


def request_of(old: int, proof: list[bytes], note: bytes) -> bytes:
    """The body of add-checkpoint."""
    lines = [f"old {old}", *map(to_base64, proof)]
    return "".join(f"{line}\n" for line in lines).encode() + b"\n" + note


def vouch(
    address: str, body: bytes, checkpoint: Checkpoint, vkey: VKey, *, at: datetime
) -> Vouched:
    """Ask a witness for its line under a checkpoint, and check it. Raises NoAnswer, Refused or Seen."""
    heard = ask(f"{address.rstrip('/')}/add-checkpoint", body)
    match heard.status:
        case HTTPStatus.OK:
            return _line(heard, checkpoint, vkey, at=at)
        case HTTPStatus.CONFLICT if heard.kind == SIZE:
            raise Seen(_size(heard))
        case HTTPStatus.NOT_FOUND:
            raise Refused(Trouble.UNKNOWN)
        case HTTPStatus.FORBIDDEN:
            raise Refused(Trouble.KEY)
        case HTTPStatus.CONFLICT | HTTPStatus.UNPROCESSABLE_ENTITY:
            raise Refused(Trouble.DIFFERS)
    raise Refused(Trouble.ANSWER)


def evidence(
    address: str, log_keys: list[VKey], root_at: Callable[[int], bytes | None], origin: str
) -> bytes:
    """The witness's newest checkpoint, if this log sealed it and `root_at` its size has another root, or none.

    Empty if there is no such thing. Raises NoAnswer.
    """
    name = sha256(origin.encode()).hexdigest()
    heard = ask(f"{address.rstrip('/')}/{name}/checkpoint")
    if heard.status != HTTPStatus.OK:
        return b""
    return heard.content if contradicts(heard.content, log_keys, root_at, origin) else b""


def contradicts(
    raw: bytes, log_keys: list[VKey], root_at: Callable[[int], bytes | None], origin: str
) -> bool:
    """Whether a checkpoint bears this log's own seal and is none of its states (`root_at`: None for no such size)."""
    try:
        note = parse_note(raw)
        sealed = verified(note, log_keys)
        checkpoint = parse_checkpoint(note.text)
    except Invalid:
        return False
    return (
        bool(sealed) and checkpoint.origin == origin and root_at(checkpoint.size) != checkpoint.root
    )


def _size(heard: Heard) -> int:
    try:
        text = heard.content.decode("ascii")
        if text.endswith("\n"):
            return whole_number(text[:-1])
    except (Invalid, UnicodeDecodeError):
        pass
    raise Refused(Trouble.ANSWER)


def _line(heard: Heard, checkpoint: Checkpoint, vkey: VKey, *, at: datetime) -> Vouched:
    """The witness's own among the lines of its answer; lines of other keys are passed over."""
    try:
        lines = [f"{line}\n" for line in heard.content.decode().removesuffix("\n").split("\n")]
        seals = [seal for line in lines if (seal := parse_seal(line)).key_id == vkey.id]
        seconds = cosignatures.check(seals[0], checkpoint.body, vkey)
        said = datetime.fromtimestamp(seconds, tz=UTC)
    except (Invalid, IndexError, UnicodeDecodeError):
        raise Refused(Trouble.ANSWER) from None
    except (OverflowError, ValueError, OSError):
        raise Refused(Trouble.CLOCK) from None
    if not at - SLOW <= said <= at + FAST:
        raise Refused(Trouble.CLOCK)
    return Vouched(seals[0].line, said)
