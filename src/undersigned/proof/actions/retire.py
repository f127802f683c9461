"""Retire a key of the log: the one that comes says so under both seals, on record, before it signs anything else."""

from datetime import UTC, datetime

from django.conf import settings
from django.db import transaction

from undersigned.journal.announce import announce
from undersigned.journal.keys import signing_seed
from undersigned.proof.events import KeyRotated
from undersigned.proof.files import replace
from undersigned.proof.vkeys import log_vkey, promise_vkey, retired_path
from undersigned.pure.tlog import ed25519
from undersigned.pure.tlog.notes import VKey, add_lines, seal_line, sign_note

FIRST_LINE = "undersigned/v1 key"  # no checkpoint: what follows the origin is no number
PLANNED, LOST, STOLEN = "planned", "lost", "stolen"


def retire(
    *, key: str, old: VKey, old_seed: bytes | None, reason: str, at: datetime, by: str
) -> None:
    """Publish the retired public key of a pair (``log`` or ``promise``) and the note that names it and its successor.

    The successor, whose files are in place already, seals the note, and so does the old private key (`old_seed`)
    where it is not lost. Readers believe a successor by the old seal, or by the witnesses and people who vouch for it.
    """
    new = {"log": log_vkey, "promise": promise_vkey}[key]()
    note = _cross_seal(key, old, new, old_seed, reason, at)
    _tell(key=key, old=old, new=new, reason=reason, note=note, at=at, by=by)
    path = retired_path(key, old)
    replace(path.replace(".vkey", ".note"), note)
    replace(path, f"{old.text}\n".encode())


def _cross_seal(
    key: str, old: VKey, new: VKey, old_seed: bytes | None, reason: str, at: datetime
) -> bytes:
    day = f"{at.astimezone(UTC):%Y-%m-%d}"
    lines = (FIRST_LINE, settings.LOG_ORIGIN, f"old {old.text}", f"new {new.text}")
    text = "\n".join([*lines, f"reason {reason}", f"day {day}", ""])
    note = sign_note(text, new.name, signing_seed(key))
    if old_seed is None:
        return note
    return add_lines(note, [seal_line(old, ed25519.sign(old_seed, text.encode()))])


@transaction.atomic
def _tell(
    *, key: str, old: VKey, new: VKey, reason: str, note: bytes, at: datetime, by: str
) -> None:
    event = KeyRotated(key=key, old=old.text, new=new.text, reason=reason, cross_seal=note.decode())
    announce(event, at=at, by=by)
