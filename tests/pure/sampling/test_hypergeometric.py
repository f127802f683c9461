"""Exact tails, and the cut-offs that follow from them."""

from fractions import Fraction
from itertools import combinations

import pytest
from tests.pure.sampling.published import CUTS

from undersigned.pure.sampling.hypergeometric import (
    at_least,
    at_most,
    certify_from,
    insufficient_to,
    most_of_kind,
    worksheet,
)
from undersigned.pure.sampling.worksheet import Decision, Tally


@pytest.mark.parametrize("kind", range(8))
@pytest.mark.parametrize("sampled", range(1, 8))
def test_tails_are_what_counting_every_sample_gives(kind: int, sampled: int) -> None:
    found = [sum(line < kind for line in drawn) for drawn in combinations(range(7), sampled)]
    for number in range(sampled + 1):
        more = Fraction(sum(one >= number for one in found), len(found))
        fewer = Fraction(sum(one <= number for one in found), len(found))
        assert at_least(7, kind, sampled, number) == more
        assert at_most(7, kind, sampled, number) == fewer


@pytest.mark.parametrize(("lines", "required", "sampled", "certify", "insufficient"), CUTS)
def test_the_published_cut_offs(
    lines: int, required: int, sampled: int, certify: int, insufficient: int
) -> None:
    assert certify_from(lines, required, sampled) == certify
    assert insufficient_to(lines, required, sampled) == insufficient


def test_a_cut_off_is_the_first_result_within_the_risk() -> None:
    risk = Fraction(1, 20)
    assert at_least(5000, 3499, 500, 367) <= risk < at_least(5000, 3499, 500, 366)
    assert at_most(5000, 3500, 500, 333) <= risk < at_most(5000, 3500, 500, 334)


def test_the_cut_offs_of_michigan_s_stage_have_these_risks() -> None:
    assert f"{float(at_least(373062, 340047, 500, 465)):.3f}" == "0.081"
    assert f"{float(at_most(373062, 340047, 500, 448)):.3f}" == "0.128"


def test_a_sample_too_small_to_decide_has_no_cut_offs() -> None:
    assert certify_from(100, 99, 2) == 3
    assert insufficient_to(100, 2, 2) == -1


@pytest.mark.parametrize("required", [101, 102, 500])
def test_more_than_there_are_is_never_certified(required: int) -> None:
    assert certify_from(100, required, 10) == 11
    assert insufficient_to(100, required, 10) == 10


def test_the_bound_on_a_kind_is_the_last_that_could_have_looked_so() -> None:
    bound = most_of_kind(5000, 300, 1)
    assert at_most(5000, bound, 300, 1) > Fraction(1, 20) >= at_most(5000, bound + 1, 300, 1)
    assert most_of_kind(1000, 300, 0) == 8  # for 0.7 ** 8 is just above 5 percent
    assert most_of_kind(10, 10, 3) == 3
    assert most_of_kind(10, 1, 1) == 10


def test_the_worksheet_says_from_where_and_up_to_where() -> None:
    def sheet(valid: int) -> tuple[Decision, str]:
        done = worksheet(Tally(5000, 500, valid, 500 - valid, 0, 3500))
        cuts = {step.key: step.shown for step in done.steps}
        assert (cuts["risk"], cuts["certify"], cuts["deny"]) == ("5.0", "367", "333")
        assert done.estimate == 10 * valid
        return done.decision, done.reason.key

    assert sheet(367) == (Decision.SUFFICIENT, "proven")
    assert sheet(366) == (Decision.FULL_CHECK, "open")
    assert sheet(334) == (Decision.FULL_CHECK, "open")
    assert sheet(333) == (Decision.INSUFFICIENT, "disproven")
