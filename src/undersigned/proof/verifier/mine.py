"""Whether an opening and what a signer entered give the entry's commitments."""

import binascii
import json
from base64 import b64decode, urlsafe_b64encode
from pathlib import Path

from undersigned.proof.verifier.outcome import Unusable
from undersigned.proof.verifier.words import say
from undersigned.pure.tlog.commitment import FIELDS, commit, commit_ward
from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.leaves import Leaf, Sign

OPENING_BYTES = 32


def check_mine(leaf: Leaf, opening: str, fields: Path | None) -> None:
    """Say that the entry is of who entered this. Raises Invalid if not, Unusable if it cannot be told."""
    if not isinstance(leaf, Sign):
        raise Invalid("The receipt is for an entry that is no signature.")
    if fields is None:
        raise Unusable("To open a signature, give what you entered too: --fields FILE (JSON).")
    r, entered = read_opening(opening), _entered(fields)
    ward = entered.pop("ward", None)
    try:
        same = commit(r, leaf.petition, entered) == leaf.c
    except ValueError as fault:
        raise Unusable(f"{fields}: {fault}.") from None
    if not same:
        raise Invalid("The opening and what you entered do not give this entry.")
    if ward is not None and commit_ward(r, leaf.petition, ward) != leaf.w:
        raise Invalid("The ward you entered does not give this entry.")
    say("It was made from just what you entered, with your opening: it is yours.")


def read_opening(text: str) -> bytes:
    """The 32 bytes of an opening, as the letter's link ends in it: base64url. Raises Unusable."""
    try:
        raw = b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    if len(raw) != OPENING_BYTES or urlsafe_b64encode(raw).rstrip(b"=").decode() != text:
        raise Unusable(
            "This is not an opening: 43 letters and digits, the end of your letter's link."
        )
    return raw


def _entered(file: Path) -> dict[str, str]:
    try:
        read = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise Unusable(f"{file}: {error.strerror}.") from None
    except ValueError:
        raise Unusable(f"{file} is not JSON.") from None
    if not isinstance(read, dict) or not all(isinstance(value, str) for value in read.values()):
        raise Unusable(f"{file} is not an object of texts: {', '.join(FIELDS)}, ward.")
    return read
