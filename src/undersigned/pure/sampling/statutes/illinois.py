"""Illinois: 10 ILCS 5, §§ 28-11 and 28-12, for advisory questions; a sample in each jurisdiction.

The valid share of each jurisdiction's sample is projected onto its lines, adjusted for duplicates,
and the projections are summed. Not more than 95 percent of what is required: presumed invalid,
unless a hearing or a further sample rebuts it; more: presumed valid.

Limits: the code asks to "adjust for multiple signature contamination" without a formula; ours is
Goodman's for voters who signed twice (estimators.py).
"""

from collections.abc import Mapping
from fractions import Fraction

from undersigned.pure.sampling.estimators import distinct
from undersigned.pure.sampling.profiles import Profile, at_least_share
from undersigned.pure.sampling.worksheet import (
    Decision,
    Reason,
    Reckoning,
    Tally,
    Worksheet,
    gettext_noop,
)

FAILS = 95  # percent of what is required


def project(tally: Tally) -> Worksheet:
    """The worksheet of a petition in one jurisdiction."""
    work = Reckoning(tally)
    estimate = work.step("estimate", ESTIMATE, FORMULA, _estimate(tally), 1)
    return _decide(work, estimate)


def total(jurisdictions: Mapping[str, Tally]) -> Worksheet:
    """The worksheet of a petition in several, by name; each tally has the whole petition's `required`."""
    tallies = jurisdictions.values()
    names = ("raw", "sampled", "valid", "invalid", "duplicates", "removed")
    sums = {name: sum(getattr(tally, name) for tally in tallies) for name in names}
    work = Reckoning(Tally(**sums, required=max(tally.required for tally in tallies)))
    parts = [
        work.step(f"estimate:{name}", f"{ESTIMATE}: {name}", FORMULA, _estimate(tally), 1)
        for name, tally in jurisdictions.items()
    ]
    return _decide(work, work.step("estimate", ESTIMATE, "Σ", sum(parts, Fraction(0)), 1))


def _estimate(tally: Tally) -> Fraction:
    return distinct(tally.lines, tally.sampled, tally.valid + tally.duplicates, tally.duplicates)


def _decide(work: Reckoning, estimate: Fraction) -> Worksheet:
    if work.percent(estimate) <= FAILS:
        return work.done(estimate, Decision.INSUFFICIENT, PRESUMED_INVALID)
    return work.done(estimate, Decision.SUFFICIENT, PRESUMED_VALID)


FORMULA = "N × (v + d) / n - N × (N - 1) / (n × (n - 1)) × d"
ESTIMATE = gettext_noop("Valid signatures projected")
PRESUMED_INVALID = Reason(
    "up_to_95",
    gettext_noop(
        "Not more than 95 percent of the required number: it is presumed invalid, unless a "
        "hearing or a further sample shows otherwise."
    ),
)
PRESUMED_VALID = Reason(
    "above_95",
    gettext_noop("More than 95 percent of the required number: it is presumed valid."),
)
PROFILE = Profile(
    "illinois",
    gettext_noop("Illinois"),
    "10 ILCS 5/28-11, 5/28-12",
    at_least_share(500, 10),
    project,
)
