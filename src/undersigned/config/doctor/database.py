"""The database: is it there, set up as it must be, up to date, and of one mind about the time."""

import sqlite3
import stat
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.backends.utils import CursorWrapper
from django.db.migrations.executor import MigrationExecutor

from undersigned.config.doctor.statement import Statement, problem, well
from undersigned.journal.models import Entry

SKEW = timedelta(seconds=5)
PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}  # 2 is FULL
OLDEST = 14  # PostgreSQL
LOSSY = ["synchronous_commit", "fsync"]  # where off


def statements(at: datetime) -> Iterator[Statement]:
    """Of the database; if it does not answer, that alone."""
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        why = str(error).strip().splitlines()[0]
        yield problem(
            "database", f"It does not answer: {why}.", "Start it, or correct its address."
        )
        return
    yield from _postgresql() if connection.vendor == "postgresql" else _sqlite()
    applied = list(_migrations())
    yield from applied
    if all(statement.well for statement in applied):
        yield _clock(at)


def _sqlite() -> Iterator[Statement]:
    path = Path(connection.settings_dict["NAME"])
    words = f"SQLite {sqlite3.sqlite_version}, {path}"
    with connection.cursor() as cursor:
        for pragma, wanted in PRAGMAS.items():
            cursor.execute(f"PRAGMA {pragma}")
            (found,) = cursor.fetchone()
            if found != wanted:
                yield problem(
                    "database",
                    f"{words}: {pragma} is {found}, not {wanted}.",
                    "Leave the connection's settings as they come; look for what changed them.",
                )
                return
    if settings.PRODUCTION and path.exists() and path.stat().st_mode & stat.S_IRWXO:
        yield problem("database", f"Others on this machine may read {path}.", "chmod o-rwx it.")
        return
    yield well("database", f"{words}: write-ahead log, every commit on the disk, keys checked.")


def _postgresql() -> Iterator[Statement]:
    with connection.cursor() as cursor:
        version = int(_shown(cursor, "server_version_num")) // 10_000
        lossy = [name for name in LOSSY if _shown(cursor, name) == "off"]
    words = f"PostgreSQL {version}, {connection.settings_dict['NAME']}"
    if version < OLDEST:
        yield problem("database", f"{words} is too old.", f"Upgrade it to {OLDEST} or later.")
    elif lossy:
        names = " and ".join(lossy)
        what = f"{words}: {names} is off, so a power cut loses signatures."
        yield problem("database", what, f"Set {names} to on.")
    else:
        yield well("database", f"{words}: every commit is on the disk before it is acknowledged.")


def _shown(cursor: CursorWrapper, setting: str) -> str:
    cursor.execute("SELECT current_setting(%s)", [setting])
    return str(cursor.fetchone()[0])


def _migrations() -> Iterator[Statement]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        yield problem(
            "tables", f"{len(plan)} migrations are not applied.", "Run `undersigned upgrade`."
        )
    else:
        yield well("tables", "They are up to date.")


def _clock(at: datetime) -> Statement:
    """Of PostgreSQL its own clock is asked; a database file has none, but a newest entry."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT now()")
            (theirs,) = cursor.fetchone()
        apart = abs(theirs - at)
    else:
        newest = Entry.objects.order_by("-at").values_list("at", flat=True).first()
        apart = max(timedelta(0), newest - at) if newest else timedelta(0)
    if apart > SKEW:
        return problem(
            "clock",
            f"This machine and the database are {apart.total_seconds():.0f} seconds apart.",
            "Set both clocks by the network (timedatectl set-ntp true).",
        )
    return well("clock", "This machine and the database agree.")
