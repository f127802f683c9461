"""What a sample says of the whole, without a state's rule."""

from fractions import Fraction
from itertools import combinations
from math import inf, sqrt

import pytest
from tests.pure.sampling.published import R71, R71_DUPLICATES, R71_LINES

from undersigned.pure.sampling.estimators import (
    Estimate,
    distinct,
    duplicates,
    error_of_distinct,
    goodman,
    multiplicity,
    neyman,
    stratified,
)
from undersigned.pure.sampling.rounding import half_up

HALF = Fraction(1, 2)
# Six lines: a voter alone, one with two lines, one with three
VOTERS = "abbccc"


def worths(sample: tuple[str, ...]) -> list[Fraction]:
    return [Fraction(1, VOTERS.count(voter)) for voter in sample]


@pytest.mark.parametrize(("checked", "found", "projected"), R71)
def test_washington_r_71_projects_its_duplicates(checked: int, found: int, projected: int) -> None:
    assert half_up(duplicates(R71_LINES, checked, found)) == projected


def test_all_lines_of_r_71_would_have_shown_every_duplicate() -> None:
    assert duplicates(R71_LINES, R71_LINES, R71_DUPLICATES) == R71_DUPLICATES


def test_goodman_s_form_with_pairs_is_the_linear_one() -> None:
    pairs = distinct(24034, 722, 518, 2)
    assert goodman(24034, 722, {1: 514, 2: 2}) == pairs
    assert f"{float(pairs):.4f}" == "15024.0548"


def test_goodman_s_estimate_is_right_on_average_however_often_voters_signed() -> None:
    samples = list(combinations(VOTERS, 3))
    total = Fraction(0)
    for sample in samples:
        times = [sample.count(voter) for voter in set(sample)]
        total += goodman(6, 3, {k: times.count(k) for k in set(times)})
    assert total / len(samples) == 3


def test_multiplicity_is_right_on_average() -> None:
    samples = list(combinations(VOTERS, 4))
    values = [multiplicity(6, worths(sample)).value for sample in samples]
    assert sum(values) / len(samples) == 3


def test_the_error_of_multiplicity_is_that_of_its_samples() -> None:
    samples = list(combinations(VOTERS, 4))
    estimates = [multiplicity(6, worths(sample)) for sample in samples]
    scatter = sum((one.value - 3) ** 2 for one in estimates) / len(samples)
    assert sum(one.error**2 for one in estimates) / len(samples) == pytest.approx(float(scatter))


def test_a_sample_of_all_has_no_error_and_one_of_a_single_line_an_untold_one() -> None:
    assert multiplicity(6, worths(tuple(VOTERS))) == Estimate(Fraction(3), 0.0)
    assert multiplicity(6, [HALF]) == Estimate(Fraction(3), inf)


def test_a_single_line_has_no_pair() -> None:
    assert distinct(6, 1, 1, 0) == 6


def test_the_error_without_multiplicity_grows_with_the_duplicates() -> None:
    plain = error_of_distinct(24034, 721, Fraction(3, 4), 0)
    assert plain == pytest.approx(24034 / 721 * sqrt(721 * (1 - 721 / 24034) * 3 / 16))
    assert error_of_distinct(24034, 721, Fraction(3, 4), 481) == pytest.approx(
        24034 / 721 * sqrt((plain * 721 / 24034) ** 2 + 481)
    )


def test_strata_add_up() -> None:
    parts = [Estimate(Fraction(30), 3.0), Estimate(Fraction(5), 4.0)]
    assert stratified(parts) == Estimate(Fraction(35), 5.0)


def test_lines_go_where_they_take_most_off_the_error() -> None:
    assert neyman([(1000, 0.4), (1000, 0.1)], 100) == (80, 20)
    assert neyman([(5000, 0.1), (1000, 0.5)], 200) == (100, 100)
    assert neyman([(1000, 0.0), (3000, 0.0)], 100) == (25, 75)


def test_no_allocation_is_better() -> None:
    strata, total = [(30, 0.5), (20, 0.3), (9, 0.9)], 20

    def variance(drawn: tuple[int, ...]) -> float:
        return sum((n * s) ** 2 / got for (n, s), got in zip(strata, drawn, strict=True))

    all_ = [
        (one, two, total - one - two)
        for one in range(2, total)
        for two in range(2, total - one - 1)
        if total - one - two <= 9
    ]
    assert variance(neyman(strata, total)) == min(variance(drawn) for drawn in all_)


def test_no_stratum_gives_more_than_it_has_or_less_than_two() -> None:
    assert neyman([(10, 0.5), (1, 0.5), (1000, 0.0)], 50) == (10, 1, 39)
    assert neyman([(10, 0.5), (10, 0.5)], 20) == (10, 10)
    for total in (3, 21):
        with pytest.raises(ValueError, match="cannot be divided"):
            neyman([(10, 0.5), (10, 0.5)], total)
