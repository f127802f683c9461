"""A line as a reviewer sees it: open and theirs, somebody else's, or settled."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from undersigned.accounts.models import User
from undersigned.verification.models import Check, Decision, Line
from undersigned.verification.queries.cards import CandidateCard, FoundRow, SignerCard
from undersigned.verification.queries.queue import free_for, standing, undecided_by
from undersigned.verification.states.checks import CheckState, LineState

# On the next line's page; later on the list of one's own decisions.
UNDO_OFFERED = timedelta(minutes=30)


@dataclass(frozen=True)
class LinePage:
    """A line, to whoever reviews: open and theirs, somebody else's, or settled."""

    check: Check
    line: Line
    mine: bool
    may_take: bool
    waiting: int  # lines that this reviewer has yet to decide on
    last: Decision | None
    signer: SignerCard | None = None
    candidates: tuple[CandidateCard, ...] = ()
    decisions: tuple[Decision, ...] = ()
    results: tuple[FoundRow, ...] | None = None  # None: nothing was looked for

    @property
    def repeats(self) -> int | str:
        """The line that this one seems to repeat; empty if none."""
        return next((card.lines[0] for card in self.candidates[:1] if card.lines), "")

    @property
    def settled(self) -> bool:
        return self.line.state == LineState.SETTLED


def line_page(line: Line, *, user: User, at: datetime, **more: Any) -> LinePage:
    """A line without what is sealed; who decided how is shown once the check is finished.

    Until then one's own decisions alone: any of them can be undone, and nobody decides who has seen the others'.
    """
    mine = bool(line.claimed_by_id == user.pk and line.claimed_until and line.claimed_until > at)
    decisions = line.decisions.select_related("reviewer", "undone_by", "same_as").order_by("pk")
    if line.of.state != CheckState.CLOSED:
        decisions = decisions.filter(reviewer=user)
    return LinePage(
        check=line.of,
        line=line,
        mine=mine,
        may_take=free_for(line.of, user, at=at).filter(pk=line.pk).exists(),
        waiting=undecided_by(line.of, user).count(),
        last=_last(line.of, user, at=at),
        decisions=tuple(decisions),
        **more,
    )


def _last(check: Check, user: User, *, at: datetime) -> Decision | None:
    """The reviewer's last decision, while it is fresh and stands."""
    rows = standing().filter(line__of=check, reviewer=user, at__gt=at - UNDO_OFFERED)
    return rows.select_related("line", "same_as").order_by("-pk").first()
