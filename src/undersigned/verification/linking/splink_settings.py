"""The specification and one roll's model as settings of Splink 5: all m and u fixed, none trained."""

import re
from typing import Any

from undersigned.pure.linkage.conditions import Otherwise
from undersigned.pure.linkage.levels import Comparison, Level
from undersigned.pure.linkage.score import Model
from undersigned.pure.linkage.specification import COMPARISONS

COLUMN = re.compile(r"\{([lr])\}\.(\w+)")


def settings(model: Model) -> dict[str, Any]:
    """A model as Splink saves and loads it, for DuckDB and Spark alike.

    It has no blocking rules: the pairs are given to it, for Splink's rules know no largest block.
    """
    odds = 2**model.prior
    return {
        "link_type": "link_only",
        "unique_id_column_name": "row",
        "probability_two_random_records_match": odds / (1 + odds),
        "blocking_rules_to_generate_predictions": [],
        "comparisons": [_comparison(one, model) for one in COMPARISONS],
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": True,
    }


def weight(comparison: Comparison) -> str:
    """What a comparison weighs, as SQL over the columns that Splink predicts."""
    adjusted = any(level.frequency for level in comparison.levels)
    return f"mw_{comparison.key}" + (f" + mw_tf_adj_{comparison.key}" if adjusted else "")


def _comparison(comparison: Comparison, model: Model) -> dict[str, Any]:
    missing = {
        "sql_condition": _sql(comparison.missing.sql()),
        "label_for_charts": "missing",
        "is_null_level": True,
    }
    levels = [_level(level, model.base(comparison, level)) for level in comparison.levels]
    return {
        "output_column_name": comparison.key,
        "comparison_description": comparison.words,
        "comparison_levels": [missing, *levels],
    }


def _level(level: Level, base: float) -> dict[str, Any]:
    last = isinstance(level.when, Otherwise)
    plain = {
        "sql_condition": "ELSE" if last else _sql(level.when.sql()),
        "label_for_charts": level.words,
        "m_probability": level.m,
        "u_probability": base,
        "fix_m_probability": True,
        "fix_u_probability": True,
    }
    if not level.frequency:
        return plain
    # Without the last of these Splink would take another level's base for the value's.
    return plain | {
        "tf_adjustment_column": level.frequency,
        "tf_adjustment_weight": level.scale,
        "disable_tf_exact_match_detection": True,
    }


def _sql(template: str) -> str:
    """`{l}.first` is `first_l` to Splink."""
    return COLUMN.sub(r"\2_\1", template)
