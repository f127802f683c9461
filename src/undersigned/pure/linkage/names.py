"""Names as people and rolls write them, taken apart into what can be compared.

A roll has given names, family name and suffix in columns; a signer often wrote one line, which
may be read in several ways (two family names or a middle name? family name first?). Every way is
a **reading**, compared in its own right; the best counts (docs/open-data/linkage.md § What
happens, in order).

Limits: a title or degree that is somebody's name (Hon, Esq) is lost in one line, not in columns.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jellyfish import metaphone

from undersigned.pure.linkage import nicknames
from undersigned.pure.linkage.letters import listed, words

SUFFIXES = {
    "jr": "jr",
    "junior": "jr",
    "sr": "sr",
    "senior": "sr",
    "ii": "ii",
    "2nd": "ii",
    "iii": "iii",
    "3rd": "iii",
    "iv": "iv",
    "4th": "iv",
    "v": "v",
}
TITLES = frozenset(["mr", "mrs", "ms", "miss", "mx", "dr", "rev", "hon", "prof", "sra", "srta"])
DEGREES = frozenset(["md", "dds", "dvm", "dmd", "phd", "edd", "esq", "cpa", "rn", "jd", "mba"])
PARTICLES = listed(
    """
    af al ben bin bint da das de degli dei del dela della delle delos den der des di dos du
    el ibn la las le les los mac mc saint san santa st ste ter van vande vanden vander von
    vom zu zum zur
    """
)
AND = frozenset(["y", "e", "i"])  # between two family names, written out
PREFIXES = {"mc": "mc", "mac": "mac", "o": "o", "st": "saint", "saint": "saint", "d": "d"}
ABSENT = frozenset(["nmn", "nmi", "none", "unknown", "unk", "null"])
DIGITS = str.maketrans("01358", "olesb")  # as eyes, scanners and typists confuse them
ASIDE = re.compile(r"[(\[\"\u201c\u201d].*?[)\]\"\u201c\u201d]")


@dataclass(frozen=True, slots=True)
class Given:
    """A given-names column, taken apart."""

    first: str | None
    rest: str | None
    nicknames: str | None
    root: str | None
    sound: str | None
    letters: str | None


@dataclass(frozen=True, slots=True)
class Family:
    """A family-name column, taken apart."""

    last: str | None
    last1: str | None
    last2: str | None
    surnames: str | None
    suffix: str | None
    sound: str | None
    letters: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a name written in one line; the parts still as words."""

    first: str
    middle: str
    last: str
    suffix: str
    sequence: str


def given(text: str) -> Given:
    """The first given name and the rest; all None if the text names nobody."""
    parts = _without_title(_spelled(text))
    if not parts:
        return Given(None, None, None, None, None, None)
    first, rest = parts[0], "".join(parts[1:]) or None
    near = nicknames.related(first)
    among = f" {' '.join(sorted(near))} " if near else None
    return Given(first, rest, among, nicknames.root(first), sound(first), letters(first))


def family(text: str) -> Family:
    """The family name, its first and last part without particles, and a suffix found with it."""
    parts = _spelled(text)
    suffix = None
    while len(parts) > 1 and (parts[-1] in SUFFIXES or parts[-1] in DEGREES):
        suffix = SUFFIXES.get(parts.pop(), suffix)
    if not parts:
        return Family(None, None, None, None, suffix, None, None)
    last = "".join(parts)
    own = [part for part in _joined(parts) if part not in PARTICLES | AND] or [last]
    second = own[-1] if len(own) > 1 else None
    among = f" {' '.join(dict.fromkeys((last, *own)))} "
    return Family(last, own[0], second, among, suffix, sound(own[0]), letters(last))


def suffix(text: str) -> str | None:
    """`jr`, `sr`, `ii`, `iii`, `iv`, `v`, or None; a degree is none."""
    return next((SUFFIXES[word] for word in words(text) if word in SUFFIXES), None)


def sound(name: str) -> str | None:
    """How a name sounds to an English or Spanish ear; None for a single letter.

    Metaphone (Philips 1990) of the name without a leading h, v heard as b and z as s.
    """
    if len(name) < 2:  # noqa: PLR2004 - an initial has no sound
        return None
    return metaphone(name.removeprefix("h").replace("v", "b").replace("z", "s")) or name


def letters(name: str) -> str:
    """The letters of a name in alphabetic order: the same for `park` and `prak`."""
    return "".join(sorted(name))


def readings(text: str) -> Iterator[Reading]:
    """The ways to read a name written in one line, the usual one first; none if it is empty."""
    text = ASIDE.sub(" ", text)
    before, comma, after = text.partition(",")
    if comma and words(after) and not _is_suffix(after):
        tail, end = _without_suffix(words(before)), _without_suffix(words(after))
        yield _reading(end[0], tail[0], end[1] or tail[1])
        return
    parts, ending = _without_suffix([word for word in words(text) if word not in ABSENT])
    if parts := _without_title(parts):
        yield from _splits(parts, ending)


def _splits(parts: list[str], ending: str) -> Iterator[Reading]:
    if len(parts) == 1:
        yield _reading([], parts, ending)
        return
    cut = _surname_start(parts, len(parts) - 1)
    yield _reading(parts[:cut], parts[cut:], ending)
    if cut > 1 and (len(parts[cut - 1]) > 1 or parts[cut - 1] in PREFIXES):
        earlier = _surname_start(parts, cut - 1)
        yield _reading(parts[:earlier], parts[earlier:], ending)
    yield from _swapped(parts, ending)


def _swapped(parts: list[str], ending: str) -> Iterator[Reading]:
    first, *between, last = parts
    yield Reading(last, " ".join(between), first, ending, "swapped")
    if between:
        yield Reading(between[0], " ".join([*between[1:], last]), first, ending, "swapped")


def _reading(before: list[str], after: list[str], ending: str) -> Reading:
    first, middle = before[:1], before[1:]
    return Reading(" ".join(first), " ".join(middle), " ".join(after), ending, "written")


def _without_title(parts: list[str]) -> list[str]:
    while parts and parts[0] in TITLES:
        parts = parts[1:]
    return parts


def _surname_start(parts: list[str], start: int) -> int:
    """Particles before a family name are its own, but the first word is a given name."""
    while start > 1 and parts[start - 1] in PARTICLES:
        start -= 1
    return start


def _without_suffix(parts: list[str]) -> tuple[list[str], str]:
    ending = ""
    while len(parts) > 1 and (parts[-1] in SUFFIXES or parts[-1] in DEGREES):
        ending = SUFFIXES.get(parts[-1], ending)
        parts = parts[:-1]
    return parts, ending


def _is_suffix(text: str) -> bool:
    return all(word in SUFFIXES or word in DEGREES for word in words(text))


def _spelled(text: str) -> list[str]:
    """Words with digits read as the letters they resemble; ordinals stay, for they are suffixes."""
    parts = [word for word in words(text) if word not in ABSENT]
    return [word if word.isalpha() or word in SUFFIXES else _lettered(word) for word in parts]


def _lettered(word: str) -> str:
    return "".join(filter(str.isalpha, word.translate(DIGITS)))


def _joined(parts: list[str]) -> list[str]:
    """A prefix written with what follows: mc donald is mcdonald, st john is saintjohn."""
    joined: list[str] = []
    prefix = ""
    for part in parts:
        if part in PREFIXES and part is not parts[-1]:
            prefix += PREFIXES[part]
            continue
        joined.append(prefix + part)
        prefix = ""
    return joined
