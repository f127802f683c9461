"""What each condition of a comparison holds of two values; that SQL agrees is tests/verification/linking's."""

import pytest

from undersigned.pure.linkage.conditions import (
    Alike,
    AllOf,
    Among,
    AnyOf,
    Condition,
    Differ,
    Initial,
    Missing,
    Near,
    Otherwise,
    Same,
)

NEAR = Near("name", letters=4)
INITIAL = Initial("name")


@pytest.mark.parametrize(
    ("condition", "left", "right", "holds"),
    [
        (Same("name"), "ana", "ana", True),
        (Same("name"), "ana", "anna", False),
        (Same("name"), None, None, False),
        (Differ("name"), "ana", "anna", True),
        (Differ("name"), "ana", None, False),
        (Alike("name", 0.9), "martha", "marhta", True),
        (Alike("name", 0.9), "martha", "june", False),
        (NEAR, "river", "rivers", True),
        (NEAR, "river", "rover", True),
        (NEAR, "river", "lover", False),
        (NEAR, "ana", "anna", False),
        (NEAR, "river", None, False),
        (INITIAL, "a", "ana", True),
        (INITIAL, "ana", "a", True),
        (INITIAL, "b", "ana", False),
        (INITIAL, "ana", "ada", False),
        (INITIAL, None, "a", False),
        (INITIAL, "a", "", False),
        (Missing("name"), None, "ana", True),
        (Missing("name"), "ana", "ana", False),
        (AllOf(NEAR, Same("name")), "river", "river", True),
        (AllOf(NEAR, Same("name")), "river", "rivers", False),
        (AnyOf(NEAR, Missing("name")), "river", None, True),
        (AnyOf(NEAR, Missing("name")), "river", "lover", False),
        (Otherwise(), None, None, True),
    ],
)
def test_it_holds(
    condition: Condition, left: str | None, right: str | None, *, holds: bool
) -> None:
    assert condition.holds({"name": left}, {"name": right}) is holds


def test_a_word_is_among_the_others_words_in_either_direction() -> None:
    among = Among("all", "first")
    one, both = {"all": " garcia ", "first": "garcia"}, {"all": " rio garcia ", "first": "rio"}
    assert among.holds(one, both)
    assert among.holds(both, one)
    assert not among.holds(one, {"all": " gar ", "first": "gar"})
    assert not among.holds(one, {"all": None, "first": None})
