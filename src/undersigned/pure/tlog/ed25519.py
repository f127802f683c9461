"""Ed25519 signatures, RFC 8032 §5.1: checked by `cryptography` where it is installed, else plainly.

Both give one verdict: `cryptography` alone would take a public key in a second spelling, so its
bytes are looked at first (§5.1.3).

Limits: signing needs `cryptography`. A key of small order is a key to both; keys come from people
who name them in a policy, never from a stranger.
"""

from undersigned.pure.tlog import ed25519_plain

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (
        Ed25519PrivateKey,
        Ed25519PublicKey,
    )
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
except ImportError:  # the verifier runs where nothing is installed
    INSTALLED = False
else:
    INSTALLED = True


def verify(public: bytes, message: bytes, seal: bytes) -> bool:
    """Whether `seal` (64 bytes) is the signature of `message` under a public key (32 bytes)."""
    if not INSTALLED:
        return ed25519_plain.verify(public, message, seal)
    if ed25519_plain.decode(public) is None:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(seal, message)
    except InvalidSignature:
        return False
    return True


def sign(private: bytes, message: bytes) -> bytes:
    """The signature (64 bytes) of a message under a private key (its seed of 32 bytes)."""
    return Ed25519PrivateKey.from_private_bytes(private).sign(message)


def public_of(private: bytes) -> bytes:
    """The public key (32 bytes) that belongs to a private one (its seed of 32 bytes)."""
    key = Ed25519PrivateKey.from_private_bytes(private).public_key()
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)  # as older versions have it, too
