"""Numbers and base64 (RFC 4648 §4) in the one form each value has, or not at all.

Python's own readers are lenient: int() takes signs, underscores and other scripts' digits, and
base64 takes bits that nothing holds. So everything is decoded, encoded again and compared; two
spellings of one thing would be two files that both verify.

Limits: whole numbers from 0 to 2**63 - 1, which is what Go and databases can hold too.
"""

import binascii
from base64 import b64decode, b64encode

from undersigned.pure.tlog.faults import Invalid

HIGHEST = 2**63 - 1
DIGITS_OF_HIGHEST = 19


def whole_number(text: str) -> int:
    """The number that ASCII decimal digits say, without a leading zero. Raises Invalid."""
    if text.isascii() and text.isdigit() and len(text) <= DIGITS_OF_HIGHEST:
        number = int(text)
        if str(number) == text and number <= HIGHEST:
            return number
    raise Invalid("A whole number is not written as one.")


def to_base64(raw: bytes) -> str:
    """Standard base64 with padding, in one line."""
    return b64encode(raw).decode()


def from_base64(text: str, length: int | None = None) -> bytes:
    """The bytes (exactly `length` of them, if given) that canonical base64 says. Raises Invalid."""
    try:
        raw = b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Invalid("Base64 is not written as it must be.") from None
    if to_base64(raw) != text:
        raise Invalid("Base64 is not written in its one form.")
    if length is not None and len(raw) != length:
        raise Invalid(f"Base64 holds {len(raw)} bytes where {length} belong.")
    return raw
