"""California: Elections Code §§ 9030, 9115, 9309, and 2 CCR 20530–20532 for the arithmetic.

The share of valid lines is rounded to hundredths of a percent and the value of a line to four
decimal places; projections are rounded up. A duplicate is weighed with A(A - 1), because it was
already left out of the valid lines. A withdrawn line that was drawn counts as not valid.

Limits: "rounded" is taken as half up. The county worksheet (`-sheet`) leaves the deduction for
duplicates unrounded and rounds the result up, as a published sheet does. The
samples for recalls and in place of filing fees are those of §§ 11105 and 8084 and county handbooks.
"""

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from math import ceil

from undersigned.pure.sampling.profiles import Profile, at_least_share
from undersigned.pure.sampling.rounding import half_up
from undersigned.pure.sampling.worksheet import (
    Decision,
    Reason,
    Reckoning,
    Tally,
    Worksheet,
    gettext_noop,
)

FAILS, PASSES = 95, 110  # percent of what is required
SMALL, MIDDLE = 100, 2000  # § 8084


def project(tally: Tally, *, sheet: bool = False) -> Worksheet:
    """The worksheet of 2 CCR 20530–20532; `sheet`: without rounding the deduction up."""
    work = Reckoning(tally)
    step = work.step
    percent = half_up(tally.share * 100, 2)
    step("percent", PERCENT, "v / n × 100", percent, 2)
    valid = step("projected", PROJECTED, "N × v / n", ceil(tally.lines * percent / 100))
    value = step("value", VALUE, "A = N / n", half_up(tally.weight, 4), 4)
    weight = step("weight", WEIGHT, "B = A × (A - 1)", value * (value - 1), 4)
    exact = weight * tally.duplicates
    off = step("deduction", DEDUCTION, "C = B × d", exact if sheet else ceil(exact), 4 * sheet)
    estimate = step("estimate", ESTIMATE, "N × v / n - C", ceil(valid - off))
    return work.done(estimate, *_decided(work.percent(estimate)))


def _decided(percent: Fraction) -> tuple[Decision, Reason]:
    if percent < FAILS:
        return Decision.INSUFFICIENT, BELOW
    if percent > PASSES:
        return Decision.SUFFICIENT, ABOVE
    return Decision.FULL_CHECK, BETWEEN


def in_lieu_size(lines: int) -> int:
    """§ 8084: every line below 100, 100 below 2,000, else 5 percent."""
    return min(lines, SMALL) if lines < MIDDLE else at_least_share(0, 5)(lines)


def _profile(key: str, title: str, source: str, size: Callable[[int], int]) -> Profile:
    return Profile(key, title, f"{source}; 2 CCR 20530–20532", size, project)


PERCENT = gettext_noop("Valid share of the sample, in percent to two decimal places")
PROJECTED = gettext_noop("Valid lines projected, rounded up")
VALUE = gettext_noop("Lines that one line of the sample stands for, to four decimal places")
WEIGHT = gettext_noop("Weight of each duplicate")
DEDUCTION = gettext_noop("Deducted for duplicates")
ESTIMATE = gettext_noop("Valid signatures projected")
BELOW = Reason("below_95", gettext_noop("Fewer than 95 percent of the required number: it fails."))
ABOVE = Reason(
    "above_110", gettext_noop("More than 110 percent of the required number: it qualifies.")
)
BETWEEN = Reason(
    "between_95_110",
    gettext_noop("Between 95 and 110 percent of the required number: every line is looked at."),
)
INITIATIVE = _profile(
    "california-initiative",
    gettext_noop("California, initiative or referendum"),
    "Elections Code §§ 9030, 9115, 9309",
    at_least_share(500, 3),
)
PROFILES = (
    INITIATIVE,
    Profile(
        "california-initiative-sheet",
        gettext_noop("California, initiative or referendum, as on county worksheets"),
        INITIATIVE.source,
        INITIATIVE.size,
        partial(project, sheet=True),
    ),
    _profile(
        "california-recall",
        gettext_noop("California, recall"),
        "Elections Code § 11105",
        at_least_share(500, 3),
    ),
    _profile(
        "california-county-recall",
        gettext_noop("California, recall, as in county handbooks"),
        "County recall handbooks",
        at_least_share(500, 5),
    ),
    _profile(
        "california-in-lieu",
        gettext_noop("California, signatures in place of a filing fee"),
        "Elections Code § 8084",
        in_lieu_size,
    ),
)
