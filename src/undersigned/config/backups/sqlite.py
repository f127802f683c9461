"""SQLite: a snapshot by VACUUM INTO, which leaves no remnants of what was deleted; files swapped by renaming."""

import os
import sqlite3
import stat
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from undersigned.config.backups.snapshot import CHUNK, Snapshot, tables
from undersigned.config.keyfiles import sync_folder
from undersigned.config.terminal import Progress, Stop

KIND = "sqlite"
SCHEME = "sqlite:///"
ADVICE = "It needs as much room again on its disk; `undersigned fsck` tells whether it is sound."
SHARED = 0o660  # web, office and worker are of one group
OPS_BETWEEN_LOOKS = 100_000  # of SQLite's machine, between two looks at how far the copy is


@contextmanager
def snapshot() -> Iterator[Snapshot]:
    path = _path()
    if not exists():
        raise Stop(f"There is no database at {path}.")
    copy = path.with_name(f".{path.name}.snapshot")  # beside it: as well protected as itself
    try:
        _copy(path, copy)
        yield Snapshot(rows=_rows(copy), size=copy.stat().st_size, pieces=_pieces(copy))
    finally:
        copy.unlink(missing_ok=True)


def exists() -> bool:
    return _path().exists()


def refuse_if_in_use() -> None:
    """Leaving WAL mode takes the file for oneself, and folds the log into it."""
    path = _path()
    if not exists():
        return
    try:
        with closing(sqlite3.connect(path, timeout=1)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError:
        raise Stop(f"{path} is in use. Stop web, office and worker first.") from None
    except sqlite3.DatabaseError:
        return  # damaged, which may be why there is a restore


def fresh(stamp: str) -> str:
    path = _path()
    return f"{SCHEME}{path.with_name(f'{path.name}.restored-{stamp}')}"


def load(pieces: Iterable[bytes], into: str, *, rights: bool) -> dict[str, int]:
    del rights  # a file has those of its folder
    path = _path(into)
    with _private(path) as file:
        file.writelines(pieces)
        file.flush()
        os.fsync(file.fileno())
    return _rows(path)


def discard(address: str) -> None:
    for file in _files(_path(address)):
        file.unlink(missing_ok=True)


def swap(address: str, stamp: str) -> str:
    path, new = _path(), _path(address)
    with closing(sqlite3.connect(new)) as connection:  # nothing may be left in its log
        connection.execute("PRAGMA journal_mode=DELETE")
    _open_to_the_same(new, path)
    old = path.with_name(f"{path.name}.before-{stamp}")
    for file in _files(path):
        if file.exists():
            file.rename(old.with_name(file.name.replace(path.name, old.name, 1)))
    new.rename(path)
    sync_folder(path.parent)
    return str(old) if old.exists() else ""


def _open_to_the_same(new: Path, path: Path) -> None:
    """Whoever may read and write the database in place may do so with its successor."""
    if not path.exists():
        umask = os.umask(0)
        os.umask(umask)
        new.chmod(SHARED & ~umask)
        return
    was = path.stat()
    new.chmod(stat.S_IMODE(was.st_mode))
    os.chown(new, was.st_uid if os.geteuid() == 0 else -1, was.st_gid)


def _copy(path: Path, copy: Path) -> None:
    copy.unlink(missing_ok=True)
    with _private(copy):
        pass
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)) as connection:
        pages, size = (_pragma(connection, name) for name in ("page_count", "page_size"))
        with Progress("Copying the database", total=pages * size, unit="bytes") as progress:
            connection.set_progress_handler(
                lambda: progress.reach(copy.stat().st_size), OPS_BETWEEN_LOOKS
            )
            try:
                connection.execute("VACUUM INTO ?", [str(copy)])
            except sqlite3.DatabaseError as error:
                raise Stop(f"The database cannot be copied: {error}. {ADVICE}") from None
            progress.reach(pages * size)


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def _rows(path: Path) -> dict[str, int]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        try:
            found = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
            return {
                table: connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]  # noqa: S608 - our own models' names
                for table in tables()
                if table in found
            }
        except sqlite3.DatabaseError as error:
            raise Stop(f"The copy does not hold a sound database: {error}.") from None


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            yield piece


def _private(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _files(path: Path) -> list[Path]:
    return [path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal", "")]


def _path(address: str = "") -> Path:
    if address:
        return Path(address.removeprefix(SCHEME))
    return Path(settings.DATABASES["default"]["NAME"])
