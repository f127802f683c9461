"""Every line is looked at, as Ohio does, or as many as it takes, as Nebraska does.

Counting may stop as soon as the answer is certain: the required number is reached (California
Elections Code § 9115(b) allows as much), or out of reach.

Limits: nothing is projected; the figures are counts.
"""

from undersigned.pure.sampling.profiles import Profile, counted
from undersigned.pure.sampling.worksheet import gettext_noop

PROFILE = Profile(
    "full-count",
    gettext_noop("Every line is looked at"),
    "v ≥ R",  # no law is needed to count
    lambda lines: lines,
    counted,
)
