"""The rules of states give what was published, to the last digit."""

from dataclasses import replace
from fractions import Fraction

import pytest
from tests.pure.sampling.published import CASES, Published

from undersigned.pure.sampling.rounding import half_up
from undersigned.pure.sampling.statutes import PROFILES, california, illinois
from undersigned.pure.sampling.worksheet import Decision, Tally, Worksheet


def sheet(profile: str, tally: Tally) -> Worksheet:
    return PROFILES[profile].worksheet(tally)


def shown(worksheet: Worksheet) -> dict[str, str]:
    return {step.key: step.shown for step in worksheet.steps}


@pytest.mark.parametrize("published", CASES, ids=lambda one: one.case)
def test_what_was_published_comes_out(published: Published) -> None:
    worksheet = sheet(published.profile, published.tally)
    assert worksheet.decision is published.decision
    if published.estimate is not None:
        assert half_up(worksheet.estimate) == published.estimate


def test_every_profile_is_found_by_its_key_and_names_its_source() -> None:
    assert {key: profile.key for key, profile in PROFILES.items()} == {key: key for key in PROFILES}
    assert [profile.key for profile in PROFILES.values() if not profile.source] == []
    states = {key.split("-")[0] for key in PROFILES}
    assert states == {
        "full", "california", "washington", "oregon", "arizona", "colorado", "nevada",
        "illinois", "michigan",
    }  # fmt: skip


@pytest.mark.parametrize("profile", PROFILES)
def test_where_every_line_was_looked_at_nothing_is_projected(profile: str) -> None:
    counted = sheet(profile, Tally(300, 300, 200, 90, 10, 200))
    assert (counted.estimate, counted.decision) == (200, Decision.SUFFICIENT)
    counted = sheet(profile, Tally(300, 300, 200, 90, 10, 201))
    assert (counted.estimate, counted.decision) == (200, Decision.INSUFFICIENT)


@pytest.mark.parametrize(
    ("profile", "lines", "sample"),
    [
        ("california-initiative", 499, 499),
        ("california-initiative", 500, 500),
        ("california-initiative", 16_666, 500),
        ("california-initiative", 24_034, 722),
        ("california-initiative", 24_000, 720),
        ("california-recall", 24_034, 722),
        ("california-county-recall", 25_000, 1250),
        ("california-in-lieu", 99, 99),
        ("california-in-lieu", 1999, 100),
        ("california-in-lieu", 2001, 101),
        ("washington", 100, 3),
        ("washington", 101, 4),
        ("oregon", 900, 900),
        ("oregon", 152_127, 1000),
        ("arizona", 101, 6),
        ("colorado", 3000, 3000),
        ("colorado", 106_119, 5306),
        ("colorado", 182_090, 9105),
        ("colorado", 163_598, 8180),
        ("colorado", 203_335, 10_167),
        ("nevada", 500, 500),
        ("nevada", 10_001, 501),
        ("illinois", 500, 500),
        ("illinois", 5000, 500),
        ("illinois", 5010, 501),
        ("michigan", 425_210, 500),
        ("full-count", 7, 7),
    ],
)
def test_so_many_lines_are_drawn(profile: str, lines: int, sample: int) -> None:
    assert PROFILES[profile].size(lines) == sample


def test_oregon_s_second_sample_is_the_larger_one() -> None:
    second = PROFILES["oregon"].second
    assert second
    assert [second(lines) for lines in (900, 5000, 152_127)] == [900, 1001, 7607]


def test_michigan_s_second_sample_has_3000_lines() -> None:
    second = PROFILES["michigan"].second
    assert second
    assert [second(lines) for lines in (900, 373_062)] == [900, 3000]


def test_california_prints_each_value_of_the_regulation_s_example() -> None:
    values = shown(sheet("california-initiative", Tally(24034, 722, 516, 205, 2, 15000)))
    assert values == {
        "lines": "24034",
        "required": "15000",
        "sampled": "722",
        "valid": "516",
        "invalid": "205",
        "duplicates": "2",
        "percent": "71.47",
        "projected": "17178",
        "value": "33.2881",
        "weight": "1074.8095",
        "deduction": "2150",
        "estimate": "15028",
        "percent_of_required": "100.19",
    }


def test_a_california_worksheet_prints_the_unrounded_deduction() -> None:
    values = shown(sheet("california-initiative-sheet", Tally(10007, 500, 262, 237, 1, 8738)))
    assert (values["projected"], values["deduction"], values["estimate"]) == (
        "5244", "380.5462", "4864",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("required", "decision", "reason"),
    [
        (15028 * 100 // 95 + 1, Decision.INSUFFICIENT, "below_95"),
        (15028 * 100 // 95, Decision.FULL_CHECK, "between_95_110"),
        (15028 * 100 // 110 + 1, Decision.FULL_CHECK, "between_95_110"),
        (15028 * 100 // 110, Decision.SUFFICIENT, "above_110"),
    ],
)
def test_california_goes_by_95_and_110_percent(
    required: int, decision: Decision, reason: str
) -> None:
    worksheet = sheet("california-initiative", Tally(24034, 722, 516, 205, 2, required))
    assert (worksheet.decision, worksheet.reason.key) == (decision, reason)


def test_at_exactly_the_bounds_california_looks_at_every_line() -> None:
    exact = Tally(10_000, 500, 475, 25, 0, 10_000)
    assert sheet("california-initiative", exact).decision is Decision.FULL_CHECK
    exact = Tally(11_000, 500, 500, 0, 0, 10_000)
    assert sheet("california-initiative", exact).decision is Decision.FULL_CHECK


def test_california_rounds_halves_upwards() -> None:
    eighth = california.project(Tally(80_000, 16_000, 2, 0, 0, 10))
    assert shown(eighth)["percent"] == "0.01"  # 0.0125
    half = california.project(Tally(80_000, 20_000, 3, 0, 0, 10))
    assert shown(half)["percent"] == "0.02"  # 0.015


def test_washington_publishes_the_rate_with_duplicates() -> None:
    values = shown(sheet("washington", Tally(266006, 10819, 9442, 1377, 24, 224880)))
    assert values["rate"] == "17.96"
    assert values["acceptable"] == "4.6066"


def test_washington_accepts_51_pairs_in_2014() -> None:
    values = shown(sheet("washington", Tally(348072, 10512, 9606, 897, 9, 246372)))
    assert values["acceptable"] == "51.0796"


def test_washington_without_room_for_any_pair_looks_at_every_line() -> None:
    tally = Tally(10_000, 300, 150, 150, 0, 6000)
    assert sheet("washington", tally).decision is Decision.FULL_CHECK
    assert sheet("washington", replace(tally, required=1370)).decision is Decision.FULL_CHECK
    assert sheet("washington", replace(tally, required=1360)).decision is Decision.SUFFICIENT


def test_colorado_goes_by_90_and_110_percent_the_bounds_included() -> None:
    tally = Tally(100_000, 5000, 4500, 500, 0, 100_000)
    assert sheet("colorado", tally).decision is Decision.INSUFFICIENT
    assert sheet("colorado", replace(tally, required=99_999)).decision is Decision.FULL_CHECK
    tally = Tally(110_000, 5500, 5500, 0, 0, 100_000)
    assert sheet("colorado", tally).decision is Decision.SUFFICIENT
    assert shown(sheet("colorado", Tally(163598, 8180, 4436, 3744, 0, 86105)))[
        "percent_of_required"
    ] == "103.04"  # fmt: skip
    assert shown(sheet("colorado", Tally(203335, 10167, 7254, 2913, 0, 124632)))[
        "percent_of_required"
    ] == "116.40"  # fmt: skip


def test_nevada_goes_by_90_and_100_percent() -> None:
    tally = Tally(10_000, 500, 450, 50, 0, 10_000)
    assert sheet("nevada", tally).decision is Decision.FULL_CHECK
    assert sheet("nevada", replace(tally, required=10_001)).decision is Decision.INSUFFICIENT
    assert sheet("nevada", replace(tally, required=9000)).decision is Decision.SUFFICIENT
    assert sheet("nevada", replace(tally, required=9001)).decision is Decision.FULL_CHECK


def test_arizona_subtracts_in_the_order_of_the_statute() -> None:
    worksheet = sheet("arizona", Tally(100_100, 5000, 4000, 900, 100, 79_200, removed=100))
    # 100,000 less the 1,000 found, less 20 percent of the 99,000 that remain
    assert (worksheet.estimate, worksheet.decision) == (79_200, Decision.SUFFICIENT)
    values = shown(worksheet)
    assert (values["raw"], values["removed"], values["lines"]) == ("100100", "100", "100000")
    assert (values["remaining"], values["share"]) == ("99000", "19800.0")
    short = sheet("arizona", Tally(100_100, 5000, 4000, 900, 100, 79_201, removed=100))
    assert short.decision is Decision.INSUFFICIENT


def test_oregon_s_first_sample_never_rejects() -> None:
    first = Tally(152_127, 1000, 768, 232, 0, 100_840)
    assert shown(sheet("oregon", first))["margin"] == "2.2"
    assert sheet("oregon", replace(first, required=101_317)).decision is Decision.LARGER_SAMPLE
    assert sheet("oregon", replace(first, valid=50)).estimate == 0


def test_oregon_s_second_sample_takes_400_for_each_duplicate() -> None:
    second = Tally(152_127, 7607, 5800, 1797, 10, 112_000)
    worksheet = sheet("oregon", second)
    assert 3999 < Fraction(shown(worksheet)["deduction"]) < 4003
    assert worksheet.decision is Decision.SUFFICIENT
    assert sheet("oregon", replace(second, required=113_000)).decision is Decision.INSUFFICIENT


def test_illinois_presumes_up_to_95_percent_invalid() -> None:
    tally = Tally(10_000, 1000, 950, 50, 0, 10_000)
    assert sheet("illinois", tally).decision is Decision.INSUFFICIENT
    assert sheet("illinois", replace(tally, required=9999)).decision is Decision.SUFFICIENT


def test_illinois_sums_its_jurisdictions() -> None:
    north = Tally(10_000, 1000, 800, 200, 0, 11_500)
    south = Tally(4000, 500, 400, 98, 2, 11_500)
    worksheet = illinois.total({"North": north, "South": south})
    parts = [illinois.project(tally).estimate for tally in (north, south)]
    assert parts == [8000, Fraction(4000 * 402, 500) - Fraction(4000 * 3999 * 2, 500 * 499)]
    assert worksheet.estimate == sum(parts)
    assert [step.key for step in worksheet.steps][-4:] == [
        "estimate:North", "estimate:South", "estimate", "percent_of_required",
    ]  # fmt: skip
    assert worksheet.decision is Decision.SUFFICIENT


@pytest.mark.parametrize(
    ("valid", "decision"),
    [
        (448, Decision.INSUFFICIENT),
        (449, Decision.LARGER_SAMPLE),
        (464, Decision.LARGER_SAMPLE),
        (465, Decision.SUFFICIENT),
    ],
)
def test_michigan_s_published_cut_offs_of_2020(valid: int, decision: Decision) -> None:
    worksheet = sheet("michigan", Tally(373_062, 500, valid, 500 - valid, 0, 340_047))
    assert worksheet.decision is decision
    values = shown(worksheet)
    assert (values["needed"], values["deny"], values["certify"]) == ("456", "448", "465")


def test_michigan_s_second_stage_is_a_plain_projection() -> None:
    tally = Tally(373_062, 3800, 3464, 336, 0, 340_047)
    assert sheet("michigan", tally).decision is Decision.SUFFICIENT
    assert sheet("michigan", replace(tally, valid=3463)).decision is Decision.INSUFFICIENT


def test_michigan_denies_what_could_not_be_enough() -> None:
    assert sheet("michigan", Tally(1000, 500, 499, 1, 0, 1001)).decision is Decision.INSUFFICIENT
    assert sheet("michigan", Tally(1000, 500, 500, 0, 0, 1001)).decision is Decision.LARGER_SAMPLE
