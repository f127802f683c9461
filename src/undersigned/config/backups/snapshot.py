"""What a backup takes from a database, whichever it is, and where the two kinds differ."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from django.apps import apps
from django.db import connection

CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Snapshot:
    """The database at one moment: how many rows each table has, and its bytes, about `size` of them."""

    rows: dict[str, int]
    size: int
    pieces: Iterator[bytes]


class Database(Protocol):
    """What backing up and restoring need of a database; sqlite.py and postgresql.py each are one."""

    KIND: str

    def snapshot(self) -> AbstractContextManager[Snapshot]:
        """Copy the database consistently while it serves."""

    def exists(self) -> bool:
        """Whether there is a database in place."""

    def refuse_if_in_use(self) -> None:
        """Raise Stop while another process has the database open."""

    def fresh(self, stamp: str) -> str:
        """The settings' address (UNDERSIGNED_DATABASE_URL) of a new database beside the one in place."""

    def load(self, pieces: Iterable[bytes], into: str, *, rights: bool) -> dict[str, int]:
        """Make the new database from a snapshot's bytes; its rows by table.

        With `rights`, also what the database lets which of its users do; they must exist.
        """

    def discard(self, address: str) -> None:
        """Delete a database that load() made."""

    def swap(self, address: str, stamp: str) -> str:
        """Put the new database in place; returns where the old one now is, or an empty string."""


def this() -> Database:
    """The database that the settings name."""
    from undersigned.config.backups import postgresql, sqlite  # noqa: PLC0415 - each imports this module

    return postgresql if connection.vendor == "postgresql" else sqlite


def tables() -> list[str]:
    """The tables of all models, whether or not they exist yet."""
    return sorted({model._meta.db_table for model in apps.get_models(include_auto_created=True)})  # noqa: SLF001
