import pytest

from undersigned.pure.linkage.levels import BlockingKey
from undersigned.pure.linkage.specification import BLOCKS, block_size


@pytest.mark.parametrize(
    ("rows", "most"),
    [(0, 100), (50_000, 100), (100_000, 50), (500_000, 10), (10_000_000, 10)],
)
def test_a_loose_key_serves_fewer_rows_in_a_larger_roll(rows: int, most: int) -> None:
    assert block_size(BlockingKey(("first",), loose=True), rows) == most


def test_any_other_key_serves_as_many_rows_in_every_roll() -> None:
    assert block_size(BlockingKey(("first", "last")), 10_000_000) == 100


def test_names_and_places_by_themselves_are_loose() -> None:
    assert {key.left for key in BLOCKS if key.loose} == {
        ("street",),
        ("postcode",),
        ("city",),
        ("last",),
        ("last_sound",),
        ("first",),
    }
