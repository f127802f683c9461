"""Rebuild: write the log's files again from a database that holds all of it."""

from datetime import datetime

from undersigned.proof.actions.extend import documents, growth
from undersigned.proof.actions.publish import publish
from undersigned.proof.files import write_once
from undersigned.proof.models import Checkpoint


def rebuild(*, at: datetime) -> int:
    """Write every file that is missing, as it was published at each checkpoint, and publish the newest; its size.

    For whoever has the log to itself, and only where the database is not from a backup: what it lacks cannot come
    from it. Raises Differs if a file that is there has other bytes.
    """
    old = 0
    for size in Checkpoint.objects.order_by("size").values_list("size", flat=True):
        if size > old:
            write_once(documents(old, size))
            write_once(growth(old, size))
            old = size
    publish(at=at)
    return old
