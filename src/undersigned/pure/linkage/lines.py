"""A whole address in one line, as typed on the web: `4 Elm St Apt 2, Springfield 12345`.

Commas, postcode and state tell where the town begins; without commas the street's type does.
What is left unclear is asked of usaddress, a trained tagger of American addresses, whose failures
are caught (USPS Publication 28 § 21 has the form of a whole address).

Limits: a town without a comma, after a street without a type, may be taken for the street's name.
"""

import re
from dataclasses import dataclass

import usaddress

from undersigned.pure.linkage.addresses import BOX, Street, city, postcode, street
from undersigned.pure.linkage.letters import latin, words
from undersigned.pure.linkage.street_words import (
    CLEAR_WAYS,
    DIRECTIONS,
    PLACES,
    STATE_NAMES,
    STATES,
    UNITS,
    WAYS,
)

POSTCODE = re.compile(r"[\s,]+(\d{5})(?:[-\s]?\d{4})?\s*$")
COUNTRY = re.compile(r"[\s,]+(?:usa|u\.s\.a?\.?|united states(?: of america)?)\s*$")
TOWN = ("PlaceName",)
STREET_LABELS = ("AddressNumber", "StreetName", "Occupancy", "USPSBox", "Subaddress")


@dataclass(frozen=True, slots=True)
class Line:
    """A line taken apart; every part may be missing."""

    street: Street
    city: str | None
    postcode: str | None


def line(text: str) -> Line:
    """Street, town and postcode of one line. Raises nothing: what it cannot read it leaves out."""
    plain = COUNTRY.sub("", latin(text).strip())
    code = POSTCODE.search(plain)
    if code:
        plain = plain[: code.start()]
    parts = [part for part in plain.split(",") if words(part)]
    if len(parts) > 1:
        place, town = _of_segments(parts)
    else:
        place, town = _of_one("".join(parts), stated=bool(code))
    return Line(street(place, numbered=True), city(town), postcode(code[1]) if code else None)


def _of_segments(parts: list[str]) -> tuple[str, str]:
    """The first segment with a number is the street, units join it, the last other is the town."""
    rest = [part for part in ([*parts[:-1], _without_state(parts[-1])]) if words(part)]
    if len(rest) > 1 and not _has_digit(rest[0]) and _has_digit(rest[1]) and not _is_unit(rest[1]):
        rest.pop(0)  # a house's or a host's name
    first, *others = rest or [""]
    units = [part for part in others if _is_unit(part)]
    towns = [part for part in others if not _is_unit(part)]
    if not towns and len(parts) > 1 and not units:
        return _of_one(first, stated=True)
    return " ".join([first, *units]), towns[-1] if towns else ""


def _of_one(text: str, *, stated: bool) -> tuple[str, str]:
    """Without commas a street ends with its type (and direction, and unit), the town follows."""
    parts = words(text.replace("#", " unit "))
    if BOX.search(" ".join(parts)):
        return _boxed(parts, stated=stated)
    end = _street_end(parts)
    if end is None:
        if stated and not _has_digit(text):
            return "", _without_state(text)
        return _tagged(text) if len(parts) > 3 - stated else (text, "")
    town = parts[end:]
    if stated or len(town) > 1:
        town = words(_without_state(" ".join(town)))
    return (text, "") if not town else (_up_to(text, town), " ".join(town))


def _up_to(text: str, town: list[str]) -> str:
    """The text before the town's first word: signs in the street part stay."""
    at = text.rfind(town[0]) if len(town) == 1 else text.rfind(f"{town[0]} {town[1]}")
    return text[:at] if at > 0 else text


def _boxed(parts: list[str], *, stated: bool) -> tuple[str, str]:
    at = max(index for index, word in enumerate(parts) if "box" in word or word in {"pob", "b"})
    town = " ".join(parts[at + 2 :])
    return " ".join(parts[: at + 2]), _without_state(town) if stated else town


def _street_end(parts: list[str]) -> int | None:
    """Where the words of the street, its direction and its unit end; None if nothing says so."""
    for at in range(2, len(parts)):
        following = parts[at + 1] if at + 1 < len(parts) else ""
        if WAYS.get(parts[at]) not in CLEAR_WAYS or WAYS.get(following) in CLEAR_WAYS:
            continue
        end = at + 1
        if following in DIRECTIONS and (len(following) <= 2 or end + 1 == len(parts)):  # noqa: PLR2004
            end += 1
        return _unit_end(parts, end)
    return None


def _unit_end(parts: list[str], end: int) -> int:
    while end < len(parts):
        word = parts[end]
        if word in UNITS and end + 1 < len(parts):
            end += 2
        elif word in PLACES or any(map(str.isdigit, word)) or len(word) == 1:
            end += 1
        else:
            break
    return end


def _without_state(text: str) -> str:
    parts = words(text)
    if " ".join(parts[-2:]) in STATE_NAMES:
        return " ".join(parts[:-2])
    if parts and (parts[-1] in STATES or parts[-1] in STATE_NAMES) and len(parts) > 1:
        return " ".join(parts[:-1])
    return "" if parts and parts[-1] in STATES else text


def _is_unit(text: str) -> bool:
    parts = words(text.replace("#", " unit "))
    unit_word = any(part in UNITS or part in PLACES for part in parts[:2])
    return (unit_word and len(parts) <= 4) or (len(parts) == 1 and _has_digit(text))  # noqa: PLR2004


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def _tagged(text: str) -> tuple[str, str]:
    """As usaddress tags it: words of the street and words of the town."""
    tagged = usaddress.parse(text)  # and not `tag`, which fails where a label comes twice
    place = [word for word, label in tagged if label.startswith(STREET_LABELS)]
    town = [word for word, label in tagged if label in TOWN]
    return (" ".join(place), " ".join(town)) if place else (text, "")
