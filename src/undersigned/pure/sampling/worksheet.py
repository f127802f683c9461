"""A sample's figures, and the arithmetic from them to a decision, step by step, to be printed.

Every value is a fraction; where a rule rounds, the step holds the rounded value (2 CCR §§ 20530–20532
and the other sources named in statutes/).

Limits: a step shows at most its own number of decimal places. The English of titles, steps and
reasons is marked for translators; whoever prints them puts them into the reader's language.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from undersigned.pure.sampling.rounding import half_up


def gettext_noop(text: str) -> str:
    """The same text: it stands in the lists of who translates the pages."""
    return text


class Decision(StrEnum):
    """What follows from a sample."""

    SUFFICIENT = "sufficient"
    INSUFFICIENT = "insufficient"
    FULL_CHECK = "full_check"  # every line is to be looked at
    LARGER_SAMPLE = "larger_sample"  # more lines are to be drawn


@dataclass(frozen=True)
class Tally:
    """What was counted. Raises ValueError on figures that cannot be.

    `raw` lines were handed in, of which `removed` were struck out before the draw; `sampled` of the
    others were looked at. Of a voter's several valid lines in the sample one is in `valid`, the
    further ones are `duplicates`, unless the profile says otherwise; `invalid` is neither.
    `required` valid signatures are asked for.
    """

    raw: int
    sampled: int
    valid: int
    invalid: int
    duplicates: int
    required: int
    removed: int = 0

    def __post_init__(self) -> None:
        """Refuse what cannot be counted."""
        if min(self.valid, self.invalid, self.duplicates, self.removed, self.required - 1) < 0:
            raise ValueError("Nothing is counted below zero, and something is required.")
        if not 0 < self.sampled <= self.lines:
            raise ValueError("A sample has lines, and not more than there are.")
        if self.valid + max(self.invalid, self.duplicates) > self.sampled:
            raise ValueError("More was found than was looked at.")

    @property
    def lines(self) -> int:
        """How many lines the sample was drawn from."""
        return self.raw - self.removed

    @property
    def share(self) -> Fraction:
        """Which part of the sample is valid."""
        return Fraction(self.valid, self.sampled)

    @property
    def weight(self) -> Fraction:
        """For how many lines one of the sample stands."""
        return Fraction(self.lines, self.sampled)


@dataclass(frozen=True)
class Step:
    """One line of a worksheet: what, how, how much; `key` never changes, `text` is English."""

    key: str
    text: str
    formula: str
    value: Fraction
    places: int = 0

    @property
    def shown(self) -> str:
        """The value with its decimal places, a point before them."""
        return f"{Decimal(int(half_up(self.value, self.places) * 10**self.places)).scaleb(-self.places):f}"


@dataclass(frozen=True)
class Reason:
    """Why a decision follows, as a key that never changes and in English."""

    key: str
    text: str


@dataclass(frozen=True)
class Worksheet:
    """The steps in order, how many valid signatures the petition is taken to hold, and what follows."""

    steps: tuple[Step, ...]
    estimate: Fraction
    decision: Decision
    reason: Reason


@dataclass
class Reckoning:
    """A worksheet being written; it begins with the tally."""

    tally: Tally
    steps: list[Step] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Put down what was counted."""
        tally = self.tally
        if tally.removed:
            self.step("raw", RAW, "", tally.raw)
            self.step("removed", REMOVED, "", tally.removed)
        self.step("lines", LINES, "N", tally.lines)
        self.step("required", REQUIRED, "R", tally.required)
        self.step("sampled", SAMPLED, "n", tally.sampled)
        self.step("valid", VALID, "v", tally.valid)
        self.step("invalid", INVALID, "x", tally.invalid)
        self.step("duplicates", DUPLICATES, "d", tally.duplicates)

    def step(
        self, key: str, text: str, formula: str, value: Fraction | int, places: int = 0
    ) -> Fraction:
        """Put down one more step; its value."""
        self.steps.append(Step(key, text, formula, Fraction(value), places))
        return Fraction(value)

    def percent(self, estimate: Fraction) -> Fraction:
        """Put down how much of what is required the estimate is, in percent."""
        share = estimate / self.tally.required * 100
        return self.step("percent_of_required", PERCENT, "estimate / R × 100", share, 2)

    def done(self, estimate: Fraction, decision: Decision, reason: Reason) -> Worksheet:
        """The finished worksheet."""
        return Worksheet(tuple(self.steps), estimate, decision, reason)


RAW = gettext_noop("Lines handed in")
REMOVED = gettext_noop("Lines struck out before the draw")
LINES = gettext_noop("Lines that the sample was drawn from")
REQUIRED = gettext_noop("Valid signatures required")
SAMPLED = gettext_noop("Lines looked at")
VALID = gettext_noop("Valid lines among them")
INVALID = gettext_noop("Lines among them that are not valid")
DUPLICATES = gettext_noop("Further lines of the same voters among them")
PERCENT = gettext_noop("Of the required number, in percent")
