"""What a sequential check will cost, before anybody begins: "about 216 lines to look at".

It is played through with petitions like the one expected, drawn from fixed seeds (draw.py), so
that everybody gets the same answer (docs/open-data/draw.md § What it costs).

Limits: an expectation and no promise; the more the petition differs from what is expected, the
more the cost does. From at least 49 petitions, and more where that is quick; a median of 49 is
good to some 15 percent.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import islice

from undersigned.pure.sampling.draw import numbers
from undersigned.pure.sampling.sequential import RISK, Bet, bets

HALVES = 2  # the unit of worths
FEWEST, MOST = 49, 399  # petitions played
BUDGET = 60_000  # lines looked at, after which no further petition is begun


@dataclass(frozen=True)
class Expected:
    """What a petition is thought to hold: lines that are not valid, and voters who signed twice.

    Raises ValueError if that is more than there are lines.
    """

    lines: int
    required: int
    invalid: int
    twice: int

    def __post_init__(self) -> None:
        """Refuse a petition that cannot be."""
        if min(self.invalid, self.twice) < 0 or self.invalid + HALVES * self.twice > self.lines:
            raise ValueError("A petition cannot hold more lines than it has.")

    @property
    def sufficient(self) -> bool:
        """Whether as many voters as are required are thought to have signed."""
        return self.lines - self.invalid - self.twice >= self.required

    def worth(self, number: int) -> int:
        """The worth of a line in halves: those not valid stand first, then those of who signed twice."""
        if number < self.invalid:
            return 0
        return 1 if number < self.invalid + HALVES * self.twice else HALVES


@dataclass(frozen=True)
class Forecast:
    """Lines to look at: in half of such petitions at most `median`, in nine of ten at most `ninety`."""

    median: int
    ninety: int


@lru_cache(maxsize=64)
def forecast(expected: Expected, risk: Fraction = RISK) -> Forecast:
    """How many lines it will take until the expected answer is certain enough. Takes up to a second or two."""
    costs: list[int] = []
    while len(costs) < FEWEST or (len(costs) < MOST and sum(costs) < BUDGET):
        costs.append(_play(expected, f"undersigned/forecast {len(costs)}", risk))
    costs.sort()
    return Forecast(costs[len(costs) // 2], costs[len(costs) * 9 // 10])


def _play(expected: Expected, seed: str, risk: Fraction) -> int:
    bet = _bet(expected)
    for number in islice(numbers(seed, expected.lines), expected.lines):
        if bet.refuted(risk):
            break
        worth = expected.worth(number)
        bet.look(worth if expected.sufficient else HALVES - worth)
    return bet.seen


def _bet(expected: Expected) -> Bet:
    too_few, enough = bets(expected.lines, expected.required, HALVES)
    return too_few if expected.sufficient else enough
