"""The roll's shares of names and places, and how often pairs of its rows agree: all the u."""

import duckdb

from undersigned.pure.linkage.levels import Comparison, Level
from undersigned.pure.linkage.score import Model
from undersigned.pure.linkage.specification import COMPARISONS, FREQUENCIES
from undersigned.verification.linking.sql import level_number

PAIRS = 250_000  # enough for a u of one in ten thousand
SPREAD, STEP = 40_503_017, 104_729_003  # pairs lie all over the roll, and are the same each time

SHARES = """
CREATE OR REPLACE TEMP TABLE shares_{column} AS
SELECT {column}, (count(*) - {less}) / sum(count(*)) OVER ({partition}) AS share
FROM prepared_roll WHERE {column} IS NOT NULL GROUP BY {column}{by}
"""


def add_shares(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    """Make `weighed_<table>` of `prepared_<table>`: beside each column of FREQUENCIES its `tf_`."""
    shares = [f"shares_{column}.share AS tf_{column}" for column in FREQUENCIES]
    joins = [f"LEFT JOIN shares_{column} USING ({column})" for column in FREQUENCIES]
    columns = ", ".join([f"prepared_{table}.*", *shares])
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE weighed_{table} AS "  # noqa: S608 - our own words
        f"SELECT {columns} FROM prepared_{table} {' '.join(joins)}"
    )


def measure_shares(connection: duckdb.DuckDBPyConnection) -> None:
    """Make a table `shares_<column>` for each column of FREQUENCIES."""
    for column, among in FREQUENCIES.items():
        partition, by, less = (f"PARTITION BY {among}", f", {among}", 0.5) if among else ("", "", 0)
        connection.execute(SHARES.format(column=column, partition=partition, by=by, less=less))


def measure(connection: duckdb.DuckDBPyConnection) -> Model:
    """The model of this roll: its size, and a base u for each level that publishes none."""
    measure_shares(connection)
    rows = connection.sql("SELECT count(*) FROM prepared_roll").fetchall()[0][0]
    return Model(rows, _bases(connection, rows))


def _bases(connection: duckdb.DuckDBPyConnection, rows: int) -> dict[tuple[str, str], float]:
    asked = [one for one in COMPARISONS if any(level.measured for level in one.levels)]
    _draw(connection, asked, rows)
    return {
        (comparison.key, level.key): u
        for comparison in asked
        for level, u in _us(connection, comparison)
    }


def _draw(connection: duckdb.DuckDBPyConnection, asked: list[Comparison], rows: int) -> None:
    """The levels of PAIRS pairs of different rows of the roll, or fewer, picked by arithmetic."""
    levels = ", ".join(f"{level_number(one)} AS {one.key}" for one in asked)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE drawn AS "  # noqa: S608 - our own words
        f"WITH picks AS (SELECT pick * {SPREAD} % $rows AS one,"
        f" 1 + (pick * {STEP} + pick // $rows) % greatest($rows - 1, 1) AS further"
        f" FROM range($many) AS picks(pick))"
        f" SELECT {levels} FROM picks JOIN prepared_roll AS l ON l.row = picks.one"
        " JOIN prepared_roll AS r ON r.row = (picks.one + picks.further) % $rows",
        {"rows": rows, "many": min(PAIRS, rows * (rows - 1))},
    )


def _us(connection: duckdb.DuckDBPyConnection, comparison: Comparison) -> list[tuple[Level, float]]:
    """Share of the pairs that have the values; one pair more and less, so that none is 0 or 1."""
    counted = dict(
        connection.sql(
            f"SELECT {comparison.key}, count(*) FROM drawn WHERE {comparison.key} >= 0 GROUP BY ALL"  # noqa: S608
        ).fetchall()
    )
    whole = sum(counted.values())
    return [
        (level, (counted.get(number, 0) + 1) / (whole + 2))
        for number, level in enumerate(comparison.levels)
    ]
