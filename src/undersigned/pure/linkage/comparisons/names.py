"""How far two names agree (docs/open-data/linkage.md § Weights).

Short names suffer more from a slip than long ones, so they have a level of their own (after Lam
et al. 2026 on who is missed when names are compared).

Limits: a first name that is another language's form of the same one is known only if listed.
"""

from undersigned.pure.linkage.conditions import (
    Alike,
    AllOf,
    Among,
    AnyOf,
    Initial,
    Missing,
    Near,
    Otherwise,
    Same,
)
from undersigned.pure.linkage.levels import Comparison, Level

CROSSED = AnyOf(Same("first", "middle"), Same("middle", "first"))
CLOSE_FIRST = AnyOf(Alike("first", 0.92), Same("first_letters"))
CLOSE_LAST = AnyOf(Alike("last", 0.92), Same("last_letters"))
SOUNDS_FIRST = AnyOf(Alike("first", 0.82), AllOf(Same("first_sound"), Alike("first", 0.7)))
SOUNDS_LAST = AnyOf(Alike("last", 0.82), AllOf(Same("last_sound"), Alike("last", 0.7)))
IN_COMMON = AnyOf(Among("surnames", "last1"), Among("surnames", "last2"))
MAIDEN = Among("surnames", "middle")

SEQUENCE = Comparison(
    key="sequence",
    words="Order of the names",
    missing=Missing("sequence"),
    levels=(
        Level("written", "read as written", Same("sequence"), 0.98, u=0.98),
        Level("swapped", "read with first and last name swapped", Otherwise(), 0.02, u=0.98),
    ),
)

FIRST = Comparison(
    key="first",
    words="First name",
    missing=Missing("first"),
    levels=(
        Level("initial", "an initial that fits", Initial("first"), 0.95, "initial"),
        Level("same", "the same", Same("first"), 0.78, "first"),
        Level("together", "the same, written together", Same("given"), 0.01, "given"),
        Level("nickname", "a short or long form", Among("nicknames", "first"), 0.04, "first", 0.5),
        Level("middle", "one goes by a middle name", CROSSED, 0.02, "first", 0.5),
        Level("close", "nearly the same", CLOSE_FIRST, 0.08, "first", 0.5),
        Level("near", "much alike", Alike("first", 0.88), 0.03, "first", 0.5, conflict=True),
        Level("similar", "alike", SOUNDS_FIRST, 0.02, "first", 0.5, conflict=True),
        Level(
            "letter",
            "a short name with another letter",
            Near("first", 2),
            0.01,
            "first",
            0.5,
            conflict=True,
        ),
        Level("faint", "a little alike", Alike("first", 0.75), 0.01, conflict=True),
        Level("other", "another name", Otherwise(), 0.015, conflict=True),
    ),
)

MIDDLE = Comparison(
    key="middle",
    words="Middle name",
    missing=Missing("middle"),
    levels=(
        Level("initial", "an initial that fits", Initial("middle"), 0.93, "middle_initial"),
        Level("same", "the same", Same("middle"), 0.85, "middle"),
        Level(
            "close",
            "nearly the same",
            AnyOf(Alike("middle", 0.88), Near("middle", 5)),
            0.05,
            "middle",
            0.5,
        ),
        Level("letter", "another that begins alike", Same("middle_initial"), 0.02, u=0.06),
        Level("other", "another name", Otherwise(), 0.07, u=0.93, conflict=True),
    ),
)

LAST = Comparison(
    key="last",
    words="Last name",
    missing=Missing("last"),
    levels=(
        Level("same", "the same", Same("last"), 0.78, "last"),
        Level("part", "the same first family name", Same("last1"), 0.03, "last1"),
        Level("parts", "one family name in common", IN_COMMON, 0.02, "last1"),
        Level("close", "nearly the same", CLOSE_LAST, 0.08, "last", 0.5),
        Level("near", "much alike", Alike("last", 0.88), 0.03, "last", 0.5),
        Level("similar", "alike", SOUNDS_LAST, 0.02, "last", 0.5),
        Level("middle", "one's middle name is the other's last", MAIDEN, 0.005),
        Level(
            "letter",
            "a short name with another letter",
            Near("last", 2),
            0.01,
            "last",
            0.5,
            conflict=True,
        ),
        Level("faint", "a little alike", Alike("last", 0.75), 0.01, conflict=True),
        Level("other", "another name", Otherwise(), 0.03, conflict=True),
    ),
)

SUFFIX = Comparison(
    key="suffix",
    words="Suffix",
    missing=Missing("suffix"),
    levels=(
        Level("same", "the same", Same("suffix"), 0.95, "suffix"),
        Level("other", "another", Otherwise(), 0.05, u=0.6, conflict=True),
    ),
)
