"""Colorado: C.R.S. §§ 1-40-116(4) and -117, a sample of 5 percent, at least 4,000 lines.

Duplicates in the sample are rejected lines like any other; they are not weighed, so that a
petition with many of them looks better than it is.

Limits: published projections are whole numbers, one of them rounded from a rounded share; ours is
exact.
"""

from undersigned.pure.sampling.profiles import Profile, at_least_share
from undersigned.pure.sampling.worksheet import (
    Decision,
    Reason,
    Reckoning,
    Tally,
    Worksheet,
    gettext_noop,
)

FAILS, PASSES = 90, 110  # percent of what is required


def project(tally: Tally) -> Worksheet:
    """The sample's share of all lines, and where it lies."""
    work = Reckoning(tally)
    estimate = work.step("estimate", ESTIMATE, "N × v / n", tally.lines * tally.share, 1)
    percent = work.percent(estimate)
    if percent <= FAILS:
        return work.done(estimate, Decision.INSUFFICIENT, BELOW)
    if percent >= PASSES:
        return work.done(estimate, Decision.SUFFICIENT, ABOVE)
    return work.done(estimate, Decision.FULL_CHECK, BETWEEN)


ESTIMATE = gettext_noop("Valid signatures projected")
BELOW = Reason(
    "up_to_90", gettext_noop("Not more than 90 percent of the required number: it fails.")
)
ABOVE = Reason(
    "from_110", gettext_noop("At least 110 percent of the required number: it is sufficient.")
)
BETWEEN = Reason(
    "between_90_110",
    gettext_noop("Between 90 and 110 percent of the required number: every line is looked at."),
)
PROFILE = Profile(
    "colorado",
    gettext_noop("Colorado"),
    "C.R.S. §§ 1-40-116(4), 1-40-117",
    at_least_share(4000, 5),
    project,
)
