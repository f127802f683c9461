"""Whom the rule missed is shown by group, and no group is so small that one person could be told from it."""

import pytest
from tests.verification.certificates.conftest import CEREMONY

from undersigned.accounts.models import User
from undersigned.verification.actions.draft_certificate import draft_certificate
from undersigned.verification.auditing import Group, _table
from undersigned.verification.certificates.reading import parts
from undersigned.verification.models import Check


def table(*sizes: tuple[str, int]) -> list[Group]:
    """What is shown of so many lines of each ward, of which the rule missed the first of each."""
    wards = [name for name, size in sizes for _ in range(size)]
    on_roll = {number: wards.index(name) == number for number, name in enumerate(wards)}
    return _table(on_roll, dict(enumerate(wards)))


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ([], []),
        ([("North", 10), ("South", 11)], [("North", 10, 1), ("South", 11, 1)]),
        ([("North", 10), ("", 10)], [("North", 10, 1), ("others", 10, 1)]),
        ([("North", 10), ("East", 5), ("West", 5)], [("North", 10, 1), ("others", 10, 2)]),
        ([("North", 12), ("South", 11), ("West", 1)], [("North", 12, 1), ("others", 12, 2)]),
        ([("North", 12), ("", 9)], [("others", 21, 2)]),
        ([("North", 5), ("South", 4)], []),
        ([("", 9)], []),
    ],
)
def test_no_group_and_no_rest_of_fewer_than_ten_is_shown(
    sizes: list[tuple[str, int]], shown: list[tuple[str, int, int]]
) -> None:
    assert table(*sizes) == [Group(*one) for one in shown]


@pytest.mark.django_db
def test_a_certificate_without_such_tables_can_be_read(check: Check, clerk: User) -> None:
    told = draft_certificate(check=check, at=CEREMONY, user=clerk).document
    assert parts(told)[-1].key == "names"
    told["missed"] = {"wards": [], "names": []}
    assert parts(told)[-1].key == "matching"


@pytest.mark.django_db
def test_a_line_that_was_carried_counts_as_missed_only_if_no_rule_matched_it(
    check: Check, clerk: User
) -> None:
    check.lines.update(band="carried")
    told = draft_certificate(check=check, at=CEREMONY, user=clerk).document
    assert sum(group["missed"] for group in told["missed"]["names"]) == 9
