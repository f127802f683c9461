"""How well a linkage did, where the truth is known: precision, recall and F1 at every threshold.

As in docs/open-data/linkage.md § How well it does: of each signer the best candidate alone counts.

Limits: a threshold chosen on the same data flatters; compare engines on one set, not sets.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True)
class Quality:
    """What holds if every signer's best candidate of at least this weight is taken.

    `found` are the candidates taken that are the signer, `taken` all of them, `there` the signers
    who are on the roll.
    """

    threshold: float
    found: int
    taken: int
    there: int

    @property
    def precision(self) -> float:
        """Of those taken, the share that is right; 1 if none is taken."""
        return self.found / self.taken if self.taken else 1.0

    @property
    def recall(self) -> float:
        """Of the signers on the roll, the share found; 1 if nobody is on it."""
        return self.found / self.there if self.there else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both, 2·found / (taken + there)."""
        whole = self.taken + self.there
        return 2 * self.found / whole if whole else 1.0


def qualities(best: Iterable[tuple[float, bool]], there: int) -> Iterator[Quality]:
    """A Quality for every weight that occurs, highest first.

    `best` has each signer's best candidate: its weight, and whether it is the signer.
    """
    found = taken = 0
    ordered = sorted(best, reverse=True)
    for weight, group in groupby(ordered, key=lambda pair: pair[0]):
        right = [is_signer for _, is_signer in group]
        found, taken = found + sum(right), taken + len(right)
        yield Quality(weight, found, taken, there)


def best_quality(best: Iterable[tuple[float, bool]], there: int) -> Quality:
    """The threshold with the highest F1; of several, the highest."""
    none = Quality(float("inf"), 0, 0, there)
    return max(qualities(best, there), key=lambda quality: quality.f1, default=none)
