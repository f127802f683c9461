"""The last checkpoint seen of a log, so that a later look notices what went missing or changed."""

import os
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from undersigned.proof.verifier.outcome import Unusable
from undersigned.pure.tlog.checkpoints import Checkpoint, parse_checkpoint
from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.notes import Note, parse_note


def usual_place(origin: str) -> Path:
    """Where the last checkpoint of a log is kept, unless somebody says otherwise."""
    root = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    plain = re.sub(r"[^A-Za-z0-9.-]", "-", origin)[:60]
    return Path(root) / "undersigned-verify" / f"{plain}-{sha256(origin.encode()).hexdigest()[:8]}"


@dataclass(frozen=True)
class Seen:
    """A checkpoint as it was seen, and the seals that it had."""

    checkpoint: Checkpoint
    note: Note

    @property
    def size(self) -> int:
        """How many entries the log had."""
        return self.checkpoint.size


def recall(place: Path) -> Seen | None:
    """The checkpoint kept there; None if there is no file yet. Raises Unusable if it is another thing."""
    try:
        note = parse_note(place.read_bytes())
        return Seen(parse_checkpoint(note.text), note)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, Invalid):
        raise Unusable(f"{place} does not hold the checkpoint of an earlier look.") from None


def remember(place: Path, raw: bytes) -> None:
    """Keep a checkpoint's note there, whole or not at all. Raises Unusable."""
    part = place.with_name(f".{place.name}.part")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(raw)
        part.replace(place)
    except OSError as error:
        raise Unusable(f"{place} cannot be written: {error.strerror}.") from None
