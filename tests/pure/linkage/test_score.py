from dataclasses import replace
from math import log2

import pytest

from undersigned.pure.linkage.bands import Candidate, accepted
from undersigned.pure.linkage.levels import Comparison
from undersigned.pure.linkage.quality import Quality, best_quality, qualities
from undersigned.pure.linkage.score import Model, Reason, Record, explain
from undersigned.pure.linkage.specification import (
    ACCEPT,
    COLUMNS,
    COMPARISONS,
    FREQUENCIES,
    MARGIN,
    ON_THE_ROLL,
)

NOTHING = Record(dict.fromkeys(COLUMNS), dict.fromkeys(FREQUENCIES))
MODEL = Model(
    rows=1000,
    bases={(one.key, level.key): 0.01 for one in COMPARISONS for level in one.levels},
)
HOME = Reason("address", "home", 5.0)


def record(shares: dict[str, float] | None = None, **values: str) -> Record:
    return Record({**NOTHING.values, **values}, {**NOTHING.shares, **(shares or {})})


def reasons(left: Record, right: Record) -> dict[str, Reason]:
    return {reason.comparison: reason for reason in explain(left, right, MODEL)}


def candidate(weight: float, *why: Reason) -> Candidate:
    return Candidate("V1", weight, why)


def test_a_pair_begins_as_one_row_of_the_roll() -> None:
    assert next(explain(NOTHING, NOTHING, MODEL)) == Reason("prior", "", log2(ON_THE_ROLL / 1000))


@pytest.mark.parametrize("comparison", COMPARISONS, ids=lambda one: one.key)
def test_what_is_missing_weighs_nothing(comparison: Comparison) -> None:
    assert reasons(NOTHING, NOTHING)[comparison.key] == Reason(comparison.key, "", 0.0)


def test_a_rare_name_weighs_more_than_a_common_one() -> None:
    rare, common = record({"last": 0.001}, last="x"), record({"last": 0.1}, last="x")
    difference = reasons(rare, rare)["last"].weight - reasons(common, common)["last"].weight
    assert difference == pytest.approx(log2(100))


def test_of_two_names_the_commoner_counts() -> None:
    left, right = record({"last": 0.001}, last="beispiel"), record({"last": 0.1}, last="beispeil")
    swapped = reasons(right, left)["last"]
    assert reasons(left, right)["last"] == swapped


def test_a_name_that_the_roll_lacks_is_as_rare_as_the_one_it_resembles() -> None:
    left, right = record(last="beispeil"), record({"last": 0.1}, last="beispiel")
    both = record({"last": 0.1}, last="beispeil")
    assert reasons(left, right)["last"] == reasons(both, right)["last"]


def test_a_move_costs_no_more_than_its_level() -> None:
    left = record(street="elm", city="springfield", postcode="12345")
    right = record(street="oak", city="ogdenville", postcode="54321")
    level = next(
        level
        for one in COMPARISONS
        for level in one.levels
        if (one.key, level.key) == ("address", "other")
    )
    assert reasons(left, right)["address"].weight == log2(level.m)


def test_a_box_is_no_move() -> None:
    left = record({"postcode": 0.1}, box="17", postcode="12345")
    right = record({"postcode": 0.1}, street="elm", number="4", postcode="12345")
    assert reasons(left, right)["address"].level == "postcode"


def test_enough_weight_at_one_address_is_accepted() -> None:
    assert accepted([candidate(ACCEPT, HOME)])


@pytest.mark.parametrize(
    "candidates",
    [
        [],
        [candidate(ACCEPT - 0.1, HOME)],
        [candidate(ACCEPT + 9)],
        [candidate(ACCEPT + 9, HOME, Reason("suffix", "other", -4.0))],
        [candidate(ACCEPT, HOME), candidate(ACCEPT - MARGIN + 0.1, HOME)],
    ],
    ids=["nobody", "too little", "no address", "conflict", "a second as likely"],
)
def test_all_else_is_for_a_person(candidates: list[Candidate]) -> None:
    assert not accepted(candidates)


def test_a_second_that_is_much_less_likely_does_no_harm() -> None:
    assert accepted([candidate(ACCEPT, HOME), candidate(ACCEPT - MARGIN, HOME)])


def test_quality_counts_what_is_taken_at_every_weight() -> None:
    found = list(qualities([(3.0, True), (1.0, False), (3.0, False), (0.0, True)], there=4))
    assert found == [Quality(3.0, 1, 2, 4), Quality(1.0, 1, 3, 4), Quality(0.0, 2, 4, 4)]


def test_precision_recall_and_f1_are_of_what_was_taken() -> None:
    quality = Quality(0.0, found=2, taken=4, there=8)
    assert (quality.precision, quality.recall, quality.f1) == (0.5, 0.25, pytest.approx(1 / 3))


def test_nothing_taken_is_nothing_wrong() -> None:
    assert best_quality([], there=2) == Quality(float("inf"), 0, 0, 2)


def test_a_base_that_is_published_is_not_measured() -> None:
    sequence = COMPARISONS[0]
    assert MODEL.base(sequence, replace(sequence.levels[0], u=0.5)) == 0.5
