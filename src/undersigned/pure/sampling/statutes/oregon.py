"""Oregon: OAR 165-014-0030 with its Appendix 1, and ORS §§ 250.215 and 255.175 for counties and districts.

First 1,000 lines: their share less a margin and less 8 percent assumed to be duplicates. If that is
not enough, a larger sample of which they are part, at least 5 percent: M = Y - D, where each
duplicate found stands for some (N/n)² in the petition. A petition fails only if both samples do.

Limits: the margin is 1.645 standard errors, in tenths of a percent as reported in 2006 (2.2); the
constants of the Appendix's first stage were not at hand. D is Goodman's (estimators.py).
"""

from fractions import Fraction
from math import ceil

from undersigned.pure.sampling.estimators import distinct
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

FIRST = 1000
ASSUMED = Fraction(8)  # percent
ERRORS = Fraction(1645, 1000)


def project(tally: Tally) -> Worksheet:
    """The first stage up to 1,000 lines, beyond them the second."""
    return _first(Reckoning(tally)) if tally.sampled <= FIRST else _second(Reckoning(tally))


def second_size(lines: int) -> int:
    """How many lines both samples have together: 5 percent, rounded up, and more than the first."""
    return min(lines, max(FIRST + 1, ceil(Fraction(lines, 20))))


def _first(work: Reckoning) -> Worksheet:
    tally, step = work.tally, work.step
    percent = step("percent", PERCENT, "p = v / n × 100", tally.share * 100, 1)
    error = ERRORS * root(tally.share * (1 - tally.share) / tally.sampled) * 100
    margin = step("margin", MARGIN, "m = 1.645 × √(p × (100 - p) / n)", half_up(error, 1), 1)
    assumed = step("assumed", ASSUMED_DUPLICATES, "", ASSUMED)
    share = max(percent - margin - assumed, Fraction(0)) / 100
    estimate = step("estimate", ESTIMATE, "N × (p - m - 8) / 100", tally.lines * share, 1)
    if estimate >= tally.required:
        return work.done(estimate, Decision.SUFFICIENT, ENOUGH)
    return work.done(estimate, Decision.LARGER_SAMPLE, AGAIN)


def _second(work: Reckoning) -> Worksheet:
    tally, step = work.tally, work.step
    both = tally.valid + tally.duplicates
    valid = step("projected", PROJECTED, "Y = N × (v + d) / n", tally.weight * both, 1)
    kept = distinct(tally.lines, tally.sampled, both, tally.duplicates)
    step("deduction", DEDUCTION, "D = N × (N - 1) / (n × (n - 1)) × d", valid - kept, 1)
    estimate = step("estimate", ESTIMATE, "M = Y - D", kept, 1)
    if estimate >= tally.required:
        return work.done(estimate, Decision.SUFFICIENT, ENOUGH)
    return work.done(estimate, Decision.INSUFFICIENT, BOTH)


PERCENT = gettext_noop("Valid share of the sample, in percent")
MARGIN = gettext_noop("Margin for chance, in percent")
ASSUMED_DUPLICATES = gettext_noop("Assumed to be duplicates, in percent")
PROJECTED = gettext_noop("Valid lines projected")
DEDUCTION = gettext_noop("Deducted for duplicates")
ESTIMATE = gettext_noop("Valid signatures projected")
ENOUGH = Reason("at_least_required", gettext_noop("At least the required number: it qualifies."))
AGAIN = Reason(
    "second_sample",
    gettext_noop("The first sample is not enough: a second, larger one is drawn."),
)
BOTH = Reason("both_failed", gettext_noop("Both samples show too few: it fails."))
PROFILE = Profile(
    "oregon",
    gettext_noop("Oregon"),
    "OAR 165-014-0030; ORS 250.215, 255.175",
    lambda lines: min(lines, FIRST),
    project,
    second_size,
)
