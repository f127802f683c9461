"""Publish: the newest stored checkpoint, with the witnesses' lines so far, becomes what everybody reads."""

from datetime import datetime

from django.db import transaction

from undersigned.journal.announce import announce
from undersigned.proof.actions.extend import check_root
from undersigned.proof.events import CheckpointPublished
from undersigned.proof.files import CHECKPOINT, holds, replace
from undersigned.proof.models import Checkpoint, Tally
from undersigned.proof.vkeys import log_vkey, promise_vkey
from undersigned.pure.tlog.notes import add_lines


def publish(*, at: datetime) -> None:
    """Put the newest checkpoint, and the keys beside it, in place of what is published, if that is another."""
    checkpoint = Checkpoint.objects.order_by("-size").first()
    if checkpoint is None:
        return
    lines = checkpoint.cosignatures.order_by("id").values_list("line", flat=True)
    note = add_lines(bytes(checkpoint.note), lines)
    if holds(CHECKPOINT, note) and checkpoint.published_at:
        return
    if checkpoint.size:
        check_root(checkpoint.size)
    for path, key in (("vkey", log_vkey()), ("promise.vkey", promise_vkey())):
        if not holds(path, line := f"{key.text}\n".encode()):
            replace(path, line)
    replace(CHECKPOINT, note)
    note_publication(checkpoint=checkpoint, at=at)


@transaction.atomic
def note_publication(*, checkpoint: Checkpoint, at: datetime) -> None:
    """Note when a checkpoint was published first, and let the pages follow that show its figures."""
    published = Checkpoint.objects.filter(published_at__isnull=False, size__lt=checkpoint.size)
    before = published.order_by("-size").values_list("size", flat=True).first() or 0
    changed = Tally.objects.filter(size__gt=before, size__lte=checkpoint.size)
    petitions = sorted(set(changed.values_list("petition_id", flat=True)))
    unpublished = Checkpoint.objects.filter(pk=checkpoint.pk, published_at__isnull=True)
    unpublished.update(published_at=at)
    event = CheckpointPublished(size=checkpoint.size, petitions=petitions)
    announce(event, at=at, by="worker")
