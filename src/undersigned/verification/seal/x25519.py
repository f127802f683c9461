"""X25519 in plain Python: RFC 7748 §5.

Limits: as for ed25519.py, for a machine of one's own.
"""

PRIME = 2**255 - 19
A24 = 121665
BASE = (9).to_bytes(32, "little")
CLEARED = 2**254 - 8
LOWEST = 2**254


def x25519(private: bytes, public: bytes) -> bytes:
    """What two parties share: the private key of one (32 bytes) times the public key of the other."""
    scalar = int.from_bytes(private, "little") & CLEARED | LOWEST
    return _ladder(scalar, int.from_bytes(public, "little") % 2**255).to_bytes(32, "little")


def _ladder(scalar: int, u: int) -> int:
    one, other = (1, 0), (u, 1)
    for bit in reversed(range(255)):
        if scalar >> bit & 1:
            other, one = _step(other, one, u)
        else:
            one, other = _step(one, other, u)
    x, z = one
    return x * pow(z, PRIME - 2, PRIME) % PRIME


def _step(
    one: tuple[int, int], other: tuple[int, int], u: int
) -> tuple[tuple[int, int], tuple[int, int]]:
    """`one` doubled, and both added (§5, the inside of the loop)."""
    (x2, z2), (x3, z3) = one, other
    a, b, c, d = x2 + z2, x2 - z2, x3 + z3, x3 - z3
    aa, bb, da, cb = a * a, b * b, d * a, c * b
    e = aa - bb
    doubled = (aa * bb % PRIME, e * (aa + A24 * e) % PRIME)
    added = ((da + cb) ** 2 % PRIME, u * (da - cb) ** 2 % PRIME)
    return doubled, added
