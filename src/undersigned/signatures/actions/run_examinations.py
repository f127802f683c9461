"""What the worker does of an examination: a batch in each transaction, from where the last one ended.

Each batch finds the examination's state and cursor as the batch before it left them, changes only rows that are
still as it read them, and stores how far it came: a crash repeats nothing and skips nothing, a person who stops
the examination waits for one batch at most.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from undersigned.journal.announce import announce
from undersigned.journal.sealed import open_sealed
from undersigned.signatures.actions.void import explain
from undersigned.signatures.events import SignaturesRestored, SignaturesVoided
from undersigned.signatures.models import PublicName, Signature
from undersigned.signatures.moderation.conditions import findings_like, groups, signatures_of
from undersigned.signatures.moderation.events import (
    ExaminationCounted,
    SignaturesHeld,
    SignaturesReleased,
    VoidsUndone,
)
from undersigned.signatures.moderation.marks import KEY, domain_of, put_marks, seal_with, sealed_of
from undersigned.signatures.moderation.models import Examination, Finding
from undersigned.signatures.moderation.moves import go_on, locked
from undersigned.signatures.moderation.states import WORKING, LookReason, State
from undersigned.signatures.rowcheck import check_sum
from undersigned.signatures.states import State as Signed

BATCH = 500
BATCHES = 4  # of each examination at a time: signers and other examinations get their turns between
LABELS = 20  # mail domains that are named


def run_examinations(*, at: datetime) -> int:
    """Go on with every examination that the worker has to do with; how many batches. By the worker."""
    keys = Examination.objects.filter(state__in=WORKING).order_by("pk").values_list("pk", flat=True)
    return sum(_go_on(pk, at=at) for pk in keys for _ in range(BATCHES))


@transaction.atomic
def _go_on(pk: int, *, at: datetime) -> bool:
    """One batch; whether there was one."""
    examination = locked(pk)
    step = STEPS.get(State(examination.state))
    if step is None:
        return False
    step(examination, at)
    return True


def _count(examination: Examination, at: datetime) -> None:
    """Add to the set what the condition finds; the set is fixed at the end."""
    last = examination.cursor
    if examination.within:
        like = findings_like(examination, examination.within).filter(pk__gt=last)
        found = list(like.values_list("pk", "signature_id")[:BATCH])
    else:
        rows = signatures_of(examination).filter(pk__gt=last)
        found = [(pk, pk) for pk in rows.values_list("pk", flat=True)[:BATCH]]
    Finding.objects.bulk_create(
        Finding(examination=examination, signature_id=signature) for _, signature in found
    )
    number = examination.found + len(found)
    if len(found) == BATCH:
        go_on(examination, cursor=found[-1][0], found=number, moved=number)
        return
    go_on(examination, state=State.COUNTED, cursor=0, moved=0, found=number, counted_at=at)
    announce(ExaminationCounted(**examination.ids, rows=number), at=at, by="worker")


def _open(examination: Examination, at: datetime) -> None:
    """Read what the found signatures hold, and keep marks of it alone; at the end name the domains of many."""
    findings = _next(examination)
    key = sealed_of(examination)[KEY]
    opened = _opened([finding.signature for finding in findings], examination, at=at)
    marked = [finding for finding in findings if bytes(finding.signature.ref) in opened]
    for finding in marked:
        put_marks(finding, opened[bytes(finding.signature.ref)], key)
    Finding.objects.bulk_update(marked, ["domain", "address", "name", "digits"], batch_size=100)
    if _goes_on(examination, findings):
        return
    sealed = seal_with(examination, _labels(examination, at=at), key=key)
    go_on(examination, state=State.COUNTED, cursor=0, moved=0, looked_at=at, sealed=sealed)


def _labels(examination: Examination, *, at: datetime) -> dict[str, str]:
    """The mail domains that many share, by their marks: each is read from one of the rows again."""
    marks = [bytes(group["domain"]) for group in groups(examination, "domain")[:LABELS]]
    findings = examination.findings.select_related("signature")
    firsts = {mark: findings.filter(domain=mark).earliest("pk").signature for mark in marks}
    opened = _opened(list(firsts.values()), examination, at=at)
    return {mark.hex(): domain_of(opened[bytes(row.ref)]["email"]) for mark, row in firsts.items()}


def _opened(
    rows: Sequence[Signature], examination: Examination, *, at: datetime
) -> dict[bytes, dict[str, str]]:
    """What rows hold that are not erased, opened in the name of the moderator who asked for it."""
    sealed = {bytes(row.ref): row.sealed for row in rows if row.sealed}
    if not sealed:
        return {}
    reason = f"examination {examination.pk}: {LookReason(examination.look_reason).value}"
    by = f"user:{examination.looked_by_id}"
    return open_sealed(sealed, of="signatures", reason=reason, at=at, by=by)


def _hold(examination: Examination, at: datetime) -> None:
    findings = _next(examination)
    rows = _rows(findings, state__in=(Signed.PENDING, Signed.CONFIRMED), held=False)
    _write(rows, held=True)
    if rows:
        held = SignaturesHeld(**examination.ids, rows=len(rows))
        announce(held, at=at, by="worker")
    if not _goes_on(examination, findings):
        go_on(examination, state=State.COUNTED, cursor=0, moved=0)


def _release(examination: Examination, at: datetime) -> None:
    findings = _next(examination)
    rows = _rows(findings, held=True)
    _write(rows, held=False)
    if rows:
        released = SignaturesReleased(**examination.ids, rows=len(rows))
        announce(released, at=at, by="worker")
    if not _goes_on(examination, findings):
        go_on(examination, state=State.COUNTED, cursor=0, moved=0)


def _void(examination: Examination, at: datetime) -> None:
    """Out of the count: what is still confirmed. Slots stay taken, so that putting back meets nobody."""
    findings = _next(examination)
    rows = _standing(findings, state=Signed.CONFIRMED)
    facts = {"left_at": at, "void_reason": examination.reason, "held": False, "name_shown": False}
    _write(rows, state=Signed.VOID, **facts)
    keys = [row.pk for row in rows]
    PublicName.objects.filter(signature__in=keys).delete()
    examination.findings.filter(signature__in=keys).update(voided=True)
    if rows:
        voided = SignaturesVoided(
            petition_id=examination.petition_id, reason=examination.reason, signature_ids=keys
        )
        announce(voided, at=at, by=f"user:{examination.approved_by_id}")
    number = examination.voided + len(rows)
    if _goes_on(examination, findings, voided=number):
        return
    go_on(examination, state=State.DONE, cursor=0, moved=0, voided=number, ended_at=at)
    explain(examination=examination, at=at, by=f"user:{examination.approved_by_id}")


def _restore(examination: Examination, at: datetime) -> None:
    """Into the count again: what this examination took out, but for what its signers took back meanwhile."""
    findings = _next(examination)
    rows = _standing([it for it in findings if it.voided], state=Signed.VOID)
    _write(rows, state=Signed.CONFIRMED, left_at=None, void_reason="")
    keys = [row.pk for row in rows]
    examination.findings.filter(signature__in=keys).update(restored=True)
    by = f"user:{examination.undo_approved_by_id}"
    if rows:
        restored = SignaturesRestored(petition_id=examination.petition_id, signature_ids=keys)
        announce(restored, at=at, by=by)
    number = examination.restored + len(rows)
    if _goes_on(examination, findings, restored=number):
        return
    go_on(examination, state=State.UNDONE, cursor=0, moved=0, restored=number, undone_at=at)
    undone = VoidsUndone(
        petition_id=examination.petition_id, rows=number, reason=examination.reason
    )
    announce(undone, at=at, by=by)


STEPS: dict[State, Callable[[Examination, datetime], None]] = {
    State.COUNTING: _count,
    State.OPENING: _open,
    State.HOLDING: _hold,
    State.RELEASING: _release,
    State.VOIDING: _void,
    State.RESTORING: _restore,
}


def _next(examination: Examination) -> list[Finding]:
    """The findings that the next batch has to do with, and their signatures."""
    findings = examination.findings.filter(pk__gt=examination.cursor).order_by("pk")
    return list(findings.select_related("signature")[:BATCH])


def _goes_on(examination: Examination, findings: Sequence[Finding], **numbers: int) -> bool:
    """Store how far it came, if a batch was full; whether it was."""
    if len(findings) < BATCH:
        return False
    done = examination.moved + len(findings)
    go_on(examination, cursor=findings[-1].pk, moved=done, **numbers)
    return True


def _rows(findings: Sequence[Finding], **still: object) -> list[Signature]:
    """The signatures of findings that are still so, locked in one order."""
    keys = [finding.signature_id for finding in findings]
    rows = Signature.objects.filter(pk__in=keys, **still).order_by("pk")
    return list(rows.select_for_update())


def _standing(findings: Sequence[Finding], **still: object) -> list[Signature]:
    """Those of which something is held: after the promised time the proven count stands as it is."""
    return [row for row in _rows(findings, **still) if row.sealed]


UPDATE = (
    "UPDATE signatures_signature SET state=%s, left_at=%s, held=%s, void_reason=%s, name_shown=%s, check_sum=%s"
    " WHERE id=%s AND check_sum=%s"
)


def _write(rows: Sequence[Signature], **facts: Any) -> None:
    """Set facts of rows, each with its new keyed hash; the hash of each must still be the one that was read."""
    values = []
    for row in rows:
        before = bytes(row.check_sum)
        for name, value in facts.items():
            setattr(row, name, value)
        row.check_sum = check_sum(row)
        left_at = connection.ops.adapt_datetimefield_value(row.left_at)
        changed = (str(row.state), left_at, row.held, row.void_reason, row.name_shown)
        values.append((*changed, row.check_sum, row.pk, before))
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.executemany(UPDATE, values)
        if cursor.rowcount != len(rows):
            raise RuntimeError("A signature changed under its lock.")
