"""From lines and outcomes to figures: a voter counts once, and each method reads what it may."""

from fractions import Fraction

import pytest

from undersigned.pure.sampling.strata import Part
from undersigned.pure.sampling.worksheet import Decision
from undersigned.verification.counting import Counted, counted
from undersigned.verification.methods import BY_CHANNEL, FULL_COUNT, KEYS, source_of, title_of
from undersigned.verification.queries.results import work
from undersigned.verification.queries.tally import LineNow


def line(number: int, outcome: str = "valid", voter: str = "", **facts: object) -> LineNow:
    given = {"channel": "web", "band": "review", "audited": False, "same_as": None, **facts}
    mark = voter or f"v{number}"
    return LineNow(number, outcome=outcome, voter=mark if outcome == "valid" else "", **given)


@pytest.fixture
def found() -> Counted:
    """Lines 1 and 5 are of one voter, 6 repeats 2, 7 repeats a line that does not count, 8 is undecided."""
    return counted(
        [
            *(line(1), line(2), line(3, "not_registered"), line(4, channel="paper")),
            line(5, voter="v1", channel="paper"),
            line(6, "duplicate", same_as=2),
            line(7, "duplicate", same_as=3),
            line(8, ""),
        ]
    )


def test_a_duplicate_of_a_duplicate_is_of_the_first_ones_voter() -> None:
    twice = [line(2, "duplicate", same_as=1), line(3, "duplicate", same_as=2)]
    around = [line(4, "duplicate", same_as=5), line(5, "duplicate", same_as=4)]
    assert counted([line(1), *twice, *around]).voters == {1: "v1", 2: "v1", 3: "v1"}


def test_a_voters_first_line_in_the_sample_counts_and_the_further_ones_are_duplicates(
    found: Counted,
) -> None:
    tally = found.tally([5, 1, 2, 6, 3, 7], 4)
    assert (tally.raw, tally.sampled) == (8, 6)
    assert (tally.valid, tally.duplicates, tally.invalid) == (2, 2, 2)


def test_a_line_whose_voter_counts_outside_the_sample_is_no_duplicate_in_it(found: Counted) -> None:
    tally = found.tally([6, 5], 4)
    assert (tally.valid, tally.duplicates, tally.invalid) == (2, 0, 0)


def test_each_line_is_worth_its_part_of_its_voter(found: Counted) -> None:
    assert found.worths([1, 2, 3, 4, 7]) == [Fraction(1, 2), Fraction(1, 2), 0, 1, 0]


def test_by_channel_a_voters_first_line_counts_where_it_stands(found: Counted) -> None:
    assert found.parts([1, 3, 4, 5]) == [Part("web", 6, 2, 1), Part("paper", 2, 2, 1)]


def test_a_rule_of_a_state_says_nothing_before_every_drawn_line_is_decided(found: Counted) -> None:
    assert work("california-initiative", found, [1, 8, 2], 4).worksheet is None
    assert work(BY_CHANNEL, found, [1, 8, 2], 4).worksheet is None
    assert work("california-initiative", found, [1, 2], 4).worksheet is not None


def test_a_sequential_one_reads_as_far_as_lines_are_decided(found: Counted) -> None:
    result = work("risk-limiting-5", found, [1, 2, 8, 4], 4)
    assert result.worksheet is not None
    values = {step.key: step.value for step in result.worksheet.steps}
    assert (values["sampled"], result.undecided) == (2, (8,))
    assert not result.final


def test_a_line_waits_while_another_open_line_may_be_its_voters(found: Counted) -> None:
    sought = counted(found.lines.values(), {"v2"})
    result = work("risk-limiting-5", sought, [1, 2, 4], 4)
    assert result.undecided == (2,)
    assert work(BY_CHANNEL, sought, [1, 2, 4], 4).worksheet is None
    assert work("california-initiative", sought, [1, 2, 4], 4).undecided == ()


def test_a_full_count_is_certain_as_soon_as_nothing_can_change_it(found: Counted) -> None:
    numbers = sorted(found.lines)
    assert work(FULL_COUNT, found, numbers, 3).decision is Decision.SUFFICIENT
    assert work(FULL_COUNT, found, numbers, 4).decision is Decision.FULL_CHECK
    assert work(FULL_COUNT, found, numbers, 5).decision is Decision.INSUFFICIENT
    assert work(FULL_COUNT, found, [8], 5).decision is None


@pytest.mark.parametrize("method", KEYS)
def test_every_method_has_a_title_and_a_source(method: str) -> None:
    assert title_of(method)
    assert source_of(method)
