"""The engine `splink`: the same levels and weights, computed by Splink 5 on DuckDB.

Splink is the optional extra `splink`; whoever does not choose this engine does not need it.
"""

from collections.abc import Iterator
from typing import Any

import duckdb
from splink.backends.duckdb import DuckDBAPI

from undersigned.pure.linkage.score import Model
from undersigned.pure.linkage.specification import COLUMNS, COMPARISONS
from undersigned.verification.linking.builtin import KEPT
from undersigned.verification.linking.splink_predict import PAIRS, SIDES, lookups, predict, record
from undersigned.verification.linking.splink_settings import settings, weight
from undersigned.verification.linking.sql import level_number


def score(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Make `scored` of `pairs`, as the builtin engine does."""
    chosen = settings(model)
    for name, select in tables(chosen):
        connection.execute(f"CREATE OR REPLACE TEMP VIEW splink_{name} AS {select}")
    database = DuckDBAPI(connection)
    weighed = predict(database, chosen)
    rank(connection, weighed.physical_name)
    weighed.drop_table_from_database_and_remove_from_cache()


def tables(chosen: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The tables that Splink reads: their names, and SQL that selects them."""
    columns = ", ".join(["row", *COLUMNS])
    for side, table in zip(SIDES, ("prepared_signers", "prepared_roll"), strict=True):
        yield side, f"SELECT {columns} FROM {table}"  # noqa: S608 - our own words
    left, right = record(SIDES[0], "signer_row"), record(SIDES[1], "roll_row")
    yield PAIRS, f"SELECT {left} AS join_key_l, {right} AS join_key_r, '0' AS match_key FROM pairs"  # noqa: S608
    for column, name in lookups(chosen).items():
        yield name, f"SELECT {column}, share AS tf_{column} FROM shares_{column}"  # noqa: S608


def rank(connection: duckdb.DuckDBPyConnection, weighed: str) -> None:
    """Make `scored` of what Splink predicted: the best KEPT voters, with each level and weight."""
    weights = [f"({weight(one)})::DOUBLE AS weight_{one.key}" for one in COMPARISONS]
    levels = [f"{level_number(one)} AS level_{one.key}" for one in COMPARISONS]
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE scored AS "  # noqa: S608 - our own words
        "WITH weighed AS (SELECT l.signer, l.row AS signer_row, r.row AS roll_row, r.voter,"
        f" match_weight::DOUBLE AS weight, {', '.join(weights)} FROM {weighed} AS pairs"
        " JOIN prepared_signers AS l ON l.row = pairs.row_l"
        " JOIN prepared_roll AS r ON r.row = pairs.row_r),"
        " read AS (FROM weighed QUALIFY row_number() OVER"
        " (PARTITION BY signer, roll_row ORDER BY weight DESC, signer_row) = 1),"
        " best AS (FROM read QUALIFY row_number() OVER"
        f" (PARTITION BY signer ORDER BY weight DESC, voter) <= {KEPT})"
        f" SELECT best.*, {', '.join(levels)} FROM best"
        " JOIN prepared_signers AS l ON l.row = best.signer_row"
        " JOIN prepared_roll AS r ON r.row = best.roll_row"
    )
