"""Whoever subtracts one published file from the next never finds a group of fewer than K in a ward."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undersigned.proof.actions.disclose import _grouped, _indices, _Opened
from undersigned.proof.models import WardEntry
from undersigned.pure.tlog.disclosure import UNKNOWN, Disclosure, K, disclose

pytestmark = pytest.mark.long  # for `make test`

WARDS = ["East", "North", "South", "West"]
SALT = bytes(32)
# A day: how many sign in each ward and without one, and the places (of 100) of those who leave.
DAYS = st.lists(
    st.tuples(
        st.lists(st.integers(0, 25), min_size=5, max_size=5),
        st.lists(st.integers(0, 99), max_size=6),
    ),
    max_size=8,
)


def files(
    days: list[tuple[list[int], list[int]]],
) -> list[tuple[Disclosure, dict[int, str], set[int]]]:
    """What is published day by day: each file, the true ward of each entry, and which were active."""
    truth: dict[int, str] = {}
    active: set[int] = set()
    known: dict[int, WardEntry] = {}
    made = []
    for joining, leaving in days:
        for ward, number in zip([*WARDS, UNKNOWN], joining, strict=True):
            for _ in range(number):
                active.add(len(truth))
                truth[len(truth)] = ward
        for place in leaving:
            if active:
                active.discard(sorted(active)[place * len(active) // 100])
        opened = [_Opened(index, truth[index], SALT) for index in sorted(active - known.keys())]
        groups = _grouped(WARDS, dict.fromkeys(active, 0).keys(), known, opened)
        before = {entry.ward for entry in known.values()} - {UNKNOWN}
        file = disclose("example.org/log", "p1", len(truth), groups, before)
        public = _indices(file) if file else set()
        for one in opened:
            if one.index in public or one.ward == UNKNOWN:
                known[one.index] = WardEntry(index=one.index, ward=one.ward, salt=SALT)
        if file:
            made.append((file, dict(truth), set(active)))
    return made


@given(DAYS)
def test_what_a_ward_gains_from_one_file_to_the_next_is_nobody_or_at_least_k(
    days: list[tuple[list[int], list[int]]],
) -> None:
    told: dict[str, set[int]] = {}
    for file, _, _ in files(days):
        for ward, entries in file.wards.items():
            here = {index for index, _ in entries}
            new = here - told.get(ward, set())
            assert not new or len(new) >= K
            told[ward] = told.get(ward, set()) | here


@given(DAYS)
def test_what_was_never_told_hides_among_k_in_two_wards_or_where_nothing_tells_the_ward(
    days: list[tuple[list[int], list[int]]],
) -> None:
    told: set[str] = set()
    for file, truth, active in files(days):
        told |= set(file.wards)
        hidden = [truth[index] for index in active - _indices(file)]
        small = {ward for ward in hidden if ward not in told and ward != UNKNOWN}
        if small:
            never = [ward for ward in WARDS if ward not in told]
            assert len(never) > 1
            assert sum(ward in never for ward in hidden) >= K


@given(DAYS)
def test_every_file_is_true_and_complete(days: list[tuple[list[int], list[int]]]) -> None:
    for file, truth, active in files(days):
        for ward, entries in file.wards.items():
            assert len(entries) >= K
            assert {truth[index] for index, _ in entries} == {ward}
        assert _indices(file) <= active
        assert len(_indices(file)) + file.other == len(active)
