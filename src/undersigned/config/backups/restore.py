"""Bring a backup back: into a new database first; into its place only when it has been proved sound."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.conf import settings

from undersigned.config import keyfiles, ledger
from undersigned.config.backups import snapshot, stream
from undersigned.config.backups.take import STAMP
from undersigned.config.terminal import Progress, Stop, say


def restore(
    file: Path, key: X25519PrivateKey, *, at: datetime, ledger_lost: bool, faults: bool
) -> str:
    """Put a backup in place of the database; returns where the old one is. On any failure it stays in place.

    The new database is migrated, gets every erasure of the ledger and must pass fsck (unless `faults` are
    accepted) before it is swapped in. While this goes on, no process serves.
    """
    _check(file, key, ledger_lost=ledger_lost)
    stamp = f"{at.astimezone(UTC):{STAMP}}"
    database = snapshot.this()
    database.refuse_if_in_use()
    with pending(), scratch(file, key, stamp, rights=True) as address:
        prove(address, faults=faults)
        return database.swap(address, stamp)


def verify(file: Path, key: X25519PrivateKey, *, at: datetime) -> None:
    """Do all of it in a scratch database, and delete that; raises Stop at what is wrong."""
    _check(file, key, ledger_lost=False)
    with scratch(file, key, f"{at.astimezone(UTC):{STAMP}}", rights=False) as address:
        prove(address, faults=False)


@contextmanager
def pending() -> Iterator[None]:
    """Hold up the marker that keeps every process from serving; only a crash leaves it standing."""
    marker: Path = settings.RESTORE_PENDING
    marker.write_text("A restore is under way.\n", encoding="utf-8")
    keyfiles.sync_folder(marker.parent)
    try:
        yield
    finally:
        marker.unlink()
        keyfiles.sync_folder(marker.parent)


@contextmanager
def scratch(file: Path, key: X25519PrivateKey, stamp: str, *, rights: bool) -> Iterator[str]:
    """The backup as a database of its own; deleted at the end unless it was swapped into place."""
    database = snapshot.this()
    address = database.fresh(stamp)
    try:
        header, rows = _load(file, key, address, rights=rights)
        _compare(header, rows)
        yield address
    finally:
        database.discard(address)


def prove(address: str, *, faults: bool) -> None:
    """Bring a scratch database up to date, erase in it what was erased, and check it."""
    say("Bringing the tables up to date.")
    _run("-m", "django", "migrate", "--no-input", "--skip-checks", "--verbosity=0", on=address)
    _undersigned("erasures", "replay", "--restored", on=address)
    try:
        _undersigned("fsck", "--quiet", on=address)
    except Stop:
        if not faults:
            raise
        say("The faults above are accepted, as you asked.")


def _check(file: Path, key: X25519PrivateKey, *, ledger_lost: bool) -> None:
    """Refuse what can be refused before anything is written."""
    with file.open("rb") as opened:
        header = stream.read_header(opened)
        opened.seek(0)
        next(stream.read(opened, key))
    kind = snapshot.this().KIND
    if header.database != kind:
        raise Stop(f"This backup is of {header.database}; the settings name a {kind} database.")
    if not ledger_lost:
        _check_ledger(header)


def _check_ledger(header: stream.Header) -> None:
    then = ledger.Head(header.ledger_lines, header.ledger_chain)
    if ledger.head(then.lines) != then:
        raise Stop(
            f"The erasure ledger {settings.ERASURE_LEDGER} lacks lines that stood in it when this "
            "backup was made. Put it back, or people who were erased may return; if it is lost for "
            "good, say --ledger-lost."
        )


def _load(
    file: Path, key: X25519PrivateKey, address: str, *, rights: bool
) -> tuple[stream.Header, dict[str, int]]:
    with file.open("rb") as opened:
        header = stream.read_header(opened)
        opened.seek(0)
        size = file.stat().st_size
        with Progress("Decrypting", total=size, unit="bytes") as progress:
            pieces = _watched(stream.read(opened, key), progress)
            rows = snapshot.this().load(pieces, address, rights=rights)
            progress.reach(size)
    return header, rows


def _watched(pieces: Iterator[bytes], progress: Progress) -> Iterator[bytes]:
    for piece in pieces:
        yield piece
        progress.step(len(piece))


def _compare(header: stream.Header, rows: dict[str, int]) -> None:
    if rows != header.rows:
        tables = [name for name in sorted(header.rows) if header.rows[name] != rows.get(name)]
        raise Stop(
            f"The restored tables have other numbers of rows than noted: {', '.join(tables)}."
        )


def _undersigned(*words: str, on: str) -> None:
    _run("-m", "undersigned.config.cli", *words, on=on)


def _run(*words: str, on: str) -> None:
    environment = os.environ | {"UNDERSIGNED_DATABASE_URL": on}
    environment.pop("UNDERSIGNED_DATABASE_URL_FILE", None)
    if subprocess.run([sys.executable, *words], env=environment, check=False).returncode:  # noqa: S603 - ourselves
        raise Stop("The restored database did not pass; what is wrong stands above.")
