"""The checkpoints that were published."""

from django.db.models import QuerySet

from undersigned.proof.models import Checkpoint
from undersigned.pure.tlog.notes import add_lines


def published() -> QuerySet[Checkpoint]:
    """Every published checkpoint with its cosignatures, smallest first."""
    found = Checkpoint.objects.filter(published_at__isnull=False).order_by("size")
    return found.prefetch_related("cosignatures")


def newest() -> Checkpoint | None:
    """The newest published checkpoint; None while the log is empty. Two queries."""
    return published().last()


def first_with(index: int) -> Checkpoint | None:
    """The first published checkpoint whose log holds this leaf. One query."""
    held = Checkpoint.objects.filter(published_at__isnull=False, size__gt=index)
    return held.order_by("size").first()


def note_of(checkpoint: Checkpoint) -> bytes:
    """The checkpoint as it is published: its body, the log's seal, and the witnesses' so far."""
    lines = [row.line for row in checkpoint.cosignatures.all()]
    return add_lines(bytes(checkpoint.note), lines)
