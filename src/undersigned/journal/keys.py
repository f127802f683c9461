"""The keys this installation holds, read from files in settings.KEYS (docs/keys.md says who may read which).

<name>.pub and <name>.key are the halves of a pair, X25519 to seal data or Ed25519 to sign with; <name>.secret is 32
random bytes; each file is one line of base64. A rotated private key stays beside its successor as <name>-<id>.key
until nothing is sealed to it.
"""

import base64
import hashlib
import os
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from secrets import token_bytes

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from django.conf import settings

PAIRS = ("signatures", "letters", "rolls", "backup")
SIGNERS = ("log", "promise")
SECRETS = ("blind-index", "office")
KEY_LENGTH = 32
ID_LENGTH = 4


class KeyMissing(Exception):
    """A key file is absent, unreadable by this process, or not a key."""


def public_key(name: str) -> tuple[bytes, X25519PublicKey]:
    """The id (first 4 bytes of SHA-256 of the raw key) and the public key of a pair."""
    return _public(settings.KEYS, name)


def private_key(name: str, key_id: bytes) -> X25519PrivateKey:
    """The private key with this id, the current or a rotated one; KeyMissing if this process has none."""
    current = settings.KEYS / f"{name}.key"
    for path in (current, settings.KEYS / f"{name}-{key_id.hex()}.key"):
        if path.exists():
            found, key = _private(path)
            if found == key_id:
                return key
    raise KeyMissing(f"No private key {name} with id {key_id.hex()} in {settings.KEYS}.")


def signing_seed(name: str) -> bytes:
    """The private half (RFC 8032's 32 bytes) of a pair to sign with."""
    return _raw(settings.KEYS / f"{name}.key")


def signing_public(name: str) -> bytes:
    """The public half of a pair to sign with."""
    return _raw(settings.KEYS / f"{name}.pub")


def secret(name: str) -> bytes:
    """32 secret bytes for keyed hashes."""
    return _secret(settings.KEYS, name)


# Both are asked for many times a request: the names are looked up before any path is made of them.
@lru_cache
def _secret(folder: Path, name: str) -> bytes:
    return _raw(folder / f"{name}.secret")


@lru_cache
def _public(folder: Path, name: str) -> tuple[bytes, X25519PublicKey]:
    raw = _raw(folder / f"{name}.pub")
    return key_id_of(raw), X25519PublicKey.from_public_bytes(raw)


@lru_cache
def _private(path: Path) -> tuple[bytes, X25519PrivateKey]:
    key = X25519PrivateKey.from_private_bytes(_raw(path))
    return key_id_of(key.public_key().public_bytes_raw()), key


def key_id_of(raw_public: bytes) -> bytes:
    """Four bytes that tell keys of one name apart."""
    return hashlib.sha256(raw_public).digest()[:ID_LENGTH]


def _raw(path: Path) -> bytes:
    try:
        raw = base64.b64decode(path.read_text(encoding="ascii").strip(), validate=True)
    except (OSError, ValueError) as error:
        raise KeyMissing(
            f"{path}: {error}. `undersigned keys make` makes what is missing."
        ) from None
    if len(raw) != KEY_LENGTH:
        raise KeyMissing(f"{path} holds {len(raw)} bytes; a key has {KEY_LENGTH}.")
    return raw


def forget() -> None:
    """Drop what was read, so that a changed file counts (tests, rotation)."""
    for cached in (_secret, _public, _private):
        cached.cache_clear()


def make(
    folder: Path,
    *,
    pairs: Iterable[str] = PAIRS,
    signers: Iterable[str] = SIGNERS,
    secrets: Iterable[str] = SECRETS,
) -> list[Path]:
    """Make the key files that are missing in `folder`, private ones readable by their owner alone; never overwrite."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    made: list[Path] = []
    for name in pairs:
        made += _make_pair(folder, name, X25519PrivateKey)
    for name in signers:
        made += _make_pair(folder, name, Ed25519PrivateKey)
    made.extend(
        _write(folder / f"{name}.secret", token_bytes(KEY_LENGTH), mode=0o600)
        for name in secrets
        if not (folder / f"{name}.secret").exists()
    )
    return made


def _make_pair(
    folder: Path, name: str, kind: type[X25519PrivateKey] | type[Ed25519PrivateKey]
) -> list[Path]:
    if (folder / f"{name}.pub").exists():
        return []
    key = kind.generate()
    public = key.public_key().public_bytes_raw()
    return [
        _write(folder / f"{name}.key", key.private_bytes_raw(), mode=0o600),
        _write(folder / f"{name}.pub", public, mode=0o644),
    ]


def _write(path: Path, raw: bytes, *, mode: int) -> Path:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(base64.b64encode(raw).decode() + "\n")
    return path
