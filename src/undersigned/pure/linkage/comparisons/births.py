"""How far two dates of birth agree (docs/open-data/linkage.md § Weights).

Limits: twins are told apart by their first names alone.
"""

from undersigned.pure.linkage.conditions import AllOf, Missing, Near, Otherwise, Same
from undersigned.pure.linkage.levels import Comparison, Level

BORN = Comparison(
    key="born",
    words="Date of birth",
    missing=Missing("born_year"),
    levels=(
        Level("same", "the same day", Same("born"), 0.92, "born", settles=True),
        Level("swapped", "day and month changed over", Same("born", "born_swapped"), 0.01, "born"),
        Level("near", "one digit differs", Near("born", 10), 0.03),
        Level(
            "year", "the same year", AllOf(Missing("born"), Same("born_year")), 0.95, "born_year"
        ),
        Level(
            "day", "the same year, another day", Same("born_year"), 0.01, "born_year", conflict=True
        ),
        Level("other", "another", Otherwise(), 0.03, u=0.97, conflict=True),
    ),
)
