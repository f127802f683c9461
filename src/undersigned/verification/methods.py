"""How a check comes to an answer: by a full count, a rule of a state, or a sound rule that is bound to none."""

from collections.abc import Sequence
from fractions import Fraction

from django.utils.translation import gettext as _

from undersigned.pure.sampling import sequential, strata
from undersigned.pure.sampling.statutes import PROFILES, full_count
from undersigned.pure.sampling.worksheet import Worksheet
from undersigned.verification.counting import Counted

FULL_COUNT = full_count.PROFILE.key
RISKS = {"risk-limiting-5": Fraction(1, 20), "risk-limiting-1": Fraction(1, 100)}
BY_CHANNEL = "by-channel-5"  # web and paper drawn each by itself
CHANNEL_RISK = Fraction(1, 20)
KEYS = (*RISKS, BY_CHANNEL, *PROFILES)


def title_of(method: str) -> str:
    """What a method is called."""
    if method in RISKS:
        return _("Risk-limiting sample, wrong at most %(percent)s times in 100") % {
            "percent": RISKS[method] * 100
        }
    if method == BY_CHANNEL:
        return _("Web and paper drawn each by itself, wrong at most 5 times in 100")
    return _(PROFILES[method].title)


def source_of(method: str) -> str:
    """Where the rule stands."""
    if method == BY_CHANNEL:
        return _("Exact hypergeometric bounds, added up")
    return "ALPHA, arXiv 2201.02707" if method in RISKS else PROFILES[method].source


def work_out(method: str, found: Counted, sample: Sequence[int], required: int) -> Worksheet:
    """The worksheet of decided lines, in the order drawn. Raises ValueError if there are none."""
    tally = found.tally(sample, required)
    if method == BY_CHANNEL and tally.sampled < tally.lines:
        return strata.worksheet(found.parts(sample), required, CHANNEL_RISK)
    if method in RISKS and tally.sampled < tally.lines:
        return sequential.worksheet(tally, found.worths(sample), RISKS[method])
    return PROFILES.get(method, full_count.PROFILE).worksheet(tally)
