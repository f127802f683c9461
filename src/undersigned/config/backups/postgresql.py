"""PostgreSQL: a snapshot by pg_dump, counted in the same exported snapshot; databases swapped by renaming."""

import os
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from typing import LiteralString
from urllib.parse import unquote, urlsplit, urlunsplit

import psycopg
from django.conf import settings
from psycopg import sql

from undersigned.config.backups.snapshot import CHUNK, Snapshot, tables
from undersigned.config.terminal import Stop

KIND = "postgresql"
MAINTENANCE = "postgres"  # the database one connects to in order to make and rename others


@contextmanager
def snapshot() -> Iterator[Snapshot]:
    with closing(_connect(autocommit=False)) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        _refuse_older_tool("pg_dump", connection)
        name = _value(connection, "SELECT pg_export_snapshot()")
        size = _value(connection, "SELECT pg_database_size(current_database())")
        yield Snapshot(rows=_rows(connection), size=int(size), pieces=_dump(str(name)))


def exists() -> bool:
    with closing(_connect(MAINTENANCE)) as connection:
        return _exists(connection, _name())


def refuse_if_in_use() -> None:
    with closing(_connect(MAINTENANCE)) as connection:
        others = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = %s", [_name()]
        ).fetchone()
    if others and others[0]:
        raise Stop(
            f"The database {_name()} has {others[0]} open connections. "
            "Stop web, office and worker first."
        )


def fresh(stamp: str) -> str:
    parts = urlsplit(settings.DATABASE_URL)
    return urlunsplit(parts._replace(path=f"/{_name()}_restored_{_plain(stamp)}"))


def load(pieces: Iterable[bytes], into: str, *, rights: bool) -> dict[str, int]:
    name = _name(into)
    with closing(_connect(MAINTENANCE)) as connection:
        _refuse_older_tool("pg_restore", connection)
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name))
        )
    _restore(pieces, name, rights=rights)
    with closing(_connect(name)) as connection:
        return _rows(connection)


def discard(address: str) -> None:
    with closing(_connect(MAINTENANCE)) as connection:
        connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(_name(address)))
        )


def swap(address: str, stamp: str) -> str:
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    name, old = _name(), f"{_name()}_before_{_plain(stamp)}"
    with closing(_connect(MAINTENANCE)) as connection:
        moved = _exists(connection, name)
        if moved:
            connection.execute(rename.format(sql.Identifier(name), sql.Identifier(old)))
        connection.execute(rename.format(sql.Identifier(_name(address)), sql.Identifier(name)))
    return f"the database {old}" if moved else ""


def _dump(exported: str) -> Iterator[bytes]:
    words = ["pg_dump", "-Fc", "--no-owner", f"--snapshot={exported}", "-d", _name()]
    with subprocess.Popen(words, env=_environment(), stdout=subprocess.PIPE) as dump:  # noqa: S603 - PostgreSQL's own program
        if dump.stdout is None:
            raise Stop("pg_dump gave no output.")
        while piece := dump.stdout.read(CHUNK):
            yield piece
    if dump.returncode:
        raise Stop("pg_dump failed; its own words stand above.")


def _restore(pieces: Iterable[bytes], name: str, *, rights: bool) -> None:
    words = ["pg_restore", "--exit-on-error", "--no-owner", "-d", name]
    words += [] if rights else ["--no-acl"]
    with subprocess.Popen(words, env=_environment(), stdin=subprocess.PIPE) as restore:  # noqa: S603 - as above
        if restore.stdin is None:
            raise Stop("pg_restore takes no input.")
        try:
            restore.stdin.writelines(pieces)
            restore.stdin.close()
        except BrokenPipeError:
            pass  # it gave up, and said why
        except BaseException:
            restore.kill()
            raise
    if restore.returncode:
        raise Stop("pg_restore failed; its own words stand above.")


def _rows(connection: psycopg.Connection) -> dict[str, int]:
    found = {
        name
        for (name,) in connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
        )
    }
    count = sql.SQL("SELECT count(*) FROM {}")
    return {
        table: int(_value(connection, count.format(sql.Identifier(table))))
        for table in tables()
        if table in found
    }


def _refuse_older_tool(tool: str, connection: psycopg.Connection) -> None:
    """An older tool than the server cannot read its catalogue."""
    server = connection.info.server_version // 10_000
    try:
        said = subprocess.run([tool, "--version"], capture_output=True, text=True, check=True)  # noqa: S603 - as above
    except FileNotFoundError:
        raise Stop(f"{tool} is missing; install postgresql-client-{server}.") from None
    mine = int(said.stdout.split()[2].split(".")[0])
    if mine < server:
        raise Stop(
            f"{tool} {mine} is older than the server, {server}; install postgresql-client-{server}."
        )


def _connect(name: str = "", *, autocommit: bool = True) -> psycopg.Connection:
    database = settings.DATABASES["default"]
    return psycopg.connect(
        dbname=name or database["NAME"],
        user=database["USER"] or None,
        password=database["PASSWORD"] or None,
        host=database["HOST"] or None,
        port=database["PORT"] or None,
        autocommit=autocommit,
    )


def _environment() -> dict[str, str]:
    database = settings.DATABASES["default"]
    names = {"PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGHOST": "HOST", "PGPORT": "PORT"}
    given = {name: database[key] for name, key in names.items() if database[key]}
    return os.environ | given


def _exists(connection: psycopg.Connection, name: str) -> bool:
    found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
    return found.fetchone() is not None


def _value(connection: psycopg.Connection, query: sql.Composed | LiteralString) -> str | int:
    row = connection.execute(query).fetchone()
    return row[0] if row else 0


def _name(address: str = "") -> str:
    if address:
        return unquote(urlsplit(address).path.lstrip("/"))
    return str(settings.DATABASES["default"]["NAME"])


def _plain(stamp: str) -> str:
    return stamp.lower()
