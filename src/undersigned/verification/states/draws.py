"""Where a draw stands, and by which methods lines can be drawn and figures worked out."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class DrawState(TextChoices):
    ANNOUNCED = "announced", pgettext_lazy("draw", "Announced")
    THROWN = "thrown", pgettext_lazy("draw", "Drawn")
    CANCELLED = "cancelled", pgettext_lazy("draw", "Cancelled")


# Verb → the states it starts from, and the one it leads to.
MOVES: dict[str, tuple[frozenset[DrawState], DrawState]] = {
    "throw": (frozenset({DrawState.ANNOUNCED}), DrawState.THROWN),
    "cancel": (frozenset({DrawState.ANNOUNCED, DrawState.THROWN}), DrawState.CANCELLED),
}

AUDIT = "audit"  # the stratum of lines that a rule accepted and a person looks at, not knowing so
CONFIDENCE = 95  # percent, of bounds
