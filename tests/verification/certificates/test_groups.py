"""Names by their form alone: what a matcher gets wrong more often than other things."""

import pytest

from undersigned.verification.groups import GROUPS, group_of


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("Ana Sample", "plain"),
        ("Ana Sample Jr.", "plain"),
        ("SAMPLE, ANA", "plain"),
        ("LY, MINH", "short"),
        ("Ana María Sample", "accents"),
        ("李伟", "accents"),
        ("Łukasz Sample", "accents"),
        ("Ana Sample-Example", "joined"),
        ("Ana O'Sample", "joined"),
        ("Ana O’Sample", "joined"),
        ("Ana de la Sample", "joined"),
        ("Van Sample", "plain"),
        ("Ana Maria Sample Example", "many"),
        ("Minh Ly", "short"),
        ("", "plain"),
    ],
)
def test_a_name_belongs_to_the_first_group_that_fits(name: str, group: str) -> None:
    assert group_of(name) == group
    assert group in GROUPS
