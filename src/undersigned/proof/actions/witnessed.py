"""What is kept of a witness: its lines, how it fares, and what it holds against this log."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from undersigned.journal.announce import announce
from undersigned.proof.events import LogContradicted, WitnessMoved
from undersigned.proof.models import Checkpoint, Cosignature, Witness
from undersigned.proof.rules import freshness_at
from undersigned.proof.states import Trouble
from undersigned.proof.witnessing import Vouched
from undersigned.pure.tlog.keys import VKey, parse_vkey

SOONEST, LATEST = timedelta(seconds=10), timedelta(hours=1)  # between two tries in vain
MOST_DOUBLINGS = 16


@transaction.atomic
def keep_vouched(
    *, row: Witness, checkpoint: Checkpoint, vouched: Vouched, at: datetime, by: str = "worker"
) -> None:
    """Store a witness's checked line; the sequencer publishes it."""
    del by, at  # the witness says when; publishing is what pages are told of
    name = parse_vkey(row.vkey).name
    Cosignature.objects.update_or_create(
        checkpoint=checkpoint, witness=name, defaults={"line": vouched.line, "at": vouched.at}
    )
    row.vouched_at, row.vouched_size = vouched.at, checkpoint.size
    row.tries, row.trouble = 0, ""
    Witness.objects.filter(pk=row.pk).update(
        vouched_at=vouched.at, vouched_size=checkpoint.size, tries=0, trouble=""
    )


@transaction.atomic
def keep_trouble(*, row: Witness, trouble: Trouble, at: datetime, by: str = "worker") -> None:
    """Note why a witness did not vouch, and ask it again later: each time twice as late, at most hourly."""
    del by
    pause = min(SOONEST * 2 ** min(row.tries, MOST_DOUBLINGS), LATEST)
    row.tries, row.trouble, row.due_at = min(row.tries + 1, 9_999), trouble.value, at + pause
    Witness.objects.filter(pk=row.pk).update(
        tries=row.tries, trouble=row.trouble, due_at=row.due_at
    )


@transaction.atomic
def keep_evidence(*, row: Witness, found: bytes, at: datetime, by: str = "worker") -> None:
    """Keep a checkpoint that contradicts this log: from now on nothing is signed. Or drop it (empty)."""
    had = bytes(row.evidence)
    row.evidence = found
    Witness.objects.filter(pk=row.pk).update(evidence=found)
    if bool(had) != bool(found):
        name = parse_vkey(row.vkey).name
        announce(LogContradicted(witness=name, contradicted=bool(found)), at=at, by=by)


@transaction.atomic
def keep_freshness(*, row: Witness, at: datetime, by: str = "worker") -> None:
    """Say that a witness vouches freshly now, or no more: pages show it."""
    now = freshness_at(row.vouched_at, at)
    was = Witness.objects.filter(pk=row.pk).exclude(freshness=now)
    if was.update(freshness=now):
        name = parse_vkey(row.vkey).name
        announce(WitnessMoved(witness=name, freshness=now.value), at=at, by=by)


@transaction.atomic
def drop_witnesses(*, but: Collection[VKey], at: datetime, by: str = "worker") -> None:
    """Forget those whom the policy does not name any more, and what they hold against this log; their lines stay."""
    kept = [vkey.text for vkey in but]
    for row in Witness.objects.exclude(vkey__in=kept):
        keep_evidence(row=row, found=b"", at=at, by=by)
        row.delete()
