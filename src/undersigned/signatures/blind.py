"""Keyed hashes that tell whether two rows are of one person, to whoever holds the key, and tell others nothing.

HMAC-SHA256 (RFC 2104) under `blind-index.secret`, cut to 16 bytes. The petition is inside the hash, so that one
person's rows in two petitions cannot be linked; a limit's day or hour is inside its key for the same reason.
Whoever holds the key and the database can test a guessed address, one by one (docs/threat-model.md).
"""

import hashlib
import hmac
from datetime import datetime

from undersigned.journal.keys import secret
from undersigned.pure.addresses import canonical_address
from undersigned.pure.names import comparable_name

LENGTH = 16
CODE_DIGITS = 8


def email_index(petition_id: int, address: str) -> bytes:
    """The index of an address within a petition, equal for spellings that reach one mailbox."""
    return _index("address", petition_id, canonical_address(address))


def name_index(petition_id: int, address: str, name: str) -> bytes:
    """The index of a person at an address, equal for spellings of one name."""
    return _index("name", petition_id, canonical_address(address), comparable_name(name))


def paper_index(petition_id: int, address: str) -> bytes:
    """The index of an address on a paper sheet: another than of who signs here, so that neither tells of the other."""
    return _index("paper", petition_id, canonical_address(address))


def code_of(person: bytes, at: datetime) -> str:
    """The 8 digits of a person of one petition on one day (`person` is the name index).

    One code for all of a day, so that whoever signs twice can use the only letter they got.
    """
    number = int.from_bytes(_digest("digits", person.hex(), at.date().isoformat())[:8])
    return f"{number % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


def code_hash(petition_id: int, email: bytes, code: str) -> bytes:
    """The keyed hash of an 8-digit code: without the key its hundred million values could be tried at once."""
    return _digest("code", petition_id, email.hex(), code)


def token_hash(token: bytes) -> bytes:
    """SHA-256 of a 16-byte random token, which needs no key."""
    return hashlib.sha256(token).digest()


def silence_key(petition_id: int, email: bytes) -> bytes:
    """The key under which is remembered that an address wants no letters about a petition (`email` is its index)."""
    return _index("silence", petition_id, email.hex())


def allowance_key(limit: str, period: datetime, *parts: object) -> bytes:
    """The key of a limit in a period that begins at `period`."""
    return _index(limit, period.isoformat(), *parts)


def _index(*parts: object) -> bytes:
    return _digest(*parts)[:LENGTH]


def _digest(*parts: object) -> bytes:
    message = "\n".join(("undersigned/v1", *map(str, parts))).encode()
    return hmac.digest(secret("blind-index"), message, "sha256")
