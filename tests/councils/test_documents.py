from typing import Any

import pytest

from undersigned.councils.documents import (
    BadDocument,
    check_notice,
    check_rules,
    default_notice,
    default_rules,
)

RULES: dict[str, Any] = {
    "bases": ["live", "study"],
    "minimum_age": 16,
    "fields": ["address", "postcode"],
    "ward": False,
    "words": {"en": "Whoever lives here.", "es": "Quien viva aquí."},
}


def test_the_first_rules_ask_for_the_least_in_every_language() -> None:
    rules = default_rules("Exampleton")
    check_rules(rules)
    assert (rules["bases"], rules["minimum_age"]) == (["live", "work", "study"], None)
    assert (rules["fields"], rules["ward"]) == (["postcode"], False)
    assert {code: "Exampleton" in words for code, words in rules["words"].items()} == {
        "en": True,
        "es": True,
    }


def test_the_first_notice_says_how_long_backups_live(settings: Any) -> None:
    settings.BACKUP_DAYS = 77
    notice = default_notice()
    check_notice(notice)
    assert ["77" in words for words in notice["until"].values()] == [True, True]


def test_a_place_with_braces_is_written_as_it_is() -> None:
    assert "{name}" in default_rules("{name}")["words"]["en"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("bases", []),
        ("bases", ["study", "live"]),
        ("bases", ["live", "live"]),
        ("bases", ["visit"]),
        ("bases", "live"),
        ("minimum_age", 0),
        ("minimum_age", 121),
        ("minimum_age", "16"),
        ("minimum_age", True),
        ("fields", ["postcode", "address"]),
        ("fields", ["shoe size"]),
        ("ward", "yes"),
        ("words", {"en": "Only English."}),
        ("words", {"en": "", "es": "Vacío."}),
        ("words", "Whoever lives here."),
    ],
)
def test_rules_that_do_not_hold_are_refused_by_field(field: str, value: object) -> None:
    with pytest.raises(BadDocument) as refusal:
        check_rules(RULES | {field: value})
    assert refusal.value.field == field


def test_rules_hold_what_they_must_and_no_more() -> None:
    check_rules(RULES)
    for wrong in ({**RULES, "shoe_size": 42}, {k: v for k, v in RULES.items() if k != "ward"}):
        with pytest.raises(BadDocument):
            check_rules(wrong)


@pytest.mark.parametrize("part", ["public", "seen_by", "until"])
def test_a_notice_says_each_part_in_every_language(part: str) -> None:
    for words in ({"en": "Only English."}, {"en": "Empty.", "es": " "}):
        with pytest.raises(BadDocument) as refusal:
            check_notice(default_notice() | {part: words})
        assert refusal.value.field == part


def test_a_notice_has_no_other_part() -> None:
    with pytest.raises(BadDocument):
        check_notice(default_notice() | {"also": {"en": "More.", "es": "Más."}})
