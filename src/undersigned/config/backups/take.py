"""Make a backup, list those there are, and delete those whose time is over."""

import os
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from undersigned.config import ledger
from undersigned.config.backups import snapshot, stream
from undersigned.config.keyfiles import sync_folder
from undersigned.config.terminal import Progress, Stop
from undersigned.journal.keys import KeyMissing, public_key

STAMP = "%Y%m%dT%H%M%SZ"
NAME = re.compile(r"undersigned-(\d{8}T\d{6}Z)\.backup")


def back_up(*, at: datetime) -> Path:
    """Write one backup, durable and whole under its name or not there at all; its path."""
    folder: Path = settings.BACKUPS
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"undersigned-{at.astimezone(UTC):{STAMP}}.backup"
    if path.exists():
        raise Stop(f"{path} exists already.")
    part = folder / f".{path.name}.part"
    try:
        _write(part, at=at)
        part.rename(path)
    except OSError as error:
        raise Stop(f"No backup was made in {folder}: {error.strerror}.") from error
    finally:
        part.unlink(missing_ok=True)
    sync_folder(folder)
    return path


def backups() -> list[tuple[datetime, Path]]:
    """The backups here, oldest first."""
    found = [
        (match[1], path)
        for path in settings.BACKUPS.glob("*")
        if (match := NAME.fullmatch(path.name))
    ]
    return sorted(
        (datetime.strptime(stamp, STAMP).replace(tzinfo=UTC), path) for stamp, path in found
    )


def prune(*, days: int, at: datetime) -> list[Path]:
    """Delete the backups made more than so many days ago; their paths."""
    over = [path for made_at, path in backups() if made_at < at - timedelta(days=days)]
    for path in over:
        path.unlink()
    return over


def migrations() -> list[str]:
    """What is applied to the database in place, in order of names."""
    return sorted(".".join(key) for key in MigrationRecorder(connection).applied_migrations())


def _write(part: Path, *, at: datetime) -> None:
    try:
        to = public_key("backup")
    except KeyMissing as error:
        raise Stop(str(error)) from None
    head = ledger.head()  # before the snapshot: what it names is then erased in it, or replayed
    with snapshot.this().snapshot() as taken:
        header = stream.Header(
            made_at=at.isoformat(),
            version=version("undersigned"),
            database=snapshot.this().KIND,
            migrations=migrations(),
            rows=taken.rows,
            ledger_lines=head.lines,
            ledger_chain=head.chain,
        )
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            stream.write(file, header, _watched(taken.pieces, taken.size), to)
            file.flush()
            os.fsync(descriptor)


def _watched(pieces: Iterable[bytes], size: int) -> Iterator[bytes]:
    with Progress("Encrypting", total=size, unit="bytes") as progress:
        for piece in pieces:
            yield piece
            progress.step(len(piece))
