"""How large the log is, and how much of it is under a checkpoint."""

from django.db.models import Max

from undersigned.proof.models import Checkpoint, Leaf


def log_size() -> int:
    """How many leaves have their places. One query."""
    newest: int | None = Leaf.objects.aggregate(newest=Max("index"))["newest"]
    return 0 if newest is None else newest + 1


def sealed_size() -> int:
    """The size of the newest stored checkpoint; 0 before the first. One query."""
    newest = Checkpoint.objects.order_by("-size").values_list("size", flat=True).first()
    return newest or 0
