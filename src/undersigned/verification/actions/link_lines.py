"""Link: compare the lines of a check with the roll, and store what comes of it, a batch in each transaction.

Lines that are done are not compared again: a worker that was killed goes on with the others. Nothing here rejects
anybody; what no rule matches goes to people.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from undersigned.journal.announce import announce
from undersigned.journal.sealed import note_opening, unseal
from undersigned.pure.linkage.specification import SHOWN
from undersigned.signatures.states import LEFT
from undersigned.verification.actions.carry import carry_rejected, carry_valid, gone
from undersigned.verification.candidates import Likely, Reason, seal_candidates, shown
from undersigned.verification.events.checks import CheckLinked
from undersigned.verification.linking.linking import link
from undersigned.verification.linking.rows import Linked, RollRows, Signer
from undersigned.verification.lookup import rows_of
from undersigned.verification.marks import key_of, mark
from undersigned.verification.models import Candidate, Check, Line
from undersigned.verification.moves import at_work, go_on
from undersigned.verification.rolls.snapshot import open_roll
from undersigned.verification.rules.eligible import doubts_of
from undersigned.verification.states.checks import Band, CheckState, LineState, Outcome
from undersigned.verification.writing import write_lines

BATCH = 1000

Rows = Mapping[str, Mapping[str, Any]]


def link_lines(*, check: Check, at: datetime) -> None:
    """Compare every line that is not compared yet; then the check is under review. By the worker.

    Raises Stopped if somebody cancelled it meanwhile.
    """
    key = key_of(check)
    settle_left(check=check, at=at)
    if check.previous_id or _new(check).exists():
        by = f"user:{check.began_by_id}"
        note_opening(1, of="rolls", reason=f"check {check.pk}", at=at, by=by)
        with open_roll(check.roll) as roll:
            carry_valid(check=check, roll=roll, at=at)
            _compare(check, roll, key, at=at)
            _ask_about_same_voters(check.pk)
            carry_rejected(check=check, roll=roll, at=at)
    settle_left(check=check, at=at)  # whoever was erased before their line was reached
    _finish(check.pk, at=at)


def _compare(check: Check, roll: RollRows, key: str, *, at: datetime) -> None:
    """Compare what is not compared yet."""
    waiting = _new(check).count()
    _tell_progress(check.pk)
    if not waiting:
        return
    by = f"user:{check.began_by_id}"
    note_opening(waiting, of="signatures", reason=f"check {check.pk}", at=at, by=by)
    memory, threads = f"{settings.LINKAGE_GIGABYTES}GB", settings.LINKAGE_THREADS
    found = iter(link(roll, signers_of(check), memory=memory, threads=threads))
    while batch := list(islice(found, BATCH)):
        rows = rows_of(roll, (it.voter for linked in batch for it in linked.candidates))
        _store(check.pk, batch, rows, key, at=at)


def signers_of(check: Check) -> Iterator[Signer]:
    """What the signers of the lines typed that are not compared yet, opened one by one; nothing else is kept of it."""
    last = 0
    lines = _new(check).exclude(signature__sealed=b"").select_related("signature")
    while batch := list(lines.filter(number__gt=last)[:BATCH]):
        for line in batch:
            row = line.signature
            facts = unseal(row.sealed, of="signatures", ref=bytes(row.ref))
            yield Signer(line=line.number, name=facts["name"], address=facts["address"])
        last = batch[-1].number


@transaction.atomic
def settle_left(*, check: Check, at: datetime) -> None:
    """Settle the lines whose signatures were withdrawn, declared void or erased since the freeze. By the worker."""
    gone = _new(check).filter(signature__state__in=LEFT)
    erased = _new(check).filter(signature__sealed=b"")
    for lines in (gone, erased):
        keys = list(lines.values_list("pk", flat=True))
        Line.objects.filter(pk__in=keys).update(
            state=LineState.SETTLED, band=Band.LEFT, outcome=Outcome.WITHDRAWN, settled_at=at
        )


@transaction.atomic
def _tell_progress(pk: int) -> None:
    """Take as done what is compared already, after a crash or from an earlier check."""
    check = at_work(pk, CheckState.LINKING)
    done = check.lines_found - _new(check).count()
    go_on(check, moved=done)


@transaction.atomic
def _store(pk: int, batch: Sequence[Linked], rows: Rows, key: str, *, at: datetime) -> None:
    """Write what was found for these lines."""
    check = at_work(pk, CheckState.LINKING)
    linked = {it.line: it for it in batch}
    lines = list(_new(check).filter(number__in=linked).select_related("signature"))
    left = gone(lines)
    candidates: list[Candidate] = []
    for line in lines:
        line.of = check
        if line.signature_id in left:
            line.state, line.band, line.settled_at = LineState.SETTLED, Band.LEFT, at
            line.outcome = Outcome.WITHDRAWN
        else:
            candidates += _take(line, linked[line.number], rows, key, at=at)
    fields = ["state", "band", "rule", "outcome", "voter", "wanted", "sealed", "settled_at"]
    write_lines(lines, fields)
    Candidate.objects.bulk_create(candidates)
    go_on(check, moved=check.moved + len(lines))


def _take(line: Line, linked: Linked, rows: Rows, key: str, *, at: datetime) -> Iterator[Candidate]:
    """Set a line's facts by what was found for it; its candidates, to be stored."""
    likely = [
        Likely(
            voter=it.voter,
            weight=it.weight,
            reasons=tuple(
                Reason(reason.comparison, reason.level, reason.weight) for reason in it.reasons
            ),
            row=shown(rows[it.voter]),
            confidential=bool(rows[it.voter]["confidential"]),
        )
        for it in linked.candidates
        if it.weight >= SHOWN
    ]
    line.sealed = seal_candidates(line, likely) if likely else b""
    line.state, line.band, line.wanted = LineState.WAITING, Band.REVIEW, line.of.every_line
    if linked.band == "accept" and not _doubts(line, rows[linked.candidates[0].voter]):
        line.state, line.band, line.wanted = LineState.SETTLED, Band.ACCEPT, False
        line.rule, line.outcome, line.settled_at = linked.rule, Outcome.VALID, at
        line.voter = mark(key, linked.candidates[0].voter)
    for rank, it in enumerate(likely, 1):
        yield Candidate(line=line, rank=rank, voter=mark(key, it.voter), weight=it.weight)


def _doubts(line: Line, row: Mapping[str, Any]) -> bool:
    signed_at = line.signature.confirmed_at
    return bool(signed_at and doubts_of(row, signed_on=timezone.localdate(signed_at)))


@transaction.atomic
def _finish(pk: int, *, at: datetime) -> None:
    """The check is under review."""
    check = at_work(pk, CheckState.LINKING)
    go_on(check, state=CheckState.REVIEWING, linked_at=at, changed_at=at)
    accepted = check.lines.filter(band=Band.ACCEPT).count()
    linked = CheckLinked(**check.ids, accepted=accepted, lines=check.lines_found)
    announce(linked, at=at, by="worker")


@transaction.atomic
def _ask_about_same_voters(pk: int) -> None:
    """That two lines are of one voter is for a person to say: father and son may bear one name at one address.

    The first of them counts by rule.
    """
    check = at_work(pk, CheckState.LINKING)
    matched = check.lines.filter(band__in=[Band.ACCEPT, Band.CARRIED], outcome=Outcome.VALID)
    known: set[bytes] = set()
    later = []
    for number, voter, band in matched.order_by("number").values_list("number", "voter", "band"):
        if bytes(voter) in known and band == Band.ACCEPT:
            later.append(number)
        known.add(bytes(voter))
    for start in range(0, len(later), BATCH):
        check.lines.filter(number__in=later[start : start + BATCH]).update(
            state=LineState.WAITING,
            band=Band.REVIEW,
            wanted=check.every_line,
            rule="",
            outcome="",
            voter=b"",
            settled_at=None,
        )


def _new(check: Check) -> Any:
    return Line.objects.filter(of=check, state=LineState.NEW).order_by("number")
