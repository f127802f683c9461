"""Exact bounds from a sample of fixed size, drawn without replacement, in whole numbers.

A sample shows so many lines of a kind; what can the petition hold? P(X ≥ v) and P(X ≤ v) of the
hypergeometric distribution (Lindeman and Stark 2012 use them likewise, § Ballot-level audits) are
compared with `risk` as fractions: nothing is rounded.

Limits: each line is of the kind or not, so a voter who signed twice counts with one line. The
cut-offs hold for one look at the sample of the size that was announced, not for one that is grown
until it suits; for that there is sequential.py.
"""

from bisect import bisect_left
from fractions import Fraction
from math import comb

from undersigned.pure.sampling.worksheet import (
    Decision,
    Reason,
    Reckoning,
    Tally,
    Worksheet,
    gettext_noop,
)

RISK = Fraction(1, 20)


def at_least(lines: int, kind: int, sampled: int, found: int) -> Fraction:
    """The chance that `found` or more of the sample are of a kind of which there are so many."""
    return _tail(lines, kind, sampled, range(found, min(kind, sampled) + 1))


def at_most(lines: int, kind: int, sampled: int, found: int) -> Fraction:
    """The chance that `found` or fewer are."""
    return _tail(lines, kind, sampled, range(max(0, sampled - lines + kind), found + 1))


def _tail(lines: int, kind: int, sampled: int, values: range) -> Fraction:
    others = lines - kind
    first = next((value for value in values if 0 <= sampled - value <= others), None)
    if first is None:
        return Fraction(0)
    ways = comb(kind, first) * comb(others, sampled - first)
    total = ways
    for value in range(first, values.stop - 1):  # each term from the one before
        ways = ways * (kind - value) * (sampled - value)
        ways //= (value + 1) * (others - sampled + value + 1)
        total += ways
    return Fraction(total, comb(lines, sampled))


def certify_from(lines: int, required: int, sampled: int, risk: Fraction = RISK) -> int:
    """From how many valid lines on a petition with one too few would be this lucky with at most `risk`.

    More than `sampled` if no result of the sample would do.
    """
    short = min(required - 1, lines)
    return bisect_left(
        range(sampled + 1),
        True,  # noqa: FBT003 - the first result of which this is so
        key=lambda found: at_least(lines, short, sampled, found) <= risk,
    )


def insufficient_to(lines: int, required: int, sampled: int, risk: Fraction = RISK) -> int:
    """Up to how many valid lines a petition with just enough would be this unlucky with at most `risk`.

    -1 if no result of the sample would do.
    """
    first = bisect_left(
        range(sampled + 1),
        True,  # noqa: FBT003 - as above
        key=lambda found: at_most(lines, required, sampled, found) > risk,
    )
    return first - 1


def most_of_kind(lines: int, sampled: int, found: int, risk: Fraction = RISK) -> int:
    """The most lines of a kind that a petition holds, but for `risk`, if a sample held `found`.

    The upper bound on what the matcher got wrong, from a blind look at some of what it accepted.
    """
    more = bisect_left(
        range(found, lines - sampled + found + 1),
        True,  # noqa: FBT003 - as above
        key=lambda kind: at_most(lines, kind, sampled, found) <= risk,
    )
    return found + more - 1


def worksheet(tally: Tally, risk: Fraction = RISK) -> Worksheet:
    """The worksheet of a sample whose size was announced; of each voter's lines one may be valid."""
    work = Reckoning(tally)
    step = work.step
    figures = (tally.lines, tally.required, tally.sampled, risk)
    step("risk", RISK_TEXT, "risk × 100", risk * 100, 1)
    certify = step("certify", CERTIFY, "P(X ≥ v | R - 1) ≤ risk", certify_from(*figures))
    deny = step("deny", DENY, "P(X ≤ v | R) ≤ risk", insufficient_to(*figures))
    estimate = step("estimate", ESTIMATE, "N × v / n", tally.lines * tally.share, 1)
    if tally.valid >= certify:
        return work.done(estimate, Decision.SUFFICIENT, PROVEN)
    if tally.valid <= deny:
        return work.done(estimate, Decision.INSUFFICIENT, DISPROVEN)
    return work.done(estimate, Decision.FULL_CHECK, OPEN)


RISK_TEXT = gettext_noop("Risk of a wrong answer, at most, in percent")
CERTIFY = gettext_noop("Sufficient from this many valid lines")
DENY = gettext_noop("Insufficient up to this many valid lines")
ESTIMATE = gettext_noop("Valid signatures projected")
PROVEN = Reason(
    "proven",
    gettext_noop("A petition with too few valid signatures would hardly give such a sample."),
)
DISPROVEN = Reason(
    "disproven",
    gettext_noop("A petition with enough valid signatures would hardly give such a sample."),
)
OPEN = Reason("open", gettext_noop("The sample does not decide: every line is looked at."))
