"""The folder of the public log: files that are written whole, once, and durably, and what is read from them."""

import os
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from undersigned.pure.tlog.checkpoints import Checkpoint, parse_checkpoint
from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.notes import parse_note
from undersigned.pure.tlog.tiles import TileHashes

CHECKPOINT = "checkpoint"
FILE_MODE, FOLDER_MODE = 0o644, 0o775  # everybody reads; worker and operator write, as one group


class Differs(Exception):
    """What stands in the log's folder is not what this database would publish there."""


def fetch(path: str) -> bytes:
    """The bytes of one file. Raises FileNotFoundError."""
    folder: Path = settings.LOG
    return (folder / path).read_bytes()


def hashes(size: int) -> TileHashes:
    """Reads a hash of the published log of `size` entries out of its tiles."""
    return TileHashes(fetch, size)


def published() -> tuple[bytes, Checkpoint] | None:
    """The published checkpoint, as it stands and read; None before the first. Raises Differs if it is none."""
    try:
        raw = fetch(CHECKPOINT)
    except FileNotFoundError:
        return None
    try:
        return raw, parse_checkpoint(parse_note(raw).text)
    except Invalid as error:
        raise Differs(f"{settings.LOG / CHECKPOINT}: {error}") from None


def holds(path: str, content: bytes) -> bool:
    """Whether these very bytes stand at a path."""
    try:
        return fetch(path) == content
    except FileNotFoundError:
        return False


def write_once(files: Iterable[tuple[str, bytes]]) -> None:
    """Write files that never change, durable before this returns. Raises Differs if one has other bytes."""
    written = [path for path, content in files if _write_once(path, content)]
    _sync_folders(written)


def replace(path: str, content: bytes) -> None:
    """Put a file in the place of what stands there: readers see the one or the other, whole."""
    _write(path, content)
    _sync_folders([path])


def remove(paths: Iterable[str]) -> None:
    """Remove files, and return once they are gone from the disk."""
    folder: Path = settings.LOG
    gone = [path for path in paths if (folder / path).exists()]
    for path in gone:
        (folder / path).unlink()
    _sync_folders(gone)


def _write_once(path: str, content: bytes) -> bool:
    try:
        there = fetch(path)
    except FileNotFoundError:
        _write(path, content)
        return True
    if there != content:
        raise Differs(f"{settings.LOG / path} holds other bytes than this database has for it.")
    return False


def _write(path: str, content: bytes) -> None:
    target: Path = settings.LOG / path
    _make_folders(target.parent)
    part = target.with_name(f".{target.name}.part")
    part.unlink(missing_ok=True)  # of a process that was killed
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
    with os.fdopen(descriptor, "wb") as file:
        os.fchmod(descriptor, FILE_MODE)
        file.write(content)
        file.flush()
        os.fsync(descriptor)
    part.replace(target)


def _make_folders(folder: Path) -> None:
    """Make what is missing; a new folder is durable once the one above it is synced."""
    if folder.exists():
        return
    _make_folders(folder.parent)
    folder.mkdir(exist_ok=True)
    if folder.stat().st_gid != (group := folder.parent.stat().st_gid):
        os.chown(folder, -1, group)  # the worker, who may not, has that group already
    folder.chmod(FOLDER_MODE)
    sync(folder.parent)


def _sync_folders(paths: Iterable[str]) -> None:
    for folder in {(settings.LOG / path).parent for path in paths}:
        if folder.exists():
            sync(folder)


def sync(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
