import re

import pytest

from undersigned.pure.linkage.levels import BlockingKey, Comparison
from undersigned.pure.linkage.specification import BLOCKS, COLUMNS, COMPARISONS, FREQUENCIES

ENOUGH = 12


def sql_of(comparison: Comparison) -> str:
    return " ".join([comparison.missing.sql(), *(level.when.sql() for level in comparison.levels)])


@pytest.mark.parametrize("comparison", COMPARISONS, ids=lambda one: one.key)
def test_conditions_name_prepared_columns_only(comparison: Comparison) -> None:
    assert set(re.findall(r"\{[lr]\}\.(\w+)", sql_of(comparison))) <= COLUMNS.keys()


@pytest.mark.parametrize("comparison", COMPARISONS, ids=lambda one: one.key)
def test_every_pair_reaches_a_level(comparison: Comparison) -> None:
    assert comparison.levels[-1].when.sql() == "TRUE"


@pytest.mark.parametrize("comparison", COMPARISONS, ids=lambda one: one.key)
def test_levels_have_keys_of_their_own(comparison: Comparison) -> None:
    keys = [level.key for level in comparison.levels]
    assert sorted(set(keys)) == sorted(keys)


@pytest.mark.parametrize("comparison", COMPARISONS, ids=lambda one: one.key)
def test_shares_are_of_columns_that_are_counted(comparison: Comparison) -> None:
    assert {level.frequency for level in comparison.levels} - {""} <= FREQUENCIES.keys()


@pytest.mark.parametrize("key", BLOCKS, ids=lambda key: " ".join(key.left))
def test_blocks_are_of_prepared_columns(key: BlockingKey) -> None:
    assert {column for pair in key.columns() for column in pair} <= COLUMNS.keys()


def test_there_are_enough_ways_to_find_a_voter() -> None:
    assert len(set(BLOCKS)) == len(BLOCKS) >= ENOUGH
