"""Nevada, cities and counties: NRS § 295.260, every line up to 500, else 500 or 5 percent.

Below 90 percent of what is required a petition fails; from there to 100 percent the clerk goes on
until the required number is reached or every line was looked at (the profile `full-count` says when).

Limits: the statute says "the number of valid signatures" that a sample shows; it is taken as the
sample's share of all lines.
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

FAILS, PASSES = 90, 100  # percent of what is required


def project(tally: Tally) -> Worksheet:
    """The sample's share of all lines, and where it lies."""
    work = Reckoning(tally)
    estimate = work.step("estimate", ESTIMATE, "N × v / n", tally.lines * tally.share, 1)
    percent = work.percent(estimate)
    if percent < FAILS:
        return work.done(estimate, Decision.INSUFFICIENT, BELOW)
    if percent >= PASSES:
        return work.done(estimate, Decision.SUFFICIENT, ABOVE)
    return work.done(estimate, Decision.FULL_CHECK, BETWEEN)


ESTIMATE = gettext_noop("Valid signatures projected")
BELOW = Reason("below_90", gettext_noop("Fewer than 90 percent of the required number: it fails."))
ABOVE = Reason("from_100", gettext_noop("At least the required number: it is sufficient."))
BETWEEN = Reason(
    "between_90_100",
    gettext_noop(
        "Between 90 and 100 percent of the required number: the clerk goes on until the number "
        "is reached or every line was looked at."
    ),
)
PROFILE = Profile("nevada", gettext_noop("Nevada"), "NRS 295.260", at_least_share(500, 5), project)
