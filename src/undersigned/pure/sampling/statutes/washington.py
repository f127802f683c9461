"""Washington: WAC § 434-379-010, a test of the pairs in the sample, in at least 3 percent of the lines.

An upper estimate of the lines that are not valid leaves room for so many pairs of one voter's lines
in the petition; the sample must show fewer than would be expected from them, by 1.65 of the square
root of that number.

Limits: the roots are irrational; all is computed to 50 digits and compared so. `valid` and
`invalid` are held apart as registered or not: a pair's second line may stand in either, for only
`invalid` and `duplicates` are used.
"""

from fractions import Fraction

from undersigned.pure.sampling.profiles import Profile, at_least_share
from undersigned.pure.sampling.rounding import root
from undersigned.pure.sampling.worksheet import (
    Decision,
    Reason,
    Reckoning,
    Tally,
    Worksheet,
    gettext_noop,
)

INVALID_ERROR, PAIRS_ERROR = Fraction(3, 2), Fraction(165, 100)


def project(tally: Tally) -> Worksheet:
    """The nine steps of the rule, the published rate, and what the pairs allow."""
    work = Reckoning(tally)
    step = work.step
    ratio = step("ratio", RATIO, "r = n / N", 1 / tally.weight, 6)
    allowance = step(
        "allowance", ALLOWANCE, "a = 1.5 × √x", INVALID_ERROR * root(Fraction(tally.invalid)), 4
    )
    upper = step("upper", UPPER, "U = (x + a) / r", (tally.invalid + allowance) / ratio, 2)
    pairs = step("pairs", PAIRS, "P = N - R - U", tally.lines - tally.required - upper, 2)
    expected = step("expected", EXPECTED, "E = r² × P", ratio**2 * pairs, 4)
    acceptable = step("acceptable", ACCEPTABLE, "E - 1.65 × √E", _acceptable(expected), 4)
    rate = step("rate", RATE, "(x / n + d × A × (A - 1) / N) × 100, A = N / n", _rate(tally), 2)
    estimate = step("estimate", ESTIMATE, "N × (1 - rate / 100)", tally.lines * (1 - rate / 100), 1)
    if tally.duplicates > acceptable:
        return work.done(estimate, Decision.FULL_CHECK, TOO_MANY)
    return work.done(estimate, Decision.SUFFICIENT, ACCEPTED)


def _acceptable(expected: Fraction) -> Fraction:
    """Where no pair at all leaves enough, none is acceptable: the number is below zero."""
    return expected - PAIRS_ERROR * root(max(expected, Fraction(0)))


def _rate(tally: Tally) -> Fraction:
    """The rate that the state publishes, in percent: duplicates included."""
    pairs = tally.duplicates * tally.weight * (tally.weight - 1) / tally.lines
    return (Fraction(tally.invalid, tally.sampled) + pairs) * 100


RATIO = gettext_noop("Share of the lines that were sampled")
ALLOWANCE = gettext_noop("Allowance for chance among lines that are not valid")
UPPER = gettext_noop("Upper estimate of lines in the petition that are not valid")
PAIRS = gettext_noop("Pairs of one voter's lines that the petition may hold")
EXPECTED = gettext_noop("Pairs then expected in the sample")
ACCEPTABLE = gettext_noop("Pairs acceptable in the sample")
RATE = gettext_noop("Share of the petition that does not count, in percent")
ESTIMATE = gettext_noop("Valid signatures projected")
TOO_MANY = Reason(
    "too_many_pairs",
    gettext_noop("The sample holds more pairs than are acceptable: every line is looked at."),
)
ACCEPTED = Reason(
    "pairs_accepted", gettext_noop("The sample holds no more pairs than are acceptable.")
)
PROFILE = Profile(
    "washington", gettext_noop("Washington"), "WAC 434-379-010", at_least_share(1, 3), project
)
