"""Rolls: their files are as they were read in, and those that were destroyed are gone."""

from collections.abc import Iterator

from django.utils import timezone

from undersigned.config.fsck.blobs import fault_of_blob
from undersigned.config.fsck.faults import Rule, each
from undersigned.verification.models import Roll
from undersigned.verification.rolls.snapshot import faulty_part, folder_of
from undersigned.verification.states.rolls import RollState


def roll(row: Roll) -> Iterator[tuple[str, str]]:
    """A ready roll opens and is whole; a destroyed one has no files; none is held beyond its day."""
    if row.state == RollState.PURGED:
        if folder_of(row).exists():
            yield "state", "is destroyed, and its files are there"
        return
    if fault := fault_of_blob(row.sealed_key, of="rolls"):
        yield "sealed_key", fault
    if row.purge_on < timezone.localdate():
        yield "purge_on", "has passed, and it is still held"
    if row.state == RollState.READY and (name := faulty_part(row)):
        yield "manifest", f"names {name}, which is missing or was changed"


RULES = [
    Rule(
        "verification.rolls",
        "every roll is whole, or destroyed",
        "Bring the roll in again, or destroy it: undersigned roll purge.",
        each(Roll.objects.all, roll),
    ),
]
