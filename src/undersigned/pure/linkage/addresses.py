"""Addresses as people and rolls write them, taken apart into what can be compared.

A roll mostly has number, street, unit, town and postcode in columns; a signer writes one line.
A street's own name, its type and its directions are told apart, because people leave out the
last two: `N 145th Street` and `145 St` may be one street. Abbreviations are those of USPS
Publication 28 (§ 23 Delivery address line, § 24 Rural routes, § 28 Post office boxes).

Limits: the United States' way to write addresses. A street named like a type or a direction may
lose a part of its name, on both sides alike.
"""

import re
from dataclasses import dataclass

from undersigned.pure.linkage.letters import compact, latin, words
from undersigned.pure.linkage.street_words import (
    ABBREVIATED,
    CARDINALS,
    DIRECTIONS,
    ORDINALS,
    PLACE,
    PLACES,
    SILENT,
    TENS,
    UNITS,
    WAYS,
)

HYPHENED = re.compile(r"\b(\d+)-(\d+)\b")
FRACTION = re.compile(r"\b[1-7]/[2-8]\b")
BOX = re.compile(r"\b(?:p ?o ?b(?:ox|x)?|post office box|apartado|(?<!rr )(?<!hc )box) (\w+)\b")
RURAL = re.compile(r"\b(?:rr|r r|rural route|hc|rfd) ?(\d+) (?:box|bx) ?(\w+)\b")
ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
HOUSE = re.compile(r"([a-z]?\d[\da-z]*?)([a-z]?)")
FULL_POSTCODE, ZIP = 9, 5  # digits
NUMBERED = frozenset(["highway", "route"])
OF_COUNTIES = frozenset(["county", "cnty", "co", "cr", "farm", "fm", "ranch", "state", "township"])


@dataclass(frozen=True, slots=True)
class Street:
    """A street, as far as the text goes: every part may be missing."""

    number: str | None = None
    street: str | None = None
    way: str | None = None
    direction: str | None = None
    unit: str | None = None
    box: str | None = None


def street(text: str, *, numbered: bool) -> Street:
    """A street column, or with `numbered` house number, street and unit of one line."""
    plain = " ".join(words(_marked(text)))
    if rural := RURAL.search(plain):
        return Street(number=rural[2], street=f"rr{rural[1]}")
    if box := BOX.search(plain):
        return Street(box=box[1].lstrip("0") or None)
    parts, unit = _without_unit(plain.split())
    door = None
    if numbered and len(parts) > 1 and not _ordinal(parts):
        parts[0] = CARDINALS.get(parts[0], parts[0])
        if HOUSE.fullmatch(parts[0]):
            parts, (door, letter) = _without_number(parts)
            unit = unit or letter
    name, way, direction, rest = _named(parts)
    return Street(door, name, way, direction, unit or rest)


def number(text: str) -> tuple[str | None, str | None]:
    """A house number's digits, and a letter or fraction after it, which is a unit.

    `12-34` is 1234, `12 1/2` is 12 with `half`, `12B` is 12 with `b`.
    """
    parts = words(_marked(text))
    if not parts:
        return None, None
    rest, (door, letter) = _without_number(parts)
    return door, letter or ("".join(rest) or None if door else None)


def unit(text: str) -> str | None:
    """A unit column's own part: `Apt. 3-B` is 3b; None if empty."""
    parts = words(_marked(text))
    own = [PLACE.get(part, part) for part in parts if part not in UNITS]
    return "".join(own).lstrip("0") or None


def city(text: str) -> str | None:
    """A town, written together: `Ft. Worth` is fortworth, `City of N. Adams` is northadams."""
    parts = words(text)
    if parts[:2] in (["city", "of"], ["town", "of"], ["village", "of"]):
        parts = parts[2:]
    full = {"st": "saint", "ft": "fort", "mt": "mount", "n": "north", "s": "south"}
    full |= {"e": "east", "w": "west", "hts": "heights", "spgs": "springs", "twp": "township"}
    return "".join(full.get(part, part) for part in parts) or None


def postcode(text: str) -> str | None:
    """Five digits of a ZIP code, zeros that a spreadsheet lost put back; others written together."""
    plain = compact(text)
    if plain is None or not plain.isdigit():
        return plain
    if len(plain) > ZIP:
        return plain.zfill(FULL_POSTCODE)[:ZIP]
    return plain.zfill(ZIP)


def _marked(text: str) -> str:
    """Lower-case ASCII, with words for signs that `words` would lose."""
    plain = latin(text)
    if "/" in plain:
        plain = FRACTION.sub(" half ", plain)
    if "-" in plain:
        plain = HYPHENED.sub(r"\1\2", plain)
    return plain.replace("#", " unit ")


def _without_number(parts: list[str]) -> tuple[list[str], tuple[str | None, str | None]]:
    first, *rest = parts
    match = HOUSE.fullmatch(first)
    if not match:
        return rest, (first if any(map(str.isdigit, first)) else None, None)
    letter = match[2] or None
    if rest and (rest[0] == "half" or (not letter and _is_house_letter(rest))):
        letter = rest.pop(0)
    return rest, (match[1].lstrip("0") or None, letter)


def _is_house_letter(rest: list[str]) -> bool:
    """`12 b elm st`, but neither `12 n elm st` nor `12 b st`."""
    letter = rest[0]
    return len(rest) > 2 and len(letter) == 1 and letter.isalpha() and letter not in DIRECTIONS  # noqa: PLR2004


def _without_unit(parts: list[str]) -> tuple[list[str], str | None]:
    for at, word in enumerate(parts):
        if (
            word in {"floor", "fl", "flr"}
            and at > 1
            and (level := ORDINAL.fullmatch(parts[at - 1]))
        ):
            kept, later = _without_unit(parts[: at - 1] + parts[at + 1 :])
            return kept, later or level[1]
        following = parts[at + 1 : at + 3]
        if word in UNITS and following and _is_unit(following[0]):
            value = _unit_value(following)
            kept, later = _without_unit(parts[:at] + parts[at + 1 + value :])
            return kept, later or "".join(following[:value]).lstrip("0") or None
    if len(parts) > 2 and parts[-1] in PLACES:  # noqa: PLR2004 - number, name, place
        return parts[:-1], PLACE.get(parts[-1], parts[-1])
    return parts, None


def _is_unit(word: str) -> bool:
    return len(word) == 1 or any(map(str.isdigit, word)) or word in PLACES


def _unit_value(following: list[str]) -> int:
    """How many words the unit is: `3 b` is two."""
    together = len(following) > 1 and len(following[1]) == 1 and following[0].isdigit()
    return 2 if together and following[1] not in DIRECTIONS else 1


def _named(parts: list[str]) -> tuple[str | None, str | None, str | None, str | None]:
    """Name, type, directions and a unit left over, of a street's words."""
    parts, unit_after = _without_leftover(parts)
    directions: list[str] = []
    if len(parts) > 1 and parts[-1] in DIRECTIONS and parts[:-1] != [parts[0]] * (parts[0] in WAYS):
        directions.append(DIRECTIONS[parts.pop()])
    if len(parts) > 1 and parts[0] in DIRECTIONS and not all(word in WAYS for word in parts[1:]):
        directions.insert(0, DIRECTIONS[parts.pop(0)])
    way = WAYS[parts.pop()] if len(parts) > 1 and parts[-1] in WAYS else None
    return _name(parts), way, "".join(directions) or None, unit_after


def _without_leftover(parts: list[str]) -> tuple[list[str], str | None]:
    """What stands after a street's type and direction is a unit: `elm st 4b`, not `state rte 4`."""
    for at in range(2, len(parts)):
        before, word = parts[at - 1], parts[at]
        after_way = before in WAYS or (before in DIRECTIONS and parts[at - 2] in WAYS)
        if after_way and _is_unit(word) and word not in DIRECTIONS:
            if word.isdigit() and (WAYS.get(before) in NUMBERED or parts[0] in OF_COUNTIES):
                return parts, None
            return parts[:at], "".join(parts[at:]).lstrip("0") or None
    return parts, None


def _name(parts: list[str]) -> str | None:
    own = [part for part in parts if part not in SILENT] or parts
    if own and (len(own) > 1 or own == ["mlk"]):
        own = [ABBREVIATED.get(own[0], own[0]), *own[1:]]
    own = _ordinal(own) or own
    return "".join(WAYS.get(part, part) for part in own) or None


def _ordinal(parts: list[str]) -> list[str]:
    """The words with a leading ordinal as digits; none if there is no ordinal."""
    if not parts:
        return []
    first, *rest = parts
    if match := ORDINAL.fullmatch(first):
        return [match[1], *rest]
    if first in TENS and rest and rest[0] in ORDINALS:
        return [str(TENS[first] + ORDINALS[rest[0]]), *rest[1:]]
    return [str(ORDINALS[first]), *rest] if first in ORDINALS else []
