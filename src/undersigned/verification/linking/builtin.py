"""The built-in engine: the specification's levels and weights, computed by DuckDB itself."""

import duckdb

from undersigned.pure.linkage.score import Model
from undersigned.pure.linkage.specification import COMPARISONS
from undersigned.verification.linking.sql import level_number, level_weight, number

KEPT = 5  # candidates of a signer


def score(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Make `scored` of `pairs`: signer, roll_row, voter, weight, and each level and its weight.

    The best KEPT voters of each signer; of several readings of a name the best one's.
    """
    levels = [f"{level_number(one)} AS level_{one.key}" for one in COMPARISONS]
    weights = [f"{level_weight(one, model)} AS weight_{one.key}" for one in COMPARISONS]
    total = " + ".join(f"weight_{one.key}" for one in COMPARISONS)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE scored AS "  # noqa: S608 - our own words
        f"WITH compared AS (SELECT l.signer, pairs.signer_row, pairs.roll_row, r.voter,"
        f" {', '.join(levels)}, {', '.join(weights)} FROM pairs"
        f" JOIN weighed_signers AS l ON l.row = pairs.signer_row"
        f" JOIN weighed_roll AS r ON r.row = pairs.roll_row),"
        f" summed AS (SELECT *, {number(model.prior)} + {total} AS weight FROM compared),"
        " read AS (FROM summed QUALIFY row_number() OVER"
        " (PARTITION BY signer, roll_row ORDER BY weight DESC, signer_row) = 1)"
        " FROM read QUALIFY row_number() OVER"
        f" (PARTITION BY signer ORDER BY weight DESC, voter) <= {KEPT}"
    )
