"""Arizona: A.R.S. §§ 19-121.01 and 19-121.04, a sample of 5 percent.

In this order are subtracted: lines struck out before the draw; lines of the sample that are not
valid; and of what then remains the same share as was not valid in the sample.

Limits: the share is not rounded, for the statute names no rounding. `raw` is the number of lines
eligible for verification; duplicates in the sample are lines that are not valid.
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


def project(tally: Tally) -> Worksheet:
    """The three subtractions of § 19-121.04(A), and whether enough is left."""
    work = Reckoning(tally)
    step = work.step
    failed = step("failed", FAILED, "f = n - v", tally.sampled - tally.valid)
    rate = step("rate", RATE, "f / n × 100", (1 - tally.share) * 100, 4)
    remaining = step("remaining", REMAINING, "N - f", tally.lines - failed)
    share = step("share", SHARE, "f / n × (N - f)", remaining * rate / 100, 1)
    estimate = step("estimate", ESTIMATE, "N - f - f / n × (N - f)", remaining - share, 1)
    if estimate >= tally.required:
        return work.done(estimate, Decision.SUFFICIENT, ENOUGH)
    return work.done(estimate, Decision.INSUFFICIENT, TOO_FEW)


FAILED = gettext_noop("Lines of the sample that do not count")
RATE = gettext_noop("Their share of the sample, in percent")
REMAINING = gettext_noop("Lines that remain without them")
SHARE = gettext_noop("The same share of what remains")
ESTIMATE = gettext_noop("Valid signatures projected")
ENOUGH = Reason("at_least_required", gettext_noop("At least the required number: it qualifies."))
TOO_FEW = Reason("fewer_than_required", gettext_noop("Fewer than the required number: it fails."))
PROFILE = Profile(
    "arizona",
    gettext_noop("Arizona"),
    "A.R.S. §§ 19-121.01, 19-121.04",
    at_least_share(1, 5),
    project,
)
