"""A whole installation of its own, reached as an operator reaches it: by `undersigned` and files.

On the database that the tests run on: an SQLite file, or a database beside the tests' PostgreSQL one.
"""

import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from tests import migrated

TESTS_ON = os.environ.get("UNDERSIGNED_DATABASE_URL", "")
POSTGRESQL = TESTS_ON.startswith("postgresql://")
SET_UP = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "undersigned.config.settings"
import django
django.setup()
"""
POPULATE = """
from tests.populated import populate
populate(signers=9)
"""
ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Installation:
    """Its folder and its database."""

    folder: Path
    database: str

    @property
    def settings(self) -> dict[str, str]:
        return {"UNDERSIGNED_VAR": str(self.folder), "UNDERSIGNED_DATABASE_URL": self.database}

    def undersigned(self, *words: str, **settings: object) -> subprocess.CompletedProcess[str]:
        """`undersigned <words>`, with more UNDERSIGNED_ settings if given."""
        return self._run("-m", "undersigned.config.cli", *words, **settings)

    def python(self, code: str) -> str:
        """What some code prints, run in a process of its own with Django set up."""
        done = self._run("-c", SET_UP + code)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def _run(self, *words: str, **settings: object) -> subprocess.CompletedProcess[str]:
        more = {f"UNDERSIGNED_{name}": str(value) for name, value in settings.items()}
        return subprocess.run(
            [sys.executable, *words],
            env=os.environ | self.settings | more | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )


@contextmanager
def installation(folder: Path, like: Installation | None = None) -> Iterator[Installation]:
    """An installation in this folder: a copy of another, or new, with keys and a small site."""
    if like:
        shutil.copytree(like.folder, folder)
    else:
        folder.mkdir(exist_ok=True)
    name = f"installation_{secrets.token_hex(4)}"
    made = Installation(folder, _make_database(name, folder, like))
    try:
        if not like:
            made.undersigned("keys", "make")
            made.python(POPULATE)
        yield made
    finally:
        _drop_databases(name)


def _make_database(name: str, folder: Path, like: Installation | None) -> str:
    if not POSTGRESQL:
        file = folder / "undersigned.sqlite3"
        if not like:
            migrated.sqlite_file(file)
        return f"sqlite:///{file}"
    with closing(_postgresql()) as connection:
        template = _name(like) if like else migrated.postgresql_template(connection, TESTS_ON)
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return urlunsplit(urlsplit(TESTS_ON)._replace(path=f"/{name}"))


def _drop_databases(name: str) -> None:
    if not POSTGRESQL:
        return
    with closing(_postgresql()) as connection:
        like = connection.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{name}%"]
        )
        for (found,) in like.fetchall():
            connection.execute(f'DROP DATABASE "{found}" WITH (FORCE)')


def databases(installed: Installation) -> list[str]:
    """The names of the installation's databases, that in place and any beside it."""
    if not POSTGRESQL:
        return sorted(path.name for path in installed.folder.glob("undersigned.sqlite3*"))
    name = _name(installed)
    with closing(_postgresql()) as connection:
        found = connection.execute(
            "SELECT replace(datname, %s, 'undersigned') FROM pg_database WHERE datname LIKE %s",
            [name, f"{name}%"],
        )
        return sorted(row[0] for row in found.fetchall())


def _name(installed: Installation) -> str:
    return urlsplit(installed.database).path.lstrip("/")


def _postgresql() -> psycopg.Connection:
    return psycopg.connect(
        urlunsplit(urlsplit(TESTS_ON)._replace(path="/postgres")), autocommit=True
    )
