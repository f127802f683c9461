"""A petition's figures as the log proves them, from rows that the sequencer wrote: no page counts leaves."""

from dataclasses import dataclass

from undersigned.petitions.models import Petition
from undersigned.proof.models import Tally


@dataclass(frozen=True)
class Figures:
    """How many signed, withdrew and were declared void, by the leaves of a log of some size."""

    signed: int = 0
    withdrawn: int = 0
    void: int = 0

    @property
    def net(self) -> int:
        """What counts."""
        return self.signed - self.withdrawn - self.void


NOTHING = Figures()


def figures_at(petition: Petition, size: int) -> Figures:
    """The figures that a log of this size proves. One query."""
    row = Tally.objects.filter(petition=petition, size__lte=size).order_by("-size").first()
    return Figures(row.signed, row.withdrawn, row.void) if row else NOTHING
