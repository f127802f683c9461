"""How far two addresses agree: one joint comparison, for number, street and town go together.

Two kinds of pairs meet here. Where both have a street, a move costs no more than the last levels
take. Where one has none (only a town, or a box), the town alone counts, and nothing is lost
(docs/open-data/linkage.md § Weights).

Limits: who moved within the town and who has a namesake there look alike.
"""

from undersigned.pure.linkage.conditions import (
    Alike,
    AllOf,
    Among,
    AnyOf,
    Differ,
    Missing,
    Near,
    Otherwise,
    Same,
)
from undersigned.pure.linkage.levels import Comparison, Level

ANOTHER_TOWN = AnyOf(
    AllOf(Differ("postcode"), AnyOf(Differ("city"), Missing("city"))),
    AllOf(Differ("city"), Missing("postcode")),
)
SURNAME = AnyOf(Same("last1"), Alike("last", 0.84), Among("surnames", "last1"))
NEARLY_BOTH = AllOf(Alike("city", 0.85), Near("postcode", 5))
NEARLY_ONE = AnyOf(Alike("city", 0.85), Near("postcode", 5))
ANOTHER_PLACE = AllOf(AnyOf(Same("street"), Differ("street")), ANOTHER_TOWN)
OTHER_PART = AllOf(Same("home"), AnyOf(Differ("unit"), Differ("way"), Differ("direction")))
NEAR_HOME = AnyOf(
    AllOf(Same("number"), Alike("street", 0.85)), AllOf(Same("street"), Near("number", 2))
)

ADDRESS = Comparison(
    key="address",
    words="Address",
    missing=AllOf(Missing("street"), Missing("postcode"), Missing("city")),
    levels=(
        Level(
            "elsewhere",
            "the same house number and street, in another town",
            AllOf(Same("home"), ANOTHER_TOWN),
            0.01,
            "home",
            conflict=True,
        ),
        Level("other_town", "another town and address", ANOTHER_PLACE, 0.06, u=1.0),
        Level(
            "part_family",
            "as others of that surname, but for the unit, or the street's type or direction",
            AllOf(OTHER_PART, SURNAME),
            0.08,
            "family",
            settles=True,
        ),
        Level(
            "part",
            "the same but for the unit, or the street's type or direction",
            OTHER_PART,
            0.06,
            "home",
            settles=True,
        ),
        Level(
            "household",
            "the same door as others of that surname",
            AllOf(Same("door"), SURNAME),
            0.75,
            "household",
            settles=True,
        ),
        Level(
            "family",
            "the same house as others of that surname",
            AllOf(Same("home"), SURNAME),
            0.75,
            "family",
            settles=True,
        ),
        Level("door", "the same door", Same("door"), 0.75, "door", settles=True),
        Level("home", "the same house", Same("home"), 0.75, "home", settles=True),
        # a slip of the pen is as likely for a relative as for the voter: it cancels out
        Level(
            "near_family",
            "nearly the same house as others of that surname",
            AllOf(NEAR_HOME, SURNAME),
            0.6,
            "family",
            settles=True,
        ),
        Level("near", "nearly the same house", NEAR_HOME, 0.06, "street", settles=True),
        Level("street", "the same street", Same("street"), 0.03, "street", settles=True),
        Level(
            "moved_near",
            "another street of the same postcode",
            AllOf(Differ("street"), Same("postcode")),
            0.07,
            "postcode",
        ),
        Level(
            "moved",
            "another street of the same town",
            AllOf(Differ("street"), Same("city")),
            0.06,
            "city",
        ),
        Level("other", "another address", Differ("street"), 0.06, u=1.0),
        Level("box", "the same box", Same("box"), 0.9, "box"),
        Level("postcode", "the same postcode", Same("postcode"), 0.75, "postcode"),
        Level("city", "the same town", Same("city"), 0.18, "city"),
        Level("town_near", "nearly the same town and postcode", NEARLY_BOTH, 0.01, u=0.001),
        Level("town_like", "nearly the same town or postcode", NEARLY_ONE, 0.03, u=0.03),
        Level("town", "another town", Otherwise(), 0.02, u=0.9),
    ),
)
