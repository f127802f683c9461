from collections.abc import Sequence
from datetime import datetime
from secrets import token_bytes

from django.db import transaction

from undersigned.journal.announce import announce
from undersigned.signatures.states import LEFT
from undersigned.verification.events.checks import CheckCancelled, CheckForgotten, LinesForgotten
from undersigned.verification.marks import LENGTH
from undersigned.verification.models import Candidate, Check, Cure, Decision, Line
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

    Outcomes stay; a signature that was withdrawn with it counts no more. Random bytes take the place of voters' marks.
    """
    lines = Line.objects.filter(signature__ref__in=refs)
    keys = list(lines.values_list("pk", flat=True))
    if not keys:
        return
    Candidate.objects.filter(line__in=keys).delete()
    spoilt = token_bytes(32)  # so that the letter's link leads nowhere
    Cure.objects.filter(line__in=keys).update(sealed=b"", token_hash=spoilt)
    Line.objects.filter(pk__in=keys).update(sealed=b"")
    _unmark(keys)
    announce(LinesForgotten(rows=len(keys)), at=at, by=by)


def _unmark(keys: Sequence[int]) -> None:
    """Put random marks in the place of those that name a voter; whoever still counts keeps their other lines."""
    lines = Line.objects.filter(pk__in=keys)
    left = list(lines.filter(signature__state__in=LEFT).values_list("pk", flat=True))
    for rows in (Line.objects.filter(pk__in=left), Decision.objects.filter(line__in=left)):
        for pk in rows.exclude(voter=b"").values_list("pk", flat=True):
            rows.filter(pk=pk).update(voter=token_bytes(LENGTH))
    counting = lines.exclude(pk__in=left)
    marks = counting.order_by().values_list("of", "voter")
    said = Decision.objects.filter(line__in=counting).values_list("line__of", "voter")
    for check, voter in {(check, bytes(voter)) for check, voter in (*marks, *said) if voter}:
        _rename(check, voter)


def _rename(check: int, voter: bytes) -> None:
    """Another mark for a voter, wherever the check has the one: their lines are still seen to be of one voter."""
    other = token_bytes(LENGTH)
    Line.objects.filter(of=check, voter=voter).update(voter=other)
    for rows in (Candidate.objects, Decision.objects):
        rows.filter(line__of=check, voter=voter).update(voter=other)


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
