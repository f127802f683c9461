"""What a reviewer's eye is led to; what keeps a rule from accepting; and words for every reason."""

from datetime import date

import pytest

from undersigned.pure.linkage.specification import COMPARISONS
from undersigned.verification.differences import marked
from undersigned.verification.rules.eligible import Doubt, doubts_of
from undersigned.verification.words import COMPARED, LEVELS, comparison_words, level_words

SIGNED = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("text", "other", "differing"),
    [
        ("Ana María", "ANA MARIA", []),
        ("Ana M. Heron", "Ana M Heron", []),
        ("12 Elm Street", "12 Elm St.", ["Street"]),
        ("O’Neill", "ONeill", []),
        ("李 伟", "李 明", ["伟"]),
        ("– Heron", "Heron", ["–"]),
        ("", "Ana", []),
    ],
)
def test_words_that_the_other_lacks_are_marked(text: str, other: str, differing: list[str]) -> None:
    words = marked(text, other)
    assert " ".join(word.text for word in words) == text
    assert [word.text for word in words if word.differs] == differing


@pytest.mark.parametrize(
    ("row", "doubts"),
    [
        ({}, []),
        ({"registered": "2026-03-02", "status": "active"}, []),
        ({"registered": "2026-03-03"}, [Doubt.REGISTERED_AFTER]),
        ({"registered": "2026"}, []),
        ({"registered": "2027"}, [Doubt.REGISTERED_AFTER]),
        ({"status": "inactive"}, []),
        ({"status": "removed"}, [Doubt.STATUS]),
        (
            {"status": "pending", "registered": "2026-04"},
            [Doubt.REGISTERED_AFTER, Doubt.STATUS],
        ),
    ],
)
def test_what_speaks_against_accepting_by_rule(row: dict[str, str], doubts: list[Doubt]) -> None:
    assert doubts_of(row, signed_on=SIGNED) == doubts


def test_every_level_of_the_specification_has_its_words_here() -> None:
    asked = {(one.key, level.key) for one in COMPARISONS for level in one.levels}
    known = {(key, level) for key, levels in LEVELS.items() for level in levels}
    assert known - {("prior", "")} == asked
    assert set(COMPARED) - {"prior"} == {one.key for one in COMPARISONS}


def test_a_reason_of_another_version_is_told_by_its_key() -> None:
    assert comparison_words("moon") == "moon"
    assert level_words("moon", "full") == "full"
