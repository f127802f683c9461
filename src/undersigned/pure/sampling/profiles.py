"""What every rule has: how many lines it draws, and what it makes of them.

Where every line was looked at no rule projects: the lines are counted (California Elections Code
§ 9115(b) lets a clerk stop as soon as the required number is reached).

Limits: a rule says nothing of how lines are drawn, or judged; ceremony.py and people do that.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from undersigned.pure.sampling.worksheet import (
    Decision,
    Reason,
    Reckoning,
    Tally,
    Worksheet,
    gettext_noop,
)


@dataclass(frozen=True)
class Profile:
    """A rule by which a sample speaks for a whole petition.

    `size` says how many of so many lines are drawn, `project` what a tally leads to; `second`, where
    a rule has two stages, how many both samples have together.
    """

    key: str
    title: str
    source: str
    size: Callable[[int], int]
    project: Callable[[Tally], Worksheet]
    second: Callable[[int], int] | None = None

    def worksheet(self, tally: Tally) -> Worksheet:
        """The worksheet of a tally. Where every line was looked at, nothing is projected."""
        return counted(tally) if tally.sampled == tally.lines else self.project(tally)


def counted(tally: Tally) -> Worksheet:
    """The worksheet where lines are counted, all or as many as it takes."""
    work = Reckoning(tally)
    left = work.step("left", LEFT, "N - n", tally.lines - tally.sampled)
    if tally.valid >= tally.required:
        return work.done(Fraction(tally.valid), Decision.SUFFICIENT, REACHED)
    if tally.valid + left < tally.required:
        return work.done(Fraction(tally.valid), Decision.INSUFFICIENT, OUT_OF_REACH)
    return work.done(Fraction(tally.valid), Decision.FULL_CHECK, GO_ON)


def at_least_share(fewest: int, percent: int) -> Callable[[int], int]:
    """Every line up to `fewest`, beyond that so many or a share of them, whichever is more, rounded up."""
    return lambda lines: min(lines, max(fewest, ceil(Fraction(lines * percent, 100))))


LEFT = gettext_noop("Lines not looked at")
REACHED = Reason("reached", gettext_noop("As many valid signatures as are required were counted."))
OUT_OF_REACH = Reason(
    "out_of_reach",
    gettext_noop("Even if all other lines were valid, fewer would be valid than are required."),
)
GO_ON = Reason("go_on", gettext_noop("The lines not looked at decide: go on."))
