"""Marks of voters: keyed hashes, by which two lines of a check are seen to be of one voter.

The key is drawn for one check and sealed with it: whoever has the database alone cannot test a guess, and once the key
is destroyed nobody can. A check on a newer roll takes over the key of the earlier one.
"""

import hmac
import secrets

from undersigned.journal.sealed import seal, unseal
from undersigned.verification.models import Check, Roll

LENGTH = 16
KEY = "key"


def draw_key() -> str:
    """A fresh key, as it is sealed."""
    return secrets.token_hex(32)


def seal_key(key: str, ref: bytes) -> bytes:
    """The key, sealed for the check that has this ref."""
    return seal({KEY: key}, to="rolls", ref=ref)


def key_of(check: Check) -> str:
    """The key of a check's marks. Raises KeyMissing where `rolls.key` is not held or the check is forgotten."""
    return unseal(check.sealed, of="rolls", ref=bytes(check.ref))[KEY]


def comparable(roll: Roll, other: Roll) -> bool:
    """Whether equal marks in checks on these rolls are of one voter: only where both files number their voters.

    Else a voter's number is the row's place in the file, and says nothing about another file.
    """
    return all("voter" in it.layout.get("columns", {}) for it in (roll, other))


def mark(key: str, voter: str) -> bytes:
    """HMAC-SHA256 of a voter's number on the roll, cut to 16 bytes."""
    message = f"undersigned/v1 voter\n{voter}".encode()
    return hmac.digest(bytes.fromhex(key), message, "sha256")[:LENGTH]
