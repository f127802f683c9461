from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from undersigned.journal.announce import announce
from undersigned.verification.events.checks import CheckCancelled, CheckForgotten, LinesForgotten
from undersigned.verification.models import Candidate, Check, Cure, Line
from undersigned.verification.moves import locked
from undersigned.verification.states.checks import WORKING, CheckState
from undersigned.verification.states.rolls import RollState

UNDER_WAY = (*WORKING, CheckState.REVIEWING)


def forget_checks(*, at: datetime) -> int:
    """Destroy what checks hold of rolls that are destroyed: candidates, the marks' keys, what signers said; how many.

    Outcomes stay, and with them what was certified. By the worker.
    """
    known = Check.objects.filter(roll__state=RollState.PURGED, forgotten_at__isnull=True)
    return sum(_forget(pk, at=at) for pk in known.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def forget_lines(*, refs: Sequence[bytes], at: datetime, by: str) -> None:
    """Destroy what checks hold of the signers of these signatures: who they may be, and what they said to be found.

    Outcomes stay; a signature that was withdrawn with it counts no more.
    """
    lines = Line.objects.filter(signature__ref__in=refs)
    keys = list(lines.values_list("pk", flat=True))
    if not keys:
        return
    Candidate.objects.filter(line__in=keys).delete()
    Cure.objects.filter(line__in=keys).update(sealed=b"")
    Line.objects.filter(pk__in=keys).update(sealed=b"")
    announce(LinesForgotten(rows=len(keys)), at=at, by=by)


@transaction.atomic
def _forget(pk: int, *, at: datetime) -> bool:
    """A check under way is cancelled: without candidates it could only reject."""
    check = locked(pk)
    if check.forgotten_at:
        return False
    facts = {"sealed": b"", "forgotten_at": at}
    if under_way := check.state in UNDER_WAY:
        facts |= {"state": CheckState.CANCELLED, "changed_at": at}
    Check.objects.filter(pk=pk).update(**facts)
    Candidate.objects.filter(line__of=check).delete()
    Cure.objects.filter(line__of=check).update(sealed=b"")
    check.lines.exclude(sealed=b"").update(sealed=b"")
    if under_way:
        announce(CheckCancelled(**check.ids), at=at, by="worker")
    announce(CheckForgotten(**check.ids), at=at, by="worker")
    return True
