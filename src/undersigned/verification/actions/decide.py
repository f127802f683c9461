"""Decide: a reviewer says what becomes of a line; undo takes that back, and it stays to be seen."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from undersigned.accounts.models import User
from undersigned.journal.announce import announce
from undersigned.petitions.rules import Refused
from undersigned.verification.actions.claim import Taken
from undersigned.verification.actions.want import want_same_voter
from undersigned.verification.events.lines import DecisionUndone, LineDecided
from undersigned.verification.models import Candidate, Decision, Line
from undersigned.verification.moves import WrongState, locked
from undersigned.verification.queries.queue import standing
from undersigned.verification.queries.tally import OUTCOME_NOW
from undersigned.verification.rules.settling import verdict
from undersigned.verification.states.checks import OPEN, CheckState, LineState, Outcome


class NoVoter(Refused):
    """A valid line needs its voter, and this one is none of its candidates."""

    def __init__(self) -> None:
        super().__init__(_("Please say which voter it is."))


class NoOtherLine(Refused):
    """A duplicate needs the number of the other line."""

    def __init__(self) -> None:
        super().__init__(_("Please give the number of the other line of this check."))


class OtherDoesNotCount(Refused):
    """A duplicate repeats a line that counts: of a line that does not, nobody would count."""

    def __init__(self) -> None:
        super().__init__(_("The other line does not count so far. Please decide on it first."))


class AlreadyUndone(Refused):
    """The decision does not stand any more."""

    def __init__(self) -> None:
        super().__init__(_("This decision does not stand any more."))


@transaction.atomic
def decide(
    *,
    line: Line,
    outcome: str,
    rank: int = 0,
    other: int = 0,
    at: datetime,
    user: User,
) -> Decision:
    """Decide on a line that this reviewer has claimed; `rank` is the voter's among the candidates, of a valid one.

    `other` is the number of the line that a duplicate repeats. `valid` settles the line at once, but for a
    voter who counts already: that is a duplicate. What rejects the line waits for a second reviewer, who is not told
    of the first. Raises Taken (the claim ran out, and somebody else has it), NoVoter, NoOtherLine, OtherDoesNotCount,
    WrongState.
    """
    check = locked(line.of_id)
    if check.state != CheckState.REVIEWING:
        raise WrongState(check.state)
    mine = Line.objects.filter(pk=line.pk, claimed_by=user, state__in=OPEN, round=line.round)
    if mine.update(claimed_by=None, claimed_until=None) != 1:
        raise Taken
    said = _said(line, outcome, rank, other)
    decision = Decision.objects.create(line=line, round=line.round, reviewer=user, at=at, **said)
    settle(line, at=at)
    announce(LineDecided(**line.ids, outcome=decision.outcome), at=at, by=f"user:{user.pk}")
    return decision


@transaction.atomic
def undo(*, decision: Decision, at: datetime, user: User) -> None:
    """Undo a decision; its line goes to reviewers again unless others settle it. Raises AlreadyUndone, WrongState."""
    line = decision.line
    check = locked(line.of_id)
    if check.state != CheckState.REVIEWING:
        raise WrongState(check.state)
    if standing().filter(pk=decision.pk).update(undone_at=at, undone_by=user) != 1:
        raise AlreadyUndone
    settle(line, at=at)
    undone = DecisionUndone(**line.ids, outcome=decision.outcome)
    announce(undone, at=at, by=f"user:{user.pk}")


def settle(line: Line, *, at: datetime) -> None:
    """Set a line's state by the decisions that stand. A part of what changes them."""
    decisions = list(standing().filter(line=line).order_by("pk"))
    state, outcome = verdict([decision.outcome for decision in decisions])
    last = next((it for it in reversed(decisions) if it.outcome == outcome), None)
    Line.objects.filter(pk=line.pk).update(
        state=state,
        outcome=outcome,
        voter=last.voter if last else b"",
        same_as=last.same_as if last else None,
        settled_at=at if state == LineState.SETTLED else None,
    )
    if last and outcome == Outcome.VALID:
        want_same_voter(line.of_id, [bytes(last.voter)])


def _said(line: Line, outcome: str, rank: int, other: int) -> dict[str, Any]:
    """An outcome with what belongs to it. One reviewer alone rejects nobody, so a voter who counts is a duplicate."""
    if outcome == Outcome.DUPLICATE:
        return {"outcome": outcome, "same_as": _other_line(line, other)}
    if outcome != Outcome.VALID:
        return {"outcome": outcome}
    voter = _voter(line, rank)
    if first := _counting(line).filter(voter=voter).order_by("number").first():
        return {"outcome": Outcome.DUPLICATE, "same_as": first}
    return {"outcome": outcome, "voter": voter}


def _voter(line: Line, rank: int) -> bytes:
    voter = Candidate.objects.filter(line=line, rank=rank).values_list("voter", flat=True).first()
    if voter is None:
        raise NoVoter
    return bytes(voter)


def _other_line(line: Line, number: int) -> Line:
    others = Line.objects.filter(of=line.of_id, number=number).exclude(pk=line.pk)
    if not others.exists():
        raise NoOtherLine
    other = _counting(line).filter(number=number).first()
    if other is None:
        raise OtherDoesNotCount
    return other


def _counting(line: Line) -> QuerySet[Line]:
    """The other lines of its check that are valid now."""
    lines = Line.objects.filter(of=line.of_id).annotate(now=OUTCOME_NOW)
    return lines.filter(now=Outcome.VALID).exclude(pk=line.pk)
