"""Ed25519 seals made in plain Python: RFC 8032 §5.1.5 (keys) and §5.1.6 (signing).

Limits: the time that this takes depends on the key, so it belongs on a machine of one's own, where nobody
else measures. A seal is checked before it is handed out, so that a fault of the machine gives no key away.
"""

from hashlib import sha512

from undersigned.pure.tlog.ed25519_plain import ORDER, multiple_of_base, verify

LOWEST = 2**254
CLEARED = 2**254 - 8  # keeps bits 3 to 253


def public_of(seed: bytes) -> bytes:
    """The public key (32 bytes) that belongs to a private one (its seed of 32 bytes)."""
    return multiple_of_base(_scalar(seed))


def sign(seed: bytes, message: bytes) -> bytes:
    """The seal (64 bytes) of a message under a private key (its seed of 32 bytes)."""
    scalar, public = _scalar(seed), public_of(seed)
    prefix = sha512(seed).digest()[32:]
    nonce = _number(prefix + message)
    point = multiple_of_base(nonce)
    answer = (nonce + _number(point + public + message) * scalar) % ORDER
    seal = point + answer.to_bytes(32, "little")
    if not verify(public, message, seal):
        raise RuntimeError("The seal that was made does not hold; nothing was written.")
    return seal


def _scalar(seed: bytes) -> int:
    low = int.from_bytes(sha512(seed).digest()[:32], "little")
    return low & CLEARED | LOWEST


def _number(data: bytes) -> int:
    return int.from_bytes(sha512(data).digest(), "little") % ORDER
