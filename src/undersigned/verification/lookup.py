"""Rows of a roll, out of its opened snapshot (a DuckDB connection with the view `roll`)."""

from collections.abc import Iterable
from typing import Any

import duckdb

from undersigned.verification.candidates import COLUMNS

FOUND = 20  # rows that a search shows
SHORTEST = 2  # letters of a word that is looked for
# DuckDB 2.0 takes an encrypted file for changed when it skips a part of it, as these would have it do.
SKIPPING = (
    *("filter_pushdown", "join_filter_pushdown", "late_materialization"),
    *("limit_pushdown", "top_n"),
)

_WANTED = ", ".join(["voter", "confidential", *COLUMNS])
_TEXT = (
    "lower(strip_accents(concat_ws(' ', last, first, middle, suffix,"
    " number, street, unit, line_address, city, postcode)))"
)


def rows_of(roll: duckdb.DuckDBPyConnection, voters: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The rows of these voters, by their numbers."""
    wanted = sorted(set(voters))
    sql = f"SELECT {_WANTED} FROM roll WHERE voter IN (SELECT unnest($1::VARCHAR[]))"  # noqa: S608 - own words
    return {row["voter"]: row for row in _rows(roll, sql, [wanted])}


def search(roll: duckdb.DuckDBPyConnection, words: str) -> list[dict[str, Any]]:
    """Rows in which each of the words begins or stands within some word; at most FOUND, without confidential ones."""
    given = [word for word in words.lower().split() if len(word) >= SHORTEST or word.isdigit()]
    if not given:
        return []
    each = " AND ".join([f"contains({_TEXT}, strip_accents(?))"] * len(given))
    sql = f"SELECT {_WANTED} FROM roll WHERE NOT confidential AND {each} ORDER BY last, first, voter LIMIT {FOUND}"  # noqa: S608
    return _rows(roll, sql, given)


def _rows(roll: duckdb.DuckDBPyConnection, sql: str, values: list[Any]) -> list[dict[str, Any]]:
    roll.execute(f"SET disabled_optimizers = '{','.join(SKIPPING)}'")
    found = roll.execute(sql, values)
    names = [column[0] for column in found.description]
    rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    roll.execute("RESET disabled_optimizers")
    return rows
