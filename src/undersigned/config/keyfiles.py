"""The key files as an operator sees them: which there are, who may read them, their rotation."""

import base64
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from undersigned.config.terminal import Stop
from undersigned.journal import keys

PUBLIC_MODE, PRIVATE_MODE = 0o644, 0o600
OTHERS = stat.S_IRWXO


@dataclass(frozen=True)
class KeyFile:
    """One file of the key folder. `key_id` is empty for a secret, and where we may not read."""

    path: Path
    kind: str  # public, private or secret
    key_id: str
    mode: int

    @property
    def exposed(self) -> bool:
        """Whether a stranger on this machine may read what should be private."""
        return self.kind != "public" and bool(self.mode & OTHERS)


KINDS = {".pub": "public", ".key": "private", ".secret": "secret"}


def listed(folder: Path) -> list[KeyFile]:
    """Every key file in the folder, by name."""
    files = [path for path in sorted(folder.glob("*")) if path.suffix in KINDS]
    return [_read(path) for path in files]


def rotate(folder: Path, name: str) -> tuple[str, str]:
    """Put a new pair in place of the old one; returns the old id and the new.

    The old private key, if it is here, stays as NAME-ID.key. The new private key is stored before
    the new public one takes effect, so that nothing is ever sealed to a key that nobody has.
    """
    old_id = key_id(folder, name)
    private, public = folder / f"{name}.key", folder / f"{name}.pub"
    key = _kind_of(name).generate()
    raw = key.public_key().public_bytes_raw()
    new_id = keys.key_id_of(raw).hex()
    if private.exists():
        _link(private, folder / f"{name}-{old_id}.key")
    write(private, key.private_bytes_raw(), mode=PRIVATE_MODE)
    write(public, raw, mode=PUBLIC_MODE)
    keys.forget()
    return old_id, new_id


def key_id(folder: Path, name: str) -> str:
    """The id of a pair, from its public half. Raises Stop."""
    found = _key_id(folder / f"{name}.pub", "public")
    if not found:
        raise Stop(f"There is no {name}.pub in {folder}; `undersigned keys make` makes it.")
    return found


def seed_of(folder: Path, name: str, public: bytes) -> bytes | None:
    """The private half of a signing pair's public key, the current or a rotated one; None if it is not here."""
    for path in sorted(folder.glob(f"{name}*.key")):
        raw = base64.b64decode(path.read_text(encoding="ascii"), validate=False)
        if Ed25519PrivateKey.from_private_bytes(raw).public_key().public_bytes_raw() == public:
            return raw
    return None


def private_key_at(path: Path) -> X25519PrivateKey:
    """The private key in a file that the operator brought. Raises Stop."""
    try:
        raw = base64.b64decode(path.read_text(encoding="ascii").strip(), validate=True)
        return X25519PrivateKey.from_private_bytes(raw)
    except OSError as error:
        raise Stop(f"{path}: {error.strerror}. Bring backup.key from where it is kept.") from None
    except ValueError:
        raise Stop(f"{path} does not hold a private key.") from None


def write(path: Path, raw: bytes, *, mode: int) -> None:
    """Write a key file whole or not at all; what it replaces gives it its owner and mode."""
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        if path.exists():
            was = path.stat()
            os.fchmod(descriptor, stat.S_IMODE(was.st_mode))
            os.fchown(descriptor, was.st_uid, was.st_gid)
        file.write(base64.b64encode(raw).decode() + "\n")
        file.flush()
        os.fsync(descriptor)
    part.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the folder's names durable: a rename is not, until this returns."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _link(path: Path, other: Path) -> None:
    if other.exists():
        if other.read_bytes() != path.read_bytes():
            raise Stop(f"{other} exists and is another key; move it away first.")
        return
    other.hardlink_to(path)


def _read(path: Path) -> KeyFile:
    kind = KINDS[path.suffix]
    return KeyFile(path, kind, _key_id(path, kind), stat.S_IMODE(path.stat().st_mode))


def _kind_of(name: str) -> type[X25519PrivateKey] | type[Ed25519PrivateKey]:
    """Which kind of key a file or pair of this name (log, log.key, log-1a2b3c4d.key) holds."""
    stem = name.partition(".")[0].partition("-")[0]
    return Ed25519PrivateKey if stem in keys.SIGNERS else X25519PrivateKey


def _key_id(path: Path, kind: str) -> str:
    if kind == "secret" or not os.access(path, os.R_OK):
        return ""
    try:
        raw = base64.b64decode(path.read_text(encoding="ascii"), validate=False)
        if kind == "private":
            raw = _kind_of(path.name).from_private_bytes(raw).public_key().public_bytes_raw()
    except ValueError:
        raise Stop(f"{path} does not hold a key.") from None
    return keys.key_id_of(raw).hex()
