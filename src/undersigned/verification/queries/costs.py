"""What each method costs, before anybody begins: how many lines are looked at."""

from dataclasses import dataclass
from fractions import Fraction

from undersigned.pure.sampling.forecast import Expected, forecast
from undersigned.pure.sampling.statutes import PROFILES
from undersigned.verification.methods import FULL_COUNT, KEYS, RISKS, source_of, title_of

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


def costs(lines: int, required: int, *, accepted: int, invalid: int = INVALID) -> list[Cost]:
    """Every method for so many lines, `accepted` of them matched by rule, `invalid` percent thought not to be valid."""
    possible = KEYS if required <= lines else (FULL_COUNT,)  # else nothing is left to find out
    found = [_cost(method, lines, required, invalid) for method in possible]
    share = Fraction(lines - accepted, lines) if lines else Fraction(0)
    return [
        Cost(method, title_of(method), source_of(method), size, ninety, round(size * share))
        for method, size, ninety in found
    ]


def _cost(method: str, lines: int, required: int, invalid: int) -> tuple[str, int, int | None]:
    if method not in RISKS:
        return method, size_of(method, lines), None
    bad = lines * invalid // 100
    twice = min(int(lines * TWICE / 2), (lines - bad) // 2)
    told = forecast(Expected(lines, required, bad, twice), RISKS[method])
    return method, told.median, told.ninety


def size_of(method: str, lines: int) -> int:
    """How many lines a rule of a state, or a full count, draws of so many."""
    return min(PROFILES[method].size(lines), lines)


def sample_of(method: str, lines: int, required: int, *, every_line: bool, invalid: int) -> int:
    """How many lines are drawn at first. Where people look at every line anyway, a full count draws none."""
    if method == FULL_COUNT and every_line:
        return 0
    return _cost(method, lines, required, invalid)[1]


def next_size(method: str, lines: int, sampled: int) -> int:
    """How many lines there are in the next, larger sample."""
    if method in RISKS:
        return min(lines, sampled + max(sampled // 2, 20))
    second = PROFILES[method].second
    larger = second(lines) if second else lines
    return min(larger, lines) if larger > sampled else lines
