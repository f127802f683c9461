"""What a check will cost is told before it begins, and told the same to everybody."""

from dataclasses import replace
from fractions import Fraction

import pytest

from undersigned.pure.sampling.forecast import Expected, Forecast, forecast

pytestmark = pytest.mark.long

# 5,000 lines, a fifth not valid, 100 voters twice: 3,900 voters
PETITION = Expected(lines=5000, required=3545, invalid=1000, twice=100)


def test_a_tenth_above_what_is_required_costs_some_200_lines() -> None:
    assert forecast(PETITION) == Forecast(207, 406)


def test_the_closer_the_call_the_more_it_costs() -> None:
    near, far = (forecast(replace(PETITION, required=n)) for n in (3714, 2786))
    assert near.median > 2 * forecast(PETITION).median > 4 * far.median
    assert near.ninety > near.median


def test_a_petition_with_too_few_is_forecast_until_that_is_sure() -> None:
    short = replace(PETITION, required=4290)
    assert not short.sufficient
    assert 100 < forecast(short).median < 400


def test_a_smaller_risk_costs_more() -> None:
    assert forecast(PETITION, Fraction(1, 100)).median > forecast(PETITION).median


def test_what_only_counting_can_settle_costs_every_line_or_nearly() -> None:
    exact = forecast(Expected(lines=60, required=50, invalid=10, twice=0))
    assert 50 <= exact.median <= exact.ninety <= 60


@pytest.mark.parametrize(("invalid", "twice"), [(-1, 0), (0, -1), (99, 1), (101, 0)])
def test_a_petition_that_cannot_be_is_refused(invalid: int, twice: int) -> None:
    with pytest.raises(ValueError, match="more lines than it has"):
        Expected(100, 50, invalid, twice)


def test_the_lines_of_an_expected_petition_are_worth_its_voters() -> None:
    small = Expected(10, 5, 3, 2)
    assert [small.worth(number) for number in range(10)] == [0, 0, 0, 1, 1, 1, 1, 2, 2, 2]
