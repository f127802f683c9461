"""The built-in engine: the specification's levels and weights, computed by DuckDB itself."""

import re
from collections import Counter

import duckdb

from undersigned.pure.linkage.score import Model
from undersigned.pure.linkage.specification import COMPARISONS
from undersigned.verification.linking.sql import level_number, level_weight, number

KEPT = 5  # candidates of a signer
SIMILARITY = re.compile(r"jaro_winkler\([lr]\.\w+, [lr]\.\w+\)")

# Of several readings of a name the best one's; of several voters the best KEPT.
BEST = f"""
WITH read AS (FROM weighed QUALIFY row_number() OVER
  (PARTITION BY signer, roll_row ORDER BY weight DESC, signer_row) = 1)
FROM read QUALIFY row_number() OVER (PARTITION BY signer ORDER BY weight DESC, voter) <= {KEPT}
"""


def score(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Make `scored` of `pairs`: signer, roll_row, voter, weight, and each level and its weight.

    Weights by comparison are worked out for those alone that are kept.
    """
    connection.execute(f"CREATE OR REPLACE TEMP TABLE weighed AS {_weighed(model)}")
    weights = [f"{level_weight(one, model)} AS weight_{one.key}" for one in COMPARISONS]
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE scored AS SELECT best.*, {', '.join(weights)}"  # noqa: S608 - our own words
        f" FROM ({BEST}) AS best JOIN weighed_signers AS l ON l.row = best.signer_row"
        " JOIN weighed_roll AS r ON r.row = best.roll_row"
    )


def _weighed(model: Model) -> str:
    levels, similarities = _once(
        ", ".join(f"{level_number(one)} AS level_{one.key}" for one in COMPARISONS)
    )
    total = " + ".join(level_weight(one, model) for one in COMPARISONS)
    return (
        f"SELECT l.signer, pairs.signer_row, pairs.roll_row, r.voter, {levels},"  # noqa: S608 - our own words
        f" {number(model.prior)} + {total} AS weight FROM pairs"
        " JOIN weighed_signers AS l ON l.row = pairs.signer_row"
        f" JOIN weighed_roll AS r ON r.row = pairs.roll_row, LATERAL (SELECT {similarities}) AS once"
    )


def _once(levels: str) -> tuple[str, str]:
    """Levels that ask for a similarity several times, and what they ask, to be worked out once."""
    often = [call for call, times in Counter(SIMILARITY.findall(levels)).items() if times > 1]
    for at, call in enumerate(often):
        levels = levels.replace(call, f"once.similar{at}")
    return levels, ", ".join(f"{call} AS similar{at}" for at, call in enumerate(often))
