"""Tables that the migrations made once, copied for each installation of a test: to migrate takes seconds.

All processes of one run share them (tests/conftest.py makes and removes the folder); whoever is first makes them.
"""

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).parents[1]
FOLDER = "MIGRATED_TABLES"  # the environment's word for where they are
TEMPLATE = "migrated_tables"
AS_POSTGRES = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []  # it refuses root


def sqlite_file(path: Path) -> None:
    """Put an SQLite database with all tables there."""
    made = _folder() / "tables.sqlite3"
    with _alone():
        if not made.exists():
            begun = made.with_suffix(".begun")
            _migrate(f"sqlite:///{begun}")
            with closing(sqlite3.connect(begun)) as connection:
                connection.execute("VACUUM INTO ?", [str(made)])
    shutil.copyfile(made, path)


def postgresql_template(server: psycopg.Connection, address: str) -> str:
    """The name of a database with all tables on this server, to make others from."""
    with _alone():
        known = "SELECT 1 FROM pg_database WHERE datname = %s"
        if not server.execute(known, [TEMPLATE]).fetchone():
            server.execute(f'CREATE DATABASE "{TEMPLATE}" TEMPLATE template0')
            _migrate(urlunsplit(urlsplit(address)._replace(path=f"/{TEMPLATE}")))
    return TEMPLATE


def postgresql_files(path: Path) -> None:
    """Put the files of a PostgreSQL server there, whose database `undersigned` has all tables."""
    made = _folder() / "data"
    with _alone():
        if not made.exists():
            _make_files(_folder() / "begun")
            (_folder() / "begun").rename(made)
    subprocess.run(["cp", "-a", str(made), str(path)], check=True)


def postgresql_program(name: str) -> list[str]:
    """A program of the newest PostgreSQL, as the start of a command."""
    return [*AS_POSTGRES, str(max(Path("/usr/lib/postgresql").glob(f"*/bin/{name}")))]


def _make_files(data: Path) -> None:
    data.mkdir(mode=0o700)
    if AS_POSTGRES:
        shutil.chown(data, "postgres")
        _folder().chmod(0o711)
    options = ["--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--wal-segsize=1", "--no-sync"]
    _run("initdb", "-D", data, "-U", "undersigned", *options)
    server = f"-k {data} -c listen_addresses='' -c fsync=off"
    _run("pg_ctl", "-D", data, "-w", "-s", "-l", data / "log", "-o", server, "start")
    try:
        _run("createdb", "-h", data, "-U", "undersigned", "undersigned")
        _migrate(f"postgresql://undersigned@/undersigned?host={quote(str(data))}")
    finally:
        _run("pg_ctl", "-D", data, "-w", "-s", "-m", "fast", "stop")


def _run(name: str, *words: str | Path) -> None:
    command = [*postgresql_program(name), *map(str, words)]
    subprocess.run(command, check=True, cwd=_folder(), stdout=subprocess.DEVNULL)


def _migrate(address: str) -> None:
    environment = os.environ | {
        "UNDERSIGNED_DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "undersigned.config.settings",
    }
    command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    subprocess.run(command, check=True, env=environment, cwd=ROOT)


def _folder() -> Path:
    return Path(os.environ[FOLDER])


@contextmanager
def _alone() -> Iterator[None]:
    with (_folder() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
