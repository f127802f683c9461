"""Carry: what an earlier check of the same list settled need not be decided again on a newer roll."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction

from undersigned.verification.candidates import candidates_of, seal_candidates
from undersigned.verification.models import Candidate, Check, Line
from undersigned.verification.moves import at_work, go_on
from undersigned.verification.states.checks import Band, CheckState, LineState, Outcome
from undersigned.verification.writing import write_lines

BATCH = 500


def carry_valid(*, check: Check, at: datetime) -> None:
    """Take over the lines that were valid in the earlier check: whoever was on that roll was entitled to sign.

    By the worker, before it compares the others.
    """
    for batch in _batches(check, state=LineState.NEW):
        earlier = _earlier(check, batch, outcome=Outcome.VALID)
        _carry(
            check.pk,
            [(line, earlier[line.number]) for line in batch if line.number in earlier],
            at=at,
        )


def carry_rejected(*, check: Check, at: datetime) -> None:
    """Take over the rejections of lines for which the newer roll has no candidate that the earlier one had not.

    Two people decided on these very candidates. By the worker, after it compared all.
    """
    for batch in _batches(check, state=LineState.WAITING):
        earlier = {
            number: line
            for number, line in _earlier(check, batch).items()
            if line.outcome != Outcome.VALID
        }
        known = _voters([line.pk for line in earlier.values()])
        found = _voters([line.pk for line in batch])
        same = [
            (line, before)
            for line in batch
            if (before := earlier.get(line.number))
            and found.get(line.pk, set()) <= known.get(before.pk, set())
        ]
        _carry(check.pk, same, at=at)


@transaction.atomic
def _carry(pk: int, pairs: Sequence[tuple[Line, Line]], *, at: datetime) -> None:
    check = at_work(pk, CheckState.LINKING)
    others = {line.number: line for line in _same_as(check, pairs)}
    fresh = []
    for line, before in pairs:
        line.state, line.band, line.outcome, line.settled_at = (
            LineState.SETTLED,
            Band.CARRIED,
            before.outcome,
            at,
        )
        line.voter, line.wanted = before.voter, False
        line.same_as = others.get(before.same_as.number) if before.same_as else None
        if not line.sealed and before.sealed:
            line.of = check
            line.sealed = seal_candidates(line, candidates_of(before))
            fresh.append((line, before))
    fields = ["state", "band", "outcome", "settled_at", "voter", "wanted", "same_as", "sealed"]
    write_lines([line for line, _ in pairs], fields)
    _copy_candidates(fresh)
    go_on(check, moved=check.moved)


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
    """The lines in a state, a batch at a time; none where there was no earlier check."""
    last = 0
    lines = Line.objects.filter(of=check, state=state).order_by("number")
    while check.previous_id and (batch := list(lines.filter(number__gt=last)[:BATCH])):
        yield batch
        last = batch[-1].number


def _earlier(check: Check, batch: Sequence[Line], **facts: object) -> dict[int, Line]:
    """The earlier check's settled lines of the same numbers."""
    numbers = [line.number for line in batch]
    rows = Line.objects.filter(
        of=check.previous_id, number__in=numbers, state=LineState.SETTLED, **facts
    )
    return {line.number: line for line in rows.select_related("of", "same_as")}


def _voters(lines: Sequence[int]) -> dict[int, set[bytes]]:
    """The marks of each line's candidates."""
    found: dict[int, set[bytes]] = {}
    for line, voter in Candidate.objects.filter(line__in=lines).values_list("line_id", "voter"):
        found.setdefault(line, set()).add(bytes(voter))
    return found
