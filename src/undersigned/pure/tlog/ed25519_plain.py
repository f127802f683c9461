"""Whether an Ed25519 signature is good, in plain Python: RFC 8032 §5.1.7, without the cofactor.

The point that the signature should hold is computed and its bytes compared, as OpenSSL and Go do;
so what is not canonical in it never passes. Stricter than they: a key whose bytes are not its
point's one encoding (§5.1.3) is refused.

Limits: nothing here takes the same time for all inputs, so it must never see a secret where somebody
else can measure: it checks, and seals only on a person's own machine (verification/seal). A check
takes some milliseconds.
"""

from hashlib import sha512

PRIME = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, PRIME) % PRIME
ROOT_OF_MINUS_ONE = pow(2, (PRIME - 1) // 4, PRIME)
SIGN = 1 << 255

KEY_BYTES = 32
SEAL_BYTES = 64

Point = tuple[int, int, int, int]
"""x = X/Z and y = Y/Z as (X, Y, Z, X*Y/Z): extended coordinates, §5.1.4."""
NEUTRAL: Point = (0, 1, 1, 0)


def verify(public: bytes, message: bytes, seal: bytes) -> bool:
    """Whether `seal` (64 bytes) is the signature of `message` under a public key (32 bytes)."""
    if len(seal) != SEAL_BYTES or (key := decode(public)) is None:
        return False
    scalar = int.from_bytes(seal[32:], "little")
    if scalar >= ORDER:
        return False
    digest = sha512(seal[:32] + public + message).digest()
    challenge = int.from_bytes(digest, "little") % ORDER
    return _encode(_sum_of_multiples(scalar, BASE, challenge, _minus(key))) == seal[:32]


def decode(raw: bytes) -> Point | None:
    """The point of the curve that 32 bytes are the one encoding of, if any: §5.1.3."""
    if len(raw) != KEY_BYTES:
        return None
    number = int.from_bytes(raw, "little")
    y, odd = number & SIGN - 1, bool(number & SIGN)
    if y >= PRIME:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, -1, PRIME) % PRIME
    x = pow(square, (PRIME + 3) // 8, PRIME)
    if x * x % PRIME != square:
        x = x * ROOT_OF_MINUS_ONE % PRIME
    if x * x % PRIME != square or (odd and not x):
        return None
    if x & 1 != odd:
        x = PRIME - x
    return (x, y, 1, x * y % PRIME)


def multiple_of_base(scalar: int) -> bytes:
    """The encoding of the base point so many times, 32 bytes: a public key, or a seal's first half."""
    return _encode(_sum_of_multiples(scalar % ORDER, BASE, 0, NEUTRAL))


def _encode(point: Point) -> bytes:
    x, y, z, _ = point
    inverse = pow(z, -1, PRIME)
    x, y = x * inverse % PRIME, y * inverse % PRIME
    return (y | (x & 1) * SIGN).to_bytes(KEY_BYTES, "little")


def _minus(point: Point) -> Point:
    x, y, z, t = point
    return (-x, y, z, -t)


def _add(one: Point, other: Point) -> Point:
    x1, y1, z1, t1 = one
    x2, y2, z2, t2 = other
    a = (y1 - x1) * (y2 - x2) % PRIME
    b = (y1 + x1) * (y2 + x2) % PRIME
    c = 2 * D * t1 * t2 % PRIME
    d = 2 * z1 * z2 % PRIME
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % PRIME, g * h % PRIME, f * g % PRIME, e * h % PRIME)


def _sum_of_multiples(m: int, one: Point, n: int, other: Point) -> Point:
    """One point m times and another n times, added, in one pass over the bits of both."""
    choices = (NEUTRAL, one, other, _add(one, other))
    total = NEUTRAL
    for bit in reversed(range(ORDER.bit_length())):
        total = _add(total, total)
        chosen = (m >> bit & 1) + 2 * (n >> bit & 1)
        if chosen:
            total = _add(total, choices[chosen])
    return total


_BASE_BYTES = (4 * pow(5, -1, PRIME) % PRIME).to_bytes(KEY_BYTES, "little")  # y = 4/5, x even
BASE: Point = decode(_BASE_BYTES) or NEUTRAL
