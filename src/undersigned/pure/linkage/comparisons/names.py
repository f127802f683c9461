"""How far two names agree."""

from undersigned.pure.linkage.conditions import (
    Alike,
    Among,
    AnyOf,
    Initial,
    Missing,
    Near,
    Otherwise,
    Same,
)
from undersigned.pure.linkage.levels import Comparison, Level

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
        Level("same", "the same", Same("first"), 0.84, "first"),
        Level("together", "the same, written together", Same("given"), 0.01, "given"),
        Level("nickname", "a short or long form", Among("nicknames", "first"), 0.04, "first", 0.5),
        Level(
            "middle",
            "one goes by a middle name",
            AnyOf(Same("first", "middle"), Same("middle", "first")),
            0.01,
            "first",
            0.5,
        ),
        Level(
            "close",
            "nearly the same",
            AnyOf(Alike("first", 0.92), Near("first", 5)),
            0.05,
            "first",
            0.5,
        ),
        Level(
            "similar",
            "similar",
            AnyOf(Alike("first", 0.82), Same("first_sound")),
            0.02,
            "first",
            0.5,
        ),
        Level("other", "another name", Otherwise(), 0.03, conflict=True),
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
        Level("same", "the same", Same("last"), 0.84, "last"),
        Level("part", "the same first family name", Same("last1"), 0.03, "last1"),
        Level(
            "parts",
            "one family name in common",
            AnyOf(Among("surnames", "last1"), Among("surnames", "last2")),
            0.02,
            "last1",
        ),
        Level(
            "close",
            "nearly the same",
            AnyOf(Alike("last", 0.92), Near("last", 5)),
            0.05,
            "last",
            0.5,
        ),
        Level(
            "middle", "one's middle name is the other's last", Among("surnames", "middle"), 0.005
        ),
        Level(
            "similar", "similar", AnyOf(Alike("last", 0.84), Same("last_sound")), 0.02, "last", 0.5
        ),
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
