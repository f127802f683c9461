"""Exact bounds from strata that were drawn each by itself, such as web and paper: one after the other, added up.

In each stratum the hypergeometric bounds (hypergeometric.py) hold but for its part of the risk, so
their sums hold but for all of it (Bonferroni): sufficient if the lower bounds alone reach what is
required, insufficient if the upper bounds together do not. A line counts if it is valid and the
first of its voter in the whole petition, so the counting lines are the voters
(docs/open-data/draw.md, § Strata).

Limits: for one look at samples of announced sizes. If they do not settle it, every line is looked
at; samples that grow until they suit would need more risk than they say.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from undersigned.pure.sampling.hypergeometric import RISK, most_of_kind
from undersigned.pure.sampling.worksheet import (
    Decision,
    Reason,
    Step,
    Worksheet,
    gettext_noop,
)


@dataclass(frozen=True)
class Part:
    """A stratum of so many `lines`, of which `counting` ones are among the `sampled`."""

    name: str
    lines: int
    sampled: int
    counting: int

    def lower(self, risk: Fraction) -> int:
        """The fewest counting lines that it holds, but for this risk."""
        return self.lines - most_of_kind(
            self.lines, self.sampled, self.sampled - self.counting, risk
        )

    def upper(self, risk: Fraction) -> int:
        """The most counting lines that it holds, but for this risk."""
        return most_of_kind(self.lines, self.sampled, self.counting, risk)

    @property
    def estimate(self) -> Fraction:
        """How many counting lines it holds, as its sample has it; nothing is told by no lines."""
        return Fraction(self.lines * self.counting, self.sampled) if self.sampled else Fraction(0)


def worksheet(parts: Sequence[Part], required: int, risk: Fraction = RISK) -> Worksheet:
    """The worksheet of all strata together. Raises ValueError if there are none."""
    if not parts:
        raise ValueError("A petition has lines.")
    share = risk / len(parts)
    lower = sum(part.lower(share) for part in parts)
    upper = sum(part.upper(share) for part in parts)
    estimate = sum((part.estimate for part in parts), Fraction(0))
    steps = [
        Step("required", REQUIRED, "R", Fraction(required)),
        Step("risk", RISK_TEXT, "risk × 100", risk * 100, 1),
        *(step for part in parts for step in _steps(part, share)),
        Step("estimate", ESTIMATE, "Σ N × v / n", estimate, 1),
        Step("lower", LOWER, "Σ L", Fraction(lower)),
        Step("upper", UPPER, "Σ U", Fraction(upper)),
    ]
    return Worksheet(tuple(steps), estimate, *_decided(lower, upper, required))


def _steps(part: Part, risk: Fraction) -> list[Step]:
    values = (
        ("lines", LINES, "N", part.lines),
        ("sampled", SAMPLED, "n", part.sampled),
        ("counting", COUNTING, "v", part.counting),
        ("lower", PART_LOWER, "L", part.lower(risk)),
        ("upper", PART_UPPER, "U", part.upper(risk)),
    )
    return [
        Step(f"{key}_{part.name}", text, f"{letter} ({part.name})", Fraction(value))
        for key, text, letter, value in values
    ]


def _decided(lower: int, upper: int, required: int) -> tuple[Decision, Reason]:
    if lower >= required:
        return Decision.SUFFICIENT, REACHED
    if upper < required:
        return Decision.INSUFFICIENT, MISSED
    return Decision.FULL_CHECK, OPEN


REQUIRED = gettext_noop("Valid signatures required")
RISK_TEXT = gettext_noop("Risk of a wrong answer, at most, in percent")
LINES = gettext_noop("Lines of the stratum")
SAMPLED = gettext_noop("Lines of it that were drawn")
COUNTING = gettext_noop("Of these valid, and their voter’s first")
PART_LOWER = gettext_noop("At least so many of the stratum count")
PART_UPPER = gettext_noop("At most so many of the stratum count")
ESTIMATE = gettext_noop("Valid signatures projected")
LOWER = gettext_noop("At least so many count, all strata together")
UPPER = gettext_noop("At most so many count, all strata together")
REACHED = Reason(
    "bounds_reached", gettext_noop("Even at their lower bounds the strata hold enough.")
)
MISSED = Reason(
    "bounds_missed", gettext_noop("Even at their upper bounds the strata hold too few.")
)
OPEN = Reason("bounds_open", gettext_noop("The samples do not settle it: every line is looked at."))
