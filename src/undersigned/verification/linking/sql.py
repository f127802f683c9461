"""The specification as SQL: the level of a pair, and its weight. Sides are named l and r."""

from math import log2

from undersigned.pure.linkage.levels import Comparison, Level
from undersigned.pure.linkage.score import Model
from undersigned.pure.linkage.specification import BLOCKS

# the one function that the specification's conditions need and DuckDB calls otherwise
JARO_WINKLER = "CREATE OR REPLACE TEMP MACRO jaro_winkler(a, b) AS jaro_winkler_similarity(a, b)"


def level_number(comparison: Comparison) -> str:
    """The number of the level that l and r reach, from 0, best first; -1 where values miss."""
    cases = [f"WHEN {comparison.missing.sql()} THEN -1"]
    cases += [
        f"WHEN {level.when.sql()} THEN {number}" for number, level in enumerate(comparison.levels)
    ]
    return f"CASE {' '.join(cases)} END".format(l="l", r="r")


def level_weight(comparison: Comparison, model: Model) -> str:
    """The weight of the level whose number is in the column `level_<comparison>`."""
    cases = [
        f"WHEN {number} THEN {_weight(level, model.base(comparison, level))}"
        for number, level in enumerate(comparison.levels)
    ]
    return f"CASE level_{comparison.key} {' '.join(cases)} ELSE 0 END"


def blocking_keys(side: int) -> str:
    """A list of numbers, one for each blocking key's values; NULL where one of them is missing.

    `side` is 0 for signers, 1 for the roll.
    """
    keys = []
    for number, key in enumerate(BLOCKS):
        columns = [pair[side] for pair in key.columns()]
        held = " AND ".join(f"{column} IS NOT NULL" for column in columns)
        keys.append(f"CASE WHEN {held} THEN hash({', '.join([str(number), *columns])}) END")
    return f"[{', '.join(keys)}]"


def _weight(level: Level, base: float) -> str:
    plain = number(log2(level.m / base))
    if not level.frequency:
        return plain
    left, right = f"l.tf_{level.frequency}", f"r.tf_{level.frequency}"
    share = f"greatest(coalesce({left}, {right}), coalesce({right}, {left}))"
    more = f"{number(level.scale)} * ({number(log2(base))} - log2({share}))"
    return f"{plain} + coalesce({more}, 0)"


def number(value: float) -> str:
    """A literal that is a double in DuckDB and Spark: one without an exponent is a decimal."""
    return f"{value:.17e}"
