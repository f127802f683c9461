"""What a pair weighs, and why: the waterfall that a reviewer sees.

Both engines weigh by the same specification; this does it for one pair, in plain Python, so that
a stranger can check a figure with a pencil. All weights are in bits: +1 doubles the odds
(docs/open-data/linkage.md § Weights).

Limits: a weight ranks candidates. Read as odds it is cautious: more of those accepted are right
than it says.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log2

from undersigned.pure.linkage.conditions import Row
from undersigned.pure.linkage.levels import Comparison, Level
from undersigned.pure.linkage.specification import COMPARISONS, ON_THE_ROLL


@dataclass(frozen=True)
class Record:
    """A prepared record: its columns, and the roll's shares of some of them."""

    values: Row
    shares: Mapping[str, float | None]


@dataclass(frozen=True)
class Model:
    """What was measured on one roll: its size, and the base u of every level that needs it."""

    rows: int
    bases: Mapping[tuple[str, str], float]

    @property
    def prior(self) -> float:
        """The weight before anything is compared: this signer, and any one row of the roll."""
        return log2(ON_THE_ROLL / max(self.rows, 1))

    def base(self, comparison: Comparison, level: Level) -> float:
        """The level's own u, before the value's share of the roll is looked at.

        Where that share is all that counts, it is m: a value without a share weighs nothing.
        """
        if level.measured:
            return self.bases[comparison.key, level.key]
        return level.m if level.u is None else level.u


@dataclass(frozen=True)
class Reason:
    """One step of the waterfall: a comparison, the level reached (empty: missing), its weight."""

    comparison: str
    level: str
    weight: float


def weight(level: Level, base: float, share: float | None) -> float:
    """log2(m/u) of a level; `share` is the value's share of the roll, None if the roll lacks it."""
    if not level.frequency or share is None:
        return log2(level.m / base)
    return log2(level.m / base) + level.scale * (log2(base) - log2(share))


def explain(
    left: Record, right: Record, model: Model, comparisons: Sequence[Comparison] = COMPARISONS
) -> Iterator[Reason]:
    """The reasons of a pair, signer left and roll right: the prior, then every comparison.

    Their weights' sum is the pair's. Missing values weigh nothing.
    """
    yield Reason("prior", "", model.prior)
    for comparison in comparisons:
        level = comparison.level(left.values, right.values)
        if level is None:
            yield Reason(comparison.key, "", 0.0)
        else:
            share = _share(level, left, right)
            yield Reason(
                comparison.key, level.key, weight(level, model.base(comparison, level), share)
            )


def _share(level: Level, left: Record, right: Record) -> float | None:
    if not level.frequency:
        return None
    known = [record.shares[level.frequency] for record in (left, right)]
    return max((share for share in known if share is not None), default=None)
