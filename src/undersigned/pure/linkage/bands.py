"""Which signers need no person: the rule that accepts, and everything else is for review.

Nobody is rejected by rule: a signer without any candidate is in the review band like others
(docs/open-data/linkage.md § What happens, in order).

Limits: the rule sees one line and its candidates. Namesakes in a household, and two lines of one
voter, are for the caller to look for.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from undersigned.pure.linkage.score import Reason
from undersigned.pure.linkage.specification import ACCEPT, COMPARISONS, MARGIN

LEVELS = {
    (comparison.key, level.key): level for comparison in COMPARISONS for level in comparison.levels
}


@dataclass(frozen=True)
class Candidate:
    """A voter of the roll who may be the signer, with the weight (bits) and its reasons."""

    voter: str
    weight: float
    reasons: tuple[Reason, ...]


def settled(reasons: Iterable[Reason]) -> bool:
    """Whether the levels reached tell namesakes apart, and none is one for a person to look at."""
    keys = ((reason.comparison, reason.level) for reason in reasons)
    levels = [LEVELS[key] for key in keys if key in LEVELS]
    return any(level.settles for level in levels) and not any(level.conflict for level in levels)


def accepted(candidates: Sequence[Candidate]) -> bool:
    """Whether the first of these, best first, is accepted by weight.

    Its weight is at least ACCEPT, the next voter's is at least MARGIN less, and it is settled.
    Look for a namesake in the same household before you act on it.
    """
    if not candidates or candidates[0].weight < ACCEPT:
        return False
    next_best = candidates[1].weight if len(candidates) > 1 else candidates[0].weight - MARGIN
    return candidates[0].weight - next_best >= MARGIN and settled(candidates[0].reasons)
