"""Why signatures are void, as far as the log says: a number for each petition and reason."""

from collections import Counter
from dataclasses import dataclass, field

from undersigned.proof.verifier.words import VOIDED
from undersigned.pure.tlog.leaves import Leaf, Restore, Void, Withdraw


@dataclass
class Reasons:
    """To be shown each leaf of a valid log in order. Memory is that of the void ones."""

    _of: dict[int, tuple[str, str]] = field(default_factory=dict)

    def see(self, _index: int, leaf: Leaf) -> None:
        """Take the next leaf."""
        match leaf:
            case Void():
                self._of[leaf.leaf] = (leaf.petition, leaf.reason)
            case Restore() | Withdraw():
                self._of.pop(leaf.leaf, None)

    def words(self, petition: str) -> str:
        """The reasons of a petition's void signatures, in words, each with its number."""
        counts = Counter(reason for name, reason in self._of.values() if name == petition)
        told = [f"{counts[reason]:,} {words}" for reason, words in VOIDED.items() if counts[reason]]
        return f"not counted: {', '.join(told)}" if told else "not counted, for a reason in the log"
