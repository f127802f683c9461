"""Carry: what an earlier check of the same list settled need not be decided again on a newer roll."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from undersigned.signatures.actions.change import locked as hold_signatures
from undersigned.signatures.models import Signature
from undersigned.signatures.states import LEFT
from undersigned.verification.candidates import Likely, candidates_of, seal_candidates
from undersigned.verification.linking.rows import RollRows
from undersigned.verification.lookup import rows_of
from undersigned.verification.marks import comparable
from undersigned.verification.models import Candidate, Check, Line
from undersigned.verification.moves import at_work, go_on
from undersigned.verification.states.checks import Band, CheckState, LineState, Outcome
from undersigned.verification.writing import write_lines

BATCH = 500


def carry_valid(*, check: Check, roll: RollRows, at: datetime) -> None:
    """Take over the lines that were valid in the earlier check: whoever was on that roll was entitled to sign.

    By the worker, before it compares the others.
    """
    for batch in _batches(check, state=LineState.NEW):
        earlier = _earlier(check, batch, outcome=Outcome.VALID)
        _carry(
            check.pk,
            [(line, earlier[line.number]) for line in batch if line.number in earlier],
            roll,
            at=at,
        )


def carry_rejected(*, check: Check, roll: RollRows, at: datetime) -> None:
    """Take over the rejections of lines for which the newer roll has no candidate that the earlier one had not.

    Two people decided on these very candidates, as their rows are still. By the worker, after it compared all.
    """
    for batch in _batches(check, state=LineState.WAITING):
        earlier = {
            number: line
            for number, line in _earlier(check, batch).items()
            if line.outcome != Outcome.VALID
        }
        same = [
            (line, before)
            for line in batch
            if (before := earlier.get(line.number)) and _nothing_new(check, line, before)
        ]
        _carry(check.pk, same, roll, at=at)


def _nothing_new(check: Check, line: Line, before: Line) -> bool:
    line.of = check
    known = [_seen(it) for it in candidates_of(before)]
    return all(_seen(it) in known for it in candidates_of(line))


def _seen(candidate: Likely) -> tuple[object, ...]:
    """What of a candidate people decided by; of a confidential one, how it agrees."""
    levels = {reason.comparison: reason.level for reason in candidate.reasons}
    return candidate.voter, candidate.row, candidate.confidential, levels


@transaction.atomic
def _carry(pk: int, pairs: Sequence[tuple[Line, Line]], roll: RollRows, *, at: datetime) -> None:
    check = at_work(pk, CheckState.LINKING)
    left = gone(line for line, _ in pairs)
    pairs = [pair for pair in pairs if pair[0].signature_id not in left]
    others = {line.number: line for line in _same_as(check, pairs)}
    held = {line.pk: candidates_of(before) for line, before in pairs if not line.sealed}
    voters = (it.voter for likely in held.values() for it in likely)
    secret = {voter for voter, row in rows_of(roll, voters).items() if row["confidential"]}
    fresh = []
    for line, before in pairs:
        line.state, line.band, line.outcome, line.settled_at = (
            LineState.SETTLED,
            Band.CARRIED,
            before.outcome,
            at,
        )
        line.voter, line.wanted = before.voter, False
        line.rule, line.audited = before.rule, before.audited
        line.same_as = others.get(before.same_as.number) if before.same_as else None
        if likely := held.get(line.pk):
            line.of = check
            line.sealed = seal_candidates(line, [_hidden(it, secret) for it in likely])
            fresh.append((line, before))
    fields = ["state", "band", "rule", "audited", "outcome", "settled_at", "voter", "wanted"]
    fields += ["same_as", "sealed"]
    write_lines([line for line, _ in pairs], fields)
    _copy_candidates(fresh)
    go_on(check, moved=check.moved)


def gone(lines: Iterable[Line]) -> set[int]:
    """Of these lines, the signatures that are withdrawn, void or erased by now; all held till the transaction ends."""
    keys = [line.signature_id for line in lines]
    refs = Signature.objects.filter(pk__in=keys).values_list("ref", flat=True)
    held = hold_signatures([bytes(ref) for ref in refs])
    return {row.pk for row in held if row.state in LEFT or not row.sealed}


def _hidden(candidate: Likely, secret: Collection[str]) -> Likely:
    """Without what the earlier roll said of a voter whom the newer one says to be confidential."""
    if candidate.voter not in secret:
        return candidate
    return replace(candidate, row={}, reasons=(), confidential=True)


def _same_as(check: Check, pairs: Sequence[tuple[Line, Line]]) -> list[Line]:
    numbers = {before.same_as.number for _, before in pairs if before.same_as}
    return list(check.lines.filter(number__in=numbers))


def _copy_candidates(pairs: Sequence[tuple[Line, Line]]) -> None:
    into = {before.pk: line for line, before in pairs}
    rows = Candidate.objects.filter(line__in=list(into)).order_by("line", "rank")
    Candidate.objects.bulk_create(
        Candidate(line=into[row.line_id], rank=row.rank, voter=row.voter, weight=row.weight)
        for row in rows
    )


def _batches(check: Check, *, state: LineState) -> Iterator[list[Line]]:
    """The lines in a state, a batch at a time; none where no earlier check's voters are known by the same marks."""
    if not check.previous or not comparable(check.roll, check.previous.roll):
        return
    last = 0
    lines = Line.objects.filter(of=check, state=state).order_by("number")
    while batch := list(lines.filter(number__gt=last)[:BATCH]):
        yield batch
        last = batch[-1].number


def _earlier(check: Check, batch: Sequence[Line], **facts: object) -> dict[int, Line]:
    """The earlier check's settled lines of the same numbers."""
    numbers = [line.number for line in batch]
    rows = Line.objects.filter(
        of=check.previous_id, number__in=numbers, state=LineState.SETTLED, **facts
    )
    return {line.number: line for line in rows.select_related("of", "same_as")}
