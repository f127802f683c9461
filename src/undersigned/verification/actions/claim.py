"""Claim: a reviewer takes the next line; until they decide, or some minutes later, it is nobody else's."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from undersigned.accounts.models import User
from undersigned.journal.announce import announce
from undersigned.petitions.rules import Refused
from undersigned.signatures.states import State as Signed
from undersigned.verification.events.lines import LinesLeft
from undersigned.verification.models import Check, Line
from undersigned.verification.moves import WrongState, locked
from undersigned.verification.queries.queue import claimed_by, free_for
from undersigned.verification.queries.tally import waiting
from undersigned.verification.states.checks import (
    CLAIMED_FOR,
    OPEN,
    CheckState,
    LineState,
    Outcome,
)

TRIED = 20  # lines; all of them taken in this moment is as good as none left


class Taken(Refused):
    """Another reviewer has this line, or it waits for nobody."""

    def __init__(self) -> None:
        super().__init__(
            _("Another reviewer has this line now, or it is settled. Please take the next one.")
        )


@transaction.atomic
def claim(*, check: Check, after: int = 0, at: datetime, user: User) -> Line | None:
    """Take the line that this reviewer has already, else the next after a number, else the first; None if none waits.

    Lines whose signatures were withdrawn, declared void or erased meanwhile are settled as withdrawn: there is nothing
    to look at. Raises WrongState.
    """
    if check.state != CheckState.REVIEWING:
        raise WrongState(check.state)
    _settle_left(check, at=at, user=user)
    free = free_for(check, user, at=at)
    wanted = (claimed_by(check, user, at=at), free.filter(number__gt=after), free)
    for lines in wanted:
        for line in lines[:TRIED]:
            if _take(line, at=at, user=user):
                return line
    return None


@transaction.atomic
def claim_line(*, line: Line, at: datetime, user: User) -> None:
    """Take this very line, or keep it for some minutes more. Raises Taken."""
    if not (
        free_for(line.of, user, at=at).filter(pk=line.pk).exists() and _take(line, at=at, user=user)
    ):
        raise Taken


@transaction.atomic
def release(*, line: Line, at: datetime, user: User) -> None:
    """Put a line back that this reviewer has, for somebody else; nothing happens if they have it not."""
    held = Line.objects.filter(pk=line.pk, claimed_by=user, claimed_until__gt=at)
    held.update(claimed_by=None, claimed_until=None)


def _settle_left(check: Check, *, at: datetime, user: User) -> None:
    gone = waiting(check).exclude(Q(signature__state=Signed.CONFIRMED) & ~Q(signature__sealed=b""))
    if not gone.exists() or locked(check.pk).state != CheckState.REVIEWING:
        return
    rows = gone.update(
        state=LineState.SETTLED,
        outcome=Outcome.WITHDRAWN,
        settled_at=at,
        claimed_by=None,
        claimed_until=None,
    )
    announce(LinesLeft(**check.ids, rows=rows), at=at, by=f"user:{user.pk}")


def _take(line: Line, *, at: datetime, user: User) -> bool:
    """Whether the line became this reviewer's: it must be free in this very moment."""
    free = Q(claimed_by__isnull=True) | Q(claimed_by=user) | Q(claimed_until__lte=at)
    rows = Line.objects.filter(free, pk=line.pk, state__in=OPEN, round=line.round)
    facts = {"claimed_by": user, "claimed_until": at + CLAIMED_FOR}
    if rows.update(**facts) != 1:
        return False
    line.claimed_by, line.claimed_until = user, at + CLAIMED_FOR
    return True
