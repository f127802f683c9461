"""Wards' figures can be counted again, and tell of no small ward, also not by subtraction."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undersigned.pure.standards.canonical_json import canonical_json
from undersigned.pure.tlog.commitment import commit_ward, salt
from undersigned.pure.tlog.disclosure import (
    UNKNOWN,
    Disclosure,
    K,
    check_disclosure,
    choose,
    disclose,
    parse_disclosure,
)
from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.leaves import Leaf, Open, Sign, Withdraw
from undersigned.pure.tlog.machine import Machine

ORIGIN = "petitions.example.org/log"
DAY = "2026-11-21"


@pytest.mark.parametrize(
    ("counts", "listed"),
    [
        ({"1": 10, "2": 11}, {"1", "2"}),  # nothing is left over
        ({"1": 10, "2": 11, UNKNOWN: 3}, {"1", "2"}),  # who named no ward has none to hide
        ({"1": 12, "2": 11, "3": 9}, {"1"}),  # one alone would be told: the smallest goes with it
        ({"1": 12, "2": 11, "3": 0}, {"1"}),  # a ward without signatures is one too
        ({"1": 12, "2": 5, "3": 5}, {"1"}),
        ({"1": 12, "2": 11, "3": 5, "4": 4}, {"1"}),  # two, and yet fewer than K between them
        ({"1": 9, "2": 9}, set()),
        ({"1": 20, "2": 0}, set()),
        ({"1": 3, "2": 4}, None),  # no cover at all: not even the sum is published
        ({"1": 100}, {"1"}),
        ({"1": 3}, None),
        ({}, set()),
    ],
)
def test_which_wards_are_listed(counts: dict[str, int], listed: set[str] | None) -> None:
    assert choose(counts) == listed


def test_nothing_is_published_while_a_ward_would_stand_alone() -> None:
    assert choose({"1": 12, "2": 11, "3": 1}, before={"1", "2"}) is None
    assert choose({"1": 12, "2": 11, "3": 10}, before={"1", "2"}) == {"1", "2", "3"}


def test_a_ward_once_listed_that_fell_below_is_no_cover() -> None:
    assert choose({"1": 12, "2": 9, "3": 4}, before={"1", "2"}) is None
    assert choose({"1": 12, "2": 9}, before={"1", "2"}) is None
    assert choose({"1": 12, "2": 0}, before={"1", "2"}) == {"1"}
    assert choose({"1": 12, "2": 9, "3": 4, "4": 6}, before={"1", "2"}) == {"1"}


COUNTS = st.dictionaries(st.sampled_from("12345"), st.integers(0, 25), min_size=1)


@given(st.lists(COUNTS, min_size=1, max_size=6))
def test_no_history_of_files_tells_a_hidden_wards_figure(days: list[dict[str, int]]) -> None:
    """Who subtracts all files from one another knows the sum over the wards never listed, no more."""
    wards = sorted({ward for day in days for ward in day})
    seen: set[str] = set()
    for day in days:
        counts = {ward: day.get(ward, 0) for ward in wards}
        listed = choose(counts, seen)
        if listed is None:
            continue
        seen |= listed
        hidden = [counts[ward] for ward in wards if ward not in seen]
        assert all(counts[ward] >= K for ward in listed)
        assert len(hidden) != 1
        assert sum(hidden) >= K or not hidden


def opening(number: int) -> bytes:
    return number.to_bytes(32, "big")


class Town:
    """A log of one petition whose signers come from wards in turn."""

    def __init__(self, wards: list[str]) -> None:
        self.wards = wards
        self.leaves: list[Leaf] = [Open("p1", DAY, *[bytes(32)] * 4, "-", "-")]
        self.leaves += [self.leaf(number, ward) for number, ward in enumerate(wards, 1)]

    def leaf(self, number: int, ward: str) -> Sign:
        return Sign("p1", DAY, bytes(32), commit_ward(opening(number), "p1", ward))

    def machine(self) -> Machine:
        machine = Machine()
        for index, leaf in enumerate(self.leaves):
            machine.take(index, leaf)
        return machine

    def entries(self) -> dict[str, list[tuple[int, bytes]]]:
        places = {ward: [] for ward in self.wards}
        for number, ward in reversed(list(enumerate(self.wards, 1))):
            places[ward].append((number, salt(opening(number), "ward")))
        return places

    def check(self, disclosure: Disclosure) -> None:
        leaf_at = dict(enumerate(self.leaves)).get
        check_disclosure(disclosure, self.machine(), leaf_at)


TOWN = Town(["1"] * 10 + ["2"] * 12 + ["3"] * 4 + ["4"] * 7 + [UNKNOWN] * 2)


def published() -> Disclosure:
    found = disclose(ORIGIN, "p1", len(TOWN.leaves), TOWN.entries())
    assert found is not None
    return found


def test_what_is_disclosed_is_read_again_and_holds() -> None:
    found = published()
    assert {ward: len(there) for ward, there in found.wards.items()} == {"1": 10, "2": 12}
    assert found.other == 13
    assert parse_disclosure(found.bytes) == found
    assert json.loads(found.bytes)["format"] == "undersigned/wards/v1"
    TOWN.check(found)


def test_nothing_is_disclosed_of_a_petition_too_small() -> None:
    assert disclose(ORIGIN, "p1", 6, Town(["1"] * 2 + ["2"] * 3).entries()) is None


def with_wards(change: Callable[[dict[str, list[Any]]], object]) -> Disclosure:
    wards = {ward: list(there) for ward, there in published().wards.items()}
    change(wards)
    return replace(published(), wards=wards)


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (replace(published(), size=35), "not those up to the size"),
        (replace(published(), other=12), "not the petition's count"),
        (replace(published(), petition="p2"), "no signature of this petition"),
        (with_wards(lambda w: w.pop("1")), "not the petition's count"),
        (with_wards(lambda w: w["1"].pop()), "too few"),
        (with_wards(lambda w: w["2"].pop()), "not the petition's count"),
        (with_wards(lambda w: w["1"].reverse()), "too few|listed twice"),
        (with_wards(lambda w: w["1"].append(w["1"][-1])), "listed twice"),
        (with_wards(lambda w: w["2"].append(w["1"][0])), "listed twice"),
        (with_wards(lambda w: w.update({"3": w.pop("1")})), "not signed for"),
        (with_wards(lambda w: w["1"].insert(0, (0, bytes(32)))), "no signature of this petition"),
        (with_wards(lambda w: w["2"].append((99, bytes(32)))), "no signature of this petition"),
        (with_wards(lambda w: w["2"].append((23, bytes(32)))), "not signed for"),
    ],
)
def test_a_disclosure_that_does_not_hold_is_refused(bad: Disclosure, why: str) -> None:
    with pytest.raises(Invalid, match=why):
        TOWN.check(bad)


def test_a_withdrawn_signature_cannot_be_listed() -> None:
    town = Town(TOWN.wards)
    town.leaves.append(Withdraw("p1", DAY, 1))
    with pytest.raises(Invalid, match="Entry 1 is listed in a ward and does not count"):
        town.check(replace(published(), size=len(town.leaves)))


RAW = published().bytes


@pytest.mark.parametrize(
    "bad",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        RAW + b"\n",
        RAW.replace(b'"other":13', b'"other":13.0'),
        RAW.replace(b'"other":13', b'"other":-13'),
        RAW.replace(b'"other":13', b'"other":true'),
        RAW.replace(b'"size":36', b'"size":"36"'),
        RAW.replace(b"[1,", b"[-1,"),
        RAW.replace(b"wards/v1", b"wards/v2"),
        RAW.replace(b'"other":', b'"more":0,"other":'),
        RAW.replace(b"[1,", b"[1,1,"),
        RAW.replace(b'="],[2', b'"],[2'),
        RAW.replace(b'"petition":"p1"', b'"petition":1'),
        canonical_json({"wards": []}),
        b"[" * 100_000,
    ],
)
def test_what_is_nearly_a_disclosure_is_refused(bad: bytes) -> None:
    assert bad != RAW
    with pytest.raises(Invalid):
        parse_disclosure(bad)
