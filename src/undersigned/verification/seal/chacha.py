"""ChaCha20-Poly1305, opened in plain Python: RFC 8439 §2.3 to §2.8. Without additional data.

Limits: about half a megabyte a second.
"""

import hmac
import struct
from itertools import count

CONSTANTS = (0x61707865, 0x3320646E, 0x79622D32, 0x6B206574)
MASK = 0xFFFFFFFF
BLOCK, TAG = 64, 16
CLAMP = 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
POLY_PRIME = 2**130 - 5
COLUMNS_AND_DIAGONALS = (
    *((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15)),
    *((0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)),
)


class NotGenuine(ValueError):
    """The bytes were not encrypted under this key, or were changed."""


def open_box(key: bytes, nonce: bytes, box: bytes) -> bytes:
    """The plain bytes of a box (ciphertext and tag). Raises NotGenuine."""
    sealed, tag = box[:-TAG], box[-TAG:]
    if not hmac.compare_digest(_tag(_block(key, 0, nonce)[:32], sealed), tag):
        raise NotGenuine("The bytes were changed, or belong to another key.")
    return _crypt(key, nonce, sealed)


def _crypt(key: bytes, nonce: bytes, data: bytes) -> bytes:
    stream = b"".join(
        _block(key, counter, nonce)
        for counter, _ in zip(count(1), range(0, len(data), BLOCK), strict=False)
    )
    number = int.from_bytes(data, "little") ^ int.from_bytes(stream[: len(data)], "little")
    return number.to_bytes(len(data), "little")


def _block(key: bytes, counter: int, nonce: bytes) -> bytes:
    """§2.3: one block of the stream."""
    start = [*CONSTANTS, *struct.unpack("<8I", key), counter, *struct.unpack("<3I", nonce)]
    x = start.copy()
    for _ in range(10):
        for a, b, c, d in COLUMNS_AND_DIAGONALS:
            _quarter_round(x, a, b, c, d)
    return struct.pack("<16I", *((one + two) & MASK for one, two in zip(x, start, strict=True)))


def _quarter_round(x: list[int], a: int, b: int, c: int, d: int) -> None:
    """§2.1."""
    xa, xb, xc, xd = x[a], x[b], x[c], x[d]
    xa = (xa + xb) & MASK
    xd ^= xa
    xd = (xd << 16 | xd >> 16) & MASK
    xc = (xc + xd) & MASK
    xb ^= xc
    xb = (xb << 12 | xb >> 20) & MASK
    xa = (xa + xb) & MASK
    xd ^= xa
    xd = (xd << 8 | xd >> 24) & MASK
    xc = (xc + xd) & MASK
    xb ^= xc
    x[a], x[b], x[c], x[d] = xa, (xb << 7 | xb >> 25) & MASK, xc, xd


def _tag(one_time_key: bytes, sealed: bytes) -> bytes:
    """§2.5 and §2.8: Poly1305 over the padded ciphertext and the two lengths."""
    r = int.from_bytes(one_time_key[:16], "little") & CLAMP
    padded = sealed + bytes(-len(sealed) % 16) + struct.pack("<QQ", 0, len(sealed))
    total = 0
    for start in range(0, len(padded), 16):
        part = int.from_bytes(padded[start : start + 16], "little") + (1 << 128)
        total = (total + part) * r % POLY_PRIME
    total += int.from_bytes(one_time_key[16:], "little")
    return (total & (1 << 128) - 1).to_bytes(16, "little")
