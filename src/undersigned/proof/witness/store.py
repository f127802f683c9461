"""What a witness keeps: its key, the logs it knows, and the newest checkpoint of each that it vouched for.

    name, witness.key               its name, and its private key, which nobody else may read
    logs/<sha256 of origin>/keys    one public key a line: whose seals it believes for that log
    logs/<sha256 of origin>/latest  the newest checkpoint it vouched for, with the log's seal and its own
    logs/<sha256 of origin>/lock    held while a checkpoint is looked at

A checkpoint is on the disk before anybody is told of it. To bring an old copy of this folder back would make the
witness vouch for a log that it saw longer already: rather begin anew, with a new key.
"""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from undersigned.pure.tlog import ed25519
from undersigned.pure.tlog.checkpoints import Checkpoint, parse_checkpoint
from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.keys import COSIGNATURE, LOG, VKey, check_name, parse_vkey
from undersigned.pure.tlog.notes import Note, parse_note, verified
from undersigned.pure.tlog.strict import from_base64, to_base64

KEY_BYTES = 32


class Broken(Exception):
    """The folder does not hold what a witness wrote there; the message says what is wrong."""


def begin(folder: Path, name: str) -> "Store":
    """A new witness in a folder of its own. Raises Broken where there is one already, Invalid for a name."""
    check_name(name)
    if (folder / "witness.key").exists():
        raise Broken(f"There is a witness in {folder} already.")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    write(folder / "name", f"{name}\n".encode())
    write(folder / "witness.key", f"{to_base64(secrets.token_bytes(KEY_BYTES))}\n".encode())
    return Store(folder)


@dataclass(frozen=True)
class Store:
    """The folder of one witness."""

    folder: Path

    @cached_property
    def name(self) -> str:
        """What the witness is called, in its key and under checkpoints."""
        return self._line("name")

    @cached_property
    def seed(self) -> bytes:
        """The private key. Raises Broken."""
        try:
            return from_base64(self._line("witness.key"), KEY_BYTES)
        except Invalid:
            raise Broken(f"{self.folder / 'witness.key'} does not hold a key.") from None

    @cached_property
    def vkey(self) -> VKey:
        """The public key, by which others know its word."""
        return VKey(self.name, COSIGNATURE, ed25519.public_of(self.seed))

    def add_log(self, vkey: VKey) -> "Log":
        """Know a log, whose origin is its key's name; a second key for one origin is believed as the first is."""
        if vkey.kind != LOG:
            raise Invalid("This is not a log's key.")
        log = Log(self, vkey.name)
        log.folder.mkdir(parents=True, exist_ok=True)
        known = log.keys if log.known else []
        if vkey not in known:
            lines = [key.text for key in [*known, vkey]]
            write(log.folder / "keys", "".join(f"{line}\n" for line in lines).encode())
        return log

    def log(self, origin: str) -> "Log":
        """The log with this origin, known or not."""
        return Log(self, origin)

    def logs(self) -> list["Log"]:
        """Every log that the witness knows. Raises Broken."""
        folders = sorted(self.folder.glob("logs/*/keys"))
        return [Log(self, _keys(path)[0].name) for path in folders]

    def check(self) -> None:
        """Raise Broken unless all that is kept is whole: a witness must not begin from a spoilt memory."""
        _ = self.vkey
        for log in self.logs():
            log.latest()

    def _line(self, name: str) -> str:
        try:
            return (self.folder / name).read_text(encoding="utf-8").removesuffix("\n")
        except FileNotFoundError:
            raise Broken(f"There is no witness in {self.folder}; `init` makes one.") from None


@dataclass(frozen=True)
class Log:
    """What a witness keeps of one log."""

    store: Store
    origin: str

    @property
    def folder(self) -> Path:
        """Named for a hash, since an origin may hold anything."""
        return self.store.folder / "logs" / sha256(self.origin.encode()).hexdigest()

    @property
    def known(self) -> bool:
        """Whether the witness was told of this log."""
        return (self.folder / "keys").exists()

    @property
    def keys(self) -> list[VKey]:
        """Whose seals are believed. Raises Broken."""
        return _keys(self.folder / "keys")

    @contextmanager
    def held(self) -> Iterator[None]:
        """Nobody else looks at a checkpoint of this log meanwhile, in this process or another."""
        descriptor = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def latest(self) -> Checkpoint | None:
        """The newest checkpoint vouched for; None if there was none. Raises Broken."""
        raw = self.latest_note()
        if raw is None:
            return None
        try:
            note = parse_note(raw)
            sealed = verified(note, [self.store.vkey])
            found = parse_checkpoint(note.text)
        except Invalid as fault:
            raise Broken(f"{self.folder / 'latest'} is spoilt: {fault}") from None
        if not sealed or found.origin != self.origin:
            raise Broken(f"{self.folder / 'latest'} is not this witness's, or of another log.")
        return found

    def latest_note(self) -> bytes | None:
        """The same as it is published, with the log's seal and the witness's own."""
        try:
            return (self.folder / "latest").read_bytes()
        except FileNotFoundError:
            return None

    def remember(self, note: Note) -> None:
        """Make this the newest checkpoint vouched for; on the disk when this returns. Only while held."""
        write(self.folder / "latest", note.bytes)


def write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, readable by its owner alone, durable when this returns."""
    part = path.with_name(f".{path.name}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(descriptor)
    part.replace(path)
    _sync(path.parent)
    _sync(path.parent.parent)


def _sync(folder: Path) -> None:
    """Make a folder's names durable: a rename is not, until this returns."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _keys(path: Path) -> list[VKey]:
    try:
        return [parse_vkey(line) for line in path.read_text(encoding="utf-8").splitlines()]
    except Invalid as fault:
        raise Broken(f"{path} is spoilt: {fault}") from None
