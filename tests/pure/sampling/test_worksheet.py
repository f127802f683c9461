"""Rounding, roots and tallies: what all worksheets are made of."""

from fractions import Fraction

import pytest

from undersigned.pure.sampling.profiles import counted
from undersigned.pure.sampling.rounding import half_up, root
from undersigned.pure.sampling.worksheet import Decision, Step, Tally


def test_halves_are_rounded_upwards() -> None:
    assert [half_up(Fraction(n, 2)) for n in (-1, 1, 3, 4)] == [0, 1, 2, 2]
    assert half_up(Fraction("71.465"), 2) == Fraction("71.47")
    assert half_up(Fraction("33.28804"), 4) == Fraction("33.2880")


def test_a_root_is_exact_where_there_is_an_exact_one_and_else_good_to_50_digits() -> None:
    assert root(Fraction(0)) == 0
    assert root(Fraction(1_000_001**2, 4)) == Fraction(1_000_001, 2)
    assert abs(root(Fraction(2)) ** 2 - 2) < Fraction(1, 10**48)


def test_a_step_shows_its_decimal_places_and_no_more() -> None:
    shown = [Step("key", "text", "", Fraction(value), 2).shown for value in (-1, 0, 10**9)]
    assert shown == ["-1.00", "0.00", "1000000000.00"]
    assert Step("key", "text", "", Fraction("1074.80946"), 4).shown == "1074.8095"
    assert Step("key", "text", "", Fraction(25, 10)).shown == "3"


@pytest.mark.parametrize(
    "figures",
    [
        (100, 0, 0, 0, 0, 10),
        (100, 101, 0, 0, 0, 10),
        (100, 10, 8, 3, 0, 10),
        (100, 10, 5, 0, 6, 10),
        (100, 10, -1, 0, 0, 10),
        (100, 10, 0, -1, 0, 10),
        (100, 10, 0, 0, -1, 10),
        (100, 10, 0, 0, 0, 0),
        (100, 10, 0, 0, 0, 10, -1),
        (100, 10, 0, 0, 0, 10, 91),
    ],
)
def test_figures_that_cannot_be_are_refused(figures: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"counted below zero|has lines|More was found"):
        Tally(*figures)


def test_a_count_stops_as_soon_as_the_answer_is_certain() -> None:
    def decision(sampled: int, valid: int) -> Decision:
        return counted(Tally(100, sampled, valid, sampled - valid, 0, 60)).decision

    assert decision(60, 60) is Decision.SUFFICIENT
    assert decision(60, 59) is Decision.FULL_CHECK
    assert decision(60, 20) is Decision.FULL_CHECK
    assert decision(60, 19) is Decision.INSUFFICIENT
