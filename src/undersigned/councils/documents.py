"""What rules and notices hold, and the first ones of a council that nobody here represents."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings

from undersigned.councils.states import Basis, Field

Document = dict[str, Any]

DEFAULTS = Path(__file__).parent / "defaults"
OLDEST_MINIMUM = 120
NOTICE_PARTS = ("public", "seen_by", "until")


class BadDocument(Exception):
    """Rules or a notice that do not hold what they must. `field` says where."""

    def __init__(self, field: str) -> None:
        super().__init__(f"Not a valid {field}.")
        self.field = field


def default_rules(place: str) -> Document:
    """Rules to begin with: whoever lives, works or studies in the place; name, e-mail and postcode."""
    document = _default("rules")
    document["words"] = {
        code: words.format(place=place) for code, words in document["words"].items()
    }
    return document


def default_notice() -> Document:
    """A public-records notice to begin with, in every language, that holds for any place."""
    document = _default("notice")
    days = settings.BACKUP_DAYS
    document["until"] = {code: words.format(days=days) for code, words in document["until"].items()}
    return document


def check_rules(document: Document) -> None:
    """Raises BadDocument unless it is rules: see models.Rules for what they hold."""
    asked = {"bases", "minimum_age", "fields", "ward", "words"}
    _require("rules", set(document) - {"circulator"} == asked)
    _require("bases", bool(document["bases"]) and _among(document["bases"], Basis.values))
    _require("fields", _among(document["fields"], Field.values))
    age = document["minimum_age"]
    _require("minimum_age", age is None or (type(age) is int and 0 < age <= OLDEST_MINIMUM))
    _require("ward", isinstance(document["ward"], bool))
    _check_words("words", document["words"])
    if "circulator" in document:
        _check_words("circulator", document["circulator"])


def check_notice(document: Document) -> None:
    """Raises BadDocument unless it is a notice: see models.Notice for what it holds."""
    _require("notice", set(document) == set(NOTICE_PARTS))
    for part in NOTICE_PARTS:
        _check_words(part, document[part])


def _check_words(field: str, words: Any) -> None:
    _require(
        field, isinstance(words, dict) and set(words) == {code for code, _ in settings.LANGUAGES}
    )
    _require(field, all(isinstance(text, str) and text.strip() for text in words.values()))


def _among(chosen: Any, allowed: list[str]) -> bool:
    """Some of the allowed, in their order, none twice: so that equal rules have equal hashes."""
    return isinstance(chosen, list) and chosen == [value for value in allowed if value in chosen]


def _require(field: str, holds: bool) -> None:  # noqa: FBT001 - the condition itself
    if not holds:
        raise BadDocument(field)


def _default(name: str) -> Document:
    document: Document = json.loads((DEFAULTS / f"{name}.json").read_text(encoding="utf-8"))
    return document
