"""Splink 5 weighs pairs: the same on DuckDB and on Spark. Nothing is trained."""

from typing import Any

from splink import Linker
from splink.internals.database_api import DatabaseAPI
from splink.internals.splink_dataframe import SplinkDataFrame

SIDES = ("signers", "the_roll")  # Splink's left is the first of them in alphabetical order
PAIRS = "pairs"  # join_key_l, join_key_r, match_key


def record(side: str, row: str) -> str:
    """SQL for what Splink calls a record in a pair: its side and its row."""
    return f"concat('{side}-__-', {row})"


def lookups(settings: dict[str, Any]) -> dict[str, str]:
    """The columns whose shares of the roll a model asks for, each with its table's name."""
    levels = [level for one in settings["comparisons"] for level in one["comparison_levels"]]
    columns = {level["tf_adjustment_column"] for level in levels if "tf_adjustment_column" in level}
    return {column: f"tf_{column}" for column in sorted(columns)}


def names(settings: dict[str, Any]) -> tuple[str, ...]:
    """The tables that a prediction reads; in the database each has `splink_` before its name."""
    return (*SIDES, PAIRS, *lookups(settings).values())


def predict(database: DatabaseAPI[Any], settings: dict[str, Any]) -> SplinkDataFrame:
    """Weigh the pairs: a row each of row_l, row_r, match_weight, and the weights it is made of."""
    sides = [database.register(f"splink_{side}", dataset_display_name=side) for side in SIDES]
    linker = Linker(sides, settings, log_level=None)
    for column, table in lookups(settings).items():
        shares = database.register(f"splink_{table}")
        linker.table_management.register_term_frequency_lookup(shares, column)
    pairs = database.register(f"splink_{PAIRS}")
    linker.table_management.register_blocked_pairs_for_predict(pairs)
    return linker.inference.predict(warning_mode="never")
