"""Michigan: the Board of State Canvassers' sampling in two stages.

About 500 lines; if their number of valid ones is a "close call", 3,000 to 4,000. Wholly bad sheets
are struck out first (`removed`). A close call is within 1.28 standard errors, rounded and
at least 1, of the number that would be needed (after the Board's staff reports, § Two-Stage Sampling Process).

Limits: the Board publishes cut-offs for each petition and no formula; ours gives those of 2020
(deny up to 448, certify from 465 of 500). Where the Board has published others, they go first.
"""

from fractions import Fraction
from math import ceil

from undersigned.pure.sampling.profiles import Profile
from undersigned.pure.sampling.rounding import half_up, root
from undersigned.pure.sampling.worksheet import (
    Decision,
    Reason,
    Reckoning,
    Tally,
    Worksheet,
    gettext_noop,
)

FIRST, SECOND = 500, 3000
ERRORS = Fraction(128, 100)


def project(tally: Tally) -> Worksheet:
    """The first stage, or from 3,000 lines on the second."""
    work = Reckoning(tally)
    estimate = work.step("estimate", ESTIMATE, "N × v / n", tally.lines * tally.share, 1)
    if tally.sampled >= SECOND:
        enough = estimate >= tally.required
        return work.done(estimate, *((Decision.SUFFICIENT, ENOUGH) if enough else DENIED))
    deny, certify = _cuts(work)
    if tally.valid >= certify:
        return work.done(estimate, Decision.SUFFICIENT, CERTIFIED)
    if tally.valid <= deny:
        return work.done(estimate, *DENIED)
    return work.done(estimate, Decision.LARGER_SAMPLE, CLOSE)


def _cuts(work: Reckoning) -> tuple[Fraction, Fraction]:
    """Up to how many valid lines it is denied, from how many certified."""
    tally, step = work.tally, work.step
    share = min(Fraction(tally.required, tally.lines), Fraction(1))
    needed = step("needed", NEEDED, "n × R / N, rounded up", ceil(tally.sampled * share))
    error = ERRORS * root(tally.sampled * share * (1 - share))
    margin = step(
        "margin", MARGIN, "1.28 × √(n × q × (1 - q)), q = R / N", max(half_up(error), Fraction(1))
    )
    deny = step("deny", DENY, "needed - margin", needed - margin)
    return deny, step("certify", CERTIFY, "needed + margin + 1", needed + margin + 1)


ESTIMATE = gettext_noop("Valid signatures projected")
NEEDED = gettext_noop("Valid lines of the sample that would be needed")
MARGIN = gettext_noop("Lines about that number which make a close call")
DENY = gettext_noop("Denied up to this many valid lines")
CERTIFY = gettext_noop("Certified from this many valid lines")
CERTIFIED = Reason(
    "certified", gettext_noop("The sample is clearly above what is needed: certified.")
)
CLOSE = Reason("close_call", gettext_noop("A close call: a larger sample is drawn."))
ENOUGH = Reason("at_least_required", gettext_noop("At least the required number: it qualifies."))
DENIED = (
    Decision.INSUFFICIENT,
    Reason("denied", gettext_noop("The sample shows too few valid signatures: denied.")),
)
PROFILE = Profile(
    "michigan",
    gettext_noop("Michigan"),
    "Board of State Canvassers, staff reports",
    lambda lines: min(lines, FIRST),
    project,
    lambda lines: min(lines, SECOND),
)
