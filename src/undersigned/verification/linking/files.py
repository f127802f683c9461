"""Two CSV files as a roll and its signers, columns found by their names. For trying the linkage."""

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import duckdb

from undersigned.verification.linking.rows import Signer
from undersigned.verification.rolls.layout import COLUMNS, PARTS
from undersigned.verification.rolls.synonyms import columns_of, plain

NAMES = frozenset(["name", "fullname", "signer", "signername", "printedname", "nombrecompleto"])
SIGNED = {"address": "line_address"}  # what a Signer calls otherwise than a roll


class UnknownColumns(Exception):
    """A file has no column that tells who its rows are."""


def open_roll(path: Path, truth: str = "") -> duckdb.DuckDBPyConnection:
    """A database in memory with a view `roll` of the file's rows, and `truths` of voter and truth.

    Without a column for it, a voter is the row's number. Raises UnknownColumns, OSError.
    """
    database = duckdb.connect()
    found = _read(database, path, "roll_file")
    if not {"last", "first"} & found.keys():
        raise UnknownColumns(f"{path.name}: no column for a last or a first name.")
    own = {column: _expression(column, found) for column in COLUMNS if column != "confidential"}
    own["voter"] = found.get("voter", "number_of_row::VARCHAR")
    listed = ", ".join(f"{expression} AS {column}" for column, expression in own.items())
    database.execute(f"CREATE VIEW roll AS SELECT {listed} FROM roll_file")  # noqa: S608 - our own words
    _keep_truths(database, own["voter"], truth, path)
    return database


def signers(database: duckdb.DuckDBPyConnection, path: Path) -> Iterator[Signer]:
    """The rows of a file as signers, numbered from 1. Raises UnknownColumns, OSError."""
    found = _read(database, path, "signer_file")
    if not {"name", "last", "first"} & found.keys():
        raise UnknownColumns(f"{path.name}: no column for a name.")
    names = [field.name for field in fields(Signer)][1:]
    listed = ", ".join(_expression(SIGNED.get(name, name), found) for name in names)
    rows = database.sql(f"SELECT number_of_row, {listed} FROM signer_file ORDER BY 1").fetchall()  # noqa: S608
    for number, *parts in rows:
        yield Signer(number, **dict(zip(names, parts, strict=True)))


def truths(database: duckdb.DuckDBPyConnection, table: str, truth: str) -> dict[str, str]:
    """A column of the signers' file by the row's number, or of the roll's by voter."""
    key = "voter" if table == "truths" else "number_of_row"
    return dict(database.sql(f'SELECT {key}::VARCHAR, "{truth}" FROM {table}').fetchall())  # noqa: S608


def _read(database: duckdb.DuckDBPyConnection, path: Path, table: str) -> dict[str, str]:
    """Read a file into a table; which part of a row its columns hold, as SQL."""
    path.open("rb").close()  # DuckDB's own error would not be an OSError
    source = (
        f"read_csv('{str(path).replace(chr(39), chr(39) * 2)}', all_varchar = true, header = true)"
    )
    database.execute(
        f"CREATE TABLE {table} AS SELECT row_number() OVER () AS number_of_row, * FROM {source}"  # noqa: S608
    )
    names = [name for name, *_ in database.sql(f"DESCRIBE {table}").fetchall()][1:]
    found = {part: names[number - 1] for part, number in columns_of(tuple(names)).items()}
    if whole := next((name for name in names if plain(name) in NAMES), None):
        found["name"] = whole
    return {
        part: f"coalesce(\"{name.replace(chr(34), chr(34) * 2)}\", '')"
        for part, name in found.items()
    }


def _expression(column: str, found: dict[str, str]) -> str:
    """A column of COLUMNS, made of the parts that the file has."""
    parts = [found[part] for part in PARTS.get(column, (column,)) if part in found]
    return f"trim(concat_ws(' ', {', '.join(parts)}))" if parts else "''"


def _keep_truths(database: duckdb.DuckDBPyConnection, voter: str, truth: str, path: Path) -> None:
    if not truth:
        return
    try:
        database.execute(
            f'CREATE VIEW truths AS SELECT {voter} AS voter, "{truth}" FROM roll_file'  # noqa: S608
        )
    except duckdb.BinderException:
        raise UnknownColumns(f"{path.name}: no column “{truth}”.") from None
