"""What each method costs, before anybody begins: how many lines are looked at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from django.db.models import Count

from undersigned.pure.sampling import strata
from undersigned.pure.sampling.estimators import neyman
from undersigned.pure.sampling.forecast import Expected, forecast
from undersigned.pure.sampling.statutes import PROFILES
from undersigned.pure.sampling.strata import Part
from undersigned.pure.sampling.worksheet import Decision
from undersigned.verification.drawing import WHOLE
from undersigned.verification.methods import (
    BY_CHANNEL,
    CHANNEL_RISK,
    FULL_COUNT,
    KEYS,
    RISKS,
    source_of,
    title_of,
)
from undersigned.verification.models import Check, Draw
from undersigned.verification.states.checks import Band

LEAST = 0.05  # deviation of a line
TWICE = Fraction(1, 50)  # of the lines are thought to be somebody's second
INVALID = 20  # percent that are thought not to be valid, where nobody says otherwise


@dataclass(frozen=True)
class Cost:
    """How many lines a method looks at; `ninety` where that is a forecast: in nine of ten cases at most so many.

    `people` is how many of them no rule has matched, as far as that is known.
    """

    method: str
    title: str
    source: str
    lines: int
    ninety: int | None
    people: int


@dataclass(frozen=True)
class Lines:
    """How many lines there are of each channel, and how many of them a rule matched."""

    all: Mapping[str, int]
    accepted: Mapping[str, int]

    @property
    def number(self) -> int:
        return sum(self.all.values())

    @property
    def unmatched(self) -> Fraction:
        """Which part of them no rule matched."""
        matched = sum(self.accepted.values())
        return Fraction(self.number - matched, self.number) if self.number else Fraction(0)


def lines_of(check: Check) -> Lines:
    """Two queries."""
    rows = check.lines.order_by().values_list("channel")
    matched = rows.filter(band=Band.ACCEPT).annotate(number=Count("pk"))
    return Lines(dict(rows.annotate(number=Count("pk"))), dict(matched))


def costs(lines: Lines, required: int, *, invalid: int = INVALID) -> list[Cost]:
    """Every method that makes sense for these lines, `invalid` percent of which are thought not to be valid."""
    found = [_cost(method, lines, required, invalid) for method in _possible(lines, required)]
    return [
        Cost(
            method,
            title_of(method),
            source_of(method),
            sum(samples.values()),
            ninety,
            round(sum(samples.values()) * lines.unmatched),
        )
        for method, samples, ninety in found
    ]


def _possible(lines: Lines, required: int) -> Sequence[str]:
    if required > lines.number:  # nothing is left to find out
        return (FULL_COUNT,)
    return [method for method in KEYS if method != BY_CHANNEL or len(lines.all) > 1]


def _cost(
    method: str, lines: Lines, required: int, invalid: int
) -> tuple[str, dict[str, int], int | None]:
    """How many lines of each stratum are drawn."""
    if method == BY_CHANNEL:
        return method, _by_channel(lines, required, invalid), None
    if method not in RISKS:
        return method, {WHOLE: size_of(method, lines.number)}, None
    bad = lines.number * invalid // 100
    twice = min(int(lines.number * TWICE / 2), (lines.number - bad) // 2)
    told = forecast(Expected(lines.number, required, bad, twice), RISKS[method])
    return method, {WHOLE: told.median}, told.ninety


def _by_channel(lines: Lines, required: int, invalid: int) -> dict[str, int]:
    """The smallest samples (to a twentieth) that settle it, if the lines are as they are thought to be.

    More go to the channel of which the rule matched fewer (Neyman).
    """
    names = list(lines.all)
    spread = [
        (lines.all[name], _deviation(lines.accepted.get(name, 0), lines.all[name]))
        for name in names
    ]
    total = min(2 * len(names), lines.number)
    while total < lines.number:
        samples = neyman(spread, total)
        parts = [
            Part(name, lines.all[name], size, size - size * invalid // 100)
            for name, size in zip(names, samples, strict=True)
        ]
        if strata.worksheet(parts, required, CHANNEL_RISK).decision is not Decision.FULL_CHECK:
            return dict(zip(names, samples, strict=True))
        total += max(total // 20, 1)
    return dict(lines.all)


def _deviation(accepted: int, lines: int) -> float:
    """Of a line of which it is open whether it counts; never so small that nothing is drawn."""
    share = (lines - accepted) / lines
    return max(sqrt(share * (1 - share)), LEAST)


def size_of(method: str, lines: int) -> int:
    """How many lines a rule of a state, or a full count, draws of so many."""
    return min(PROFILES[method].size(lines), lines)


def samples_of(
    method: str, lines: Lines, required: int, *, every_line: bool, invalid: int
) -> dict[str, int]:
    """How many lines of each stratum are drawn at first.

    Where people look at every line anyway, a full count draws none.
    """
    if method == FULL_COUNT and every_line:
        return {WHOLE: 0}
    return _cost(method, lines, required, invalid)[1]


def next_samples(draw: Draw) -> dict[str, int]:
    """How many lines of each stratum there are in the next, larger sample."""
    if len(draw.strata) > 1 or draw.method == BY_CHANNEL:
        return {stratum["name"]: stratum["lines"] for stratum in draw.strata}
    return {WHOLE: _next_size(draw.method, draw.lines, draw.sample)}


def _next_size(method: str, lines: int, sampled: int) -> int:
    if method in RISKS:
        return min(lines, sampled + max(sampled // 2, 20))
    second = PROFILES[method].second
    larger = second(lines) if second else lines
    return min(larger, lines) if larger > sampled else lines
