"""Strata that were drawn each by itself: the bounds add up, and the risk is kept exactly."""

from fractions import Fraction
from itertools import product
from math import comb

import pytest

from undersigned.pure.sampling.strata import Part, worksheet
from undersigned.pure.sampling.worksheet import Decision

RISK = Fraction(1, 5)


def chance(lines: int, kind: int, sampled: int, found: int) -> Fraction:
    """That a sample holds exactly so many."""
    return Fraction(comb(kind, found) * comb(lines - kind, sampled - found), comb(lines, sampled))


def chance_of(decision: Decision, held: tuple[int, int], required: int) -> Fraction:
    """That two strata of 9 and 7 lines, 6 and 4 drawn, lead to a decision."""
    total = Fraction(0)
    for web, paper in product(range(7), range(5)):
        parts = [Part("web", 9, 6, web), Part("paper", 7, 4, paper)]
        if worksheet(parts, required, RISK).decision is decision:
            total += chance(9, held[0], 6, web) * chance(7, held[1], 4, paper)
    return total


@pytest.mark.parametrize("required", [4, 8, 12])
def test_a_wrong_answer_is_no_likelier_than_the_risk(required: int) -> None:
    for held in product(range(10), range(8)):
        if sum(held) < required:
            assert chance_of(Decision.SUFFICIENT, held, required) <= RISK
        else:
            assert chance_of(Decision.INSUFFICIENT, held, required) <= RISK


def test_the_right_answer_comes_where_it_is_clear() -> None:
    parts = [Part("web", 900, 200, 198), Part("paper", 100, 60, 50)]
    assert worksheet(parts, 900).decision is Decision.SUFFICIENT
    assert worksheet(parts, 990).decision is Decision.INSUFFICIENT
    assert worksheet(parts, 970).decision is Decision.FULL_CHECK


def test_the_worksheet_names_each_stratum_and_adds_up() -> None:
    sheet = worksheet([Part("web", 90, 30, 30), Part("paper", 10, 10, 7)], 80)
    values = {step.key: step.value for step in sheet.steps}
    assert values["upper_web"] == 90
    assert (values["lower_paper"], values["upper_paper"]) == (7, 7)
    assert values["lower"] == values["lower_web"] + 7
    assert sheet.estimate == 97
    assert len(values) == len(sheet.steps)


def test_a_stratum_of_which_nothing_was_drawn_may_hold_anything() -> None:
    sheet = worksheet([Part("web", 5, 5, 5), Part("paper", 3, 0, 0)], 6)
    values = {step.key: step.value for step in sheet.steps}
    assert (values["lower"], values["upper"]) == (5, 8)
    assert sheet.decision is Decision.FULL_CHECK


def test_a_petition_without_lines_has_no_worksheet() -> None:
    with pytest.raises(ValueError, match="has lines"):
        worksheet([], 1)
