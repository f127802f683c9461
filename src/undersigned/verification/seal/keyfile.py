"""The file with the clerk's private key, locked with a passphrase, and the two public lines that belong to it.

One secret of 32 random bytes gives both keys: HMAC-SHA-256 over a label, for Ed25519 (to seal) and for X25519
(to open). The secret is locked by XOR with scrypt's output (RFC 7914) under a fresh salt, and an HMAC over it
tells a wrong passphrase.
"""

import hashlib
import hmac
import json
import os
import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from undersigned.pure.tlog.keys import LOG, VKey, check_name
from undersigned.verification.seal import ed25519
from undersigned.verification.seal.age import recipient_of

KIND = "undersigned-seal-key/v1"
SECRET_BYTES = 32
COST = {"n": 2**15, "r": 8, "p": 1, "maxmem": 2**26}


class NotUnlocked(ValueError):
    """The file is no key file, or the passphrase is another."""


@dataclass(frozen=True)
class Key:
    """A clerk's secret, and its name as it stands in seals."""

    name: str
    secret: bytes

    @property
    def seed(self) -> bytes:
        """What seals (Ed25519)."""
        return hmac.digest(self.secret, b"undersigned/seal/v1", "sha256")

    @property
    def private(self) -> bytes:
        """What opens (X25519)."""
        return hmac.digest(self.secret, b"undersigned/open/v1", "sha256")

    @cached_property
    def vkey(self) -> VKey:
        """What checks its seals."""
        return VKey(self.name, LOG, ed25519.public_of(self.seed))

    @cached_property
    def recipient(self) -> str:
        """What others encrypt to."""
        return recipient_of(self.private)


def make(name: str) -> Key:
    """A new key. Raises Invalid if nothing can be called so."""
    check_name(name)
    return Key(name, secrets.token_bytes(SECRET_BYTES))


def write(key: Key, path: Path, passphrase: str) -> None:
    """Write the locked key, readable by its owner alone. Raises FileExistsError: a key is never overwritten."""
    salt = secrets.token_bytes(16)
    pad, check = _stretched(passphrase, salt)
    held = {
        "kind": KIND,
        "name": key.name,
        "salt": b64encode(salt).decode(),
        "locked": b64encode(_xor(key.secret, pad)).decode(),
        "check": b64encode(hmac.digest(check, key.secret, "sha256")).decode(),
    }
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(json.dumps(held, indent=1) + "\n")


def read(path: Path, passphrase: str) -> Key:
    """The key in a file. Raises NotUnlocked, OSError."""
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        name, salt, locked, check = _parts(held)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NotUnlocked("This is not a key file.") from None
    pad, over = _stretched(passphrase, salt)
    secret = _xor(locked, pad)
    if not hmac.compare_digest(hmac.digest(over, secret, "sha256"), check):
        raise NotUnlocked("The passphrase is another.")
    return Key(name, secret)


def _parts(held: dict[str, str]) -> tuple[str, bytes, bytes, bytes]:
    salt, locked, check = (b64decode(held[part], validate=True) for part in PARTS)
    if held["kind"] != KIND or len(locked) != SECRET_BYTES:
        raise ValueError
    check_name(held["name"])
    return held["name"], salt, locked, check


PARTS = ("salt", "locked", "check")


def _stretched(passphrase: str, salt: bytes) -> tuple[bytes, bytes]:
    raw = hashlib.scrypt(passphrase.encode(), salt=salt, dklen=64, **COST)
    return raw[:32], raw[32:]


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))
