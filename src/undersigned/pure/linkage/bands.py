"""Which signers need no person: the rule that accepts, and everything else is for review.

Nobody is rejected by rule: a signer without any candidate is in the review band like others.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from undersigned.pure.linkage.score import Reason
from undersigned.pure.linkage.specification import ACCEPT, COMPARISONS, MARGIN

CONFLICTS = frozenset(
    (comparison.key, level.key)
    for comparison in COMPARISONS
    for level in comparison.levels
    if level.conflict
)


@dataclass(frozen=True)
class Candidate:
    """A voter of the roll who may be the signer, with the weight (bits) and its reasons."""

    voter: str
    weight: float
    reasons: tuple[Reason, ...]


def conflicts(reasons: Iterable[Reason]) -> bool:
    """Whether any level reached is one that a person must look at."""
    return any((reason.comparison, reason.level) in CONFLICTS for reason in reasons)


def accepted(candidates: Sequence[Candidate]) -> bool:
    """Whether the first of these, best first, is accepted by weight.

    Its weight is at least ACCEPT, the next voter's is at least MARGIN less, and nothing conflicts.
    Look for a namesake in the same household before you act on it.
    """
    if not candidates or candidates[0].weight < ACCEPT:
        return False
    next_best = candidates[1].weight if len(candidates) > 1 else candidates[0].weight - MARGIN
    return candidates[0].weight - next_best >= MARGIN and not conflicts(candidates[0].reasons)
