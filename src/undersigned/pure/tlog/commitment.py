"""Commitments: what the public log holds in place of a signer's data.

The scheme is Undersigned's own, `undersigned/v1`: a hash per field, each salted by HMAC-SHA256
(RFC 2104, FIPS 180-4) under a random opening r of 32 bytes, so that one field can be shown to
somebody without the others (the idea of SD-JWT, RFC 9901). Values are UTF-8 in NFC (UAX #15).

Limits: whoever does not hold r can test no guess; whoever holds it can test any. Destroying r and
the data is what makes the hashes meaningless. A commitment does not show that its signer exists.
"""

import hmac
import re
import unicodedata
from collections.abc import Mapping
from hashlib import sha256

OPENING_BYTES = 32
FIELDS = ("name", "address", "email", "via", "evidence")
PETITION = re.compile(r"[a-z0-9-]{1,32}")


def salt(opening: bytes, field: str) -> bytes:
    """The 32 bytes that salt one field. Raises ValueError unless the opening is exactly 32 bytes.

    HMAC would silently pad a shorter key with zeros, and two openings would then give one salt.
    """
    if len(opening) != OPENING_BYTES:
        raise ValueError(f"an opening is exactly {OPENING_BYTES} bytes")
    return hmac.digest(opening, b"undersigned/v1 salt\n" + field.encode(), "sha256")


def field_hash(opening: bytes, field: str, value: str) -> bytes:
    """h(field): 32 bytes. Showing `salt` and value opens this field alone. Raises as salt does."""
    label = b"undersigned/v1 field\n" + field.encode() + b"\n"
    return sha256(label + salt(opening, field) + _text(value)).digest()


def commit(opening: bytes, petition: str, fields: Mapping[str, str]) -> bytes:
    """c: the 32 bytes that commit to a signer's FIELDS in one petition (absent: the empty string).

    `petition` is its public name, [a-z0-9-]{1,32}; since it is hashed too, one person in two
    petitions is two unrelated commitments. Raises ValueError on a bad opening or petition, an
    unknown field or a lone surrogate.
    """
    if unknown := set(fields) - set(FIELDS):
        raise ValueError(f"a commitment has no field {sorted(unknown)}")
    hashes = [field_hash(opening, field, fields.get(field, "")) for field in FIELDS]
    return sha256(_label("commit", petition) + b"".join(hashes)).digest()


def commit_ward(opening: bytes, petition: str, ward: str) -> bytes:
    """w: the 32 bytes that commit to a signer's ward (empty: not known). Raises as commit does."""
    return ward_hash(salt(opening, "ward"), petition, ward)


def ward_hash(salt_of_ward: bytes, petition: str, ward: str) -> bytes:
    """The same w, from what a published ward's file holds: salt("ward") and the ward. Raises as commit."""
    return sha256(_label("ward", petition) + salt_of_ward + _text(ward)).digest()


def _label(purpose: str, petition: str) -> bytes:
    if not PETITION.fullmatch(petition):
        raise ValueError("a petition's public name is 1 to 32 of a-z, 0-9 and -")
    return f"undersigned/v1 {purpose}\n{petition}\n".encode()


def _text(value: str) -> bytes:
    try:
        return unicodedata.normalize("NFC", value).encode()
    except UnicodeEncodeError:
        raise ValueError("a committed value holds no lone surrogate") from None
