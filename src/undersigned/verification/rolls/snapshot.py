"""Opening a roll's snapshot: for the worker, which links, and the office, where reviewers look voters up."""

import base64
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from undersigned.journal.sealed import unseal
from undersigned.verification.models import Roll
from undersigned.verification.rolls.layout import COLUMNS
from undersigned.verification.rolls.parts import hash_of
from undersigned.verification.rolls.trouble import Trouble, Why
from undersigned.verification.states.rolls import RollState

if TYPE_CHECKING:
    import duckdb


class RollGone(Exception):
    """The roll was destroyed, or is not ready yet."""


def folder_of(roll: Roll) -> Path:
    """Where a roll's files are."""
    return Path(settings.ROLLS, bytes(roll.ref).hex())


def key_of(roll: Roll) -> bytes:
    """The key of a roll's files; only the worker and the office can open it."""
    return base64.b64decode(unseal(roll.sealed_key, of="rolls", ref=bytes(roll.ref))["key"])


def faulty_part(roll: Roll) -> str:
    """The first part of a ready roll that is missing or not as it was read in; empty if all are."""
    for part in roll.manifest["parts"]:
        path = folder_of(roll) / part["name"]
        if not path.exists() or hash_of(path) != part["sha256"]:
            return str(part["name"])
    return ""


def open_roll(roll: Roll, *, memory: str = "1GB", threads: int = 1) -> "duckdb.DuckDBPyConnection":
    """A database in memory with a view `roll` of COLUMNS, a row a voter. Close it after use.

    Whoever opens it writes into the journal why (`journal.sealed.note_opening`, of `rolls`). Rows whose
    `confidential` is true may be linked, and never be shown. Raises RollGone; Trouble (damaged) if a file of the
    snapshot is not as it was read in.
    """
    # Slow import: the public site imports every stage's views, and needs no DuckDB.
    from undersigned.verification.rolls.opening import connect  # noqa: PLC0415

    if roll.state != RollState.READY:
        raise RollGone(roll.state)
    if faulty_part(roll):
        raise Trouble(Why.DAMAGED)
    folder = folder_of(roll).resolve()
    database = connect(folder, key_of(roll), memory=memory, threads=threads)
    database.execute(f"CREATE VIEW roll AS SELECT {', '.join(COLUMNS)} FROM part")  # noqa: S608 - our own words
    return database
