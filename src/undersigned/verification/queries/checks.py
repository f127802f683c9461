"""What clerks see of checks: those of their councils, one of them, its lines by number; names of nobody."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone

from undersigned.accounts.models import User
from undersigned.petitions.models import Petition
from undersigned.petitions.states import State as Petitions
from undersigned.verification.models import Check, Cure, Decision, Line, Roll
from undersigned.verification.queries.cures import curable
from undersigned.verification.queries.queue import free_for
from undersigned.verification.queries.tally import OUTCOME_NOW, Tally, tally_of
from undersigned.verification.rules.people import checked_by, may_check, reviewed_by
from undersigned.verification.states.checks import (
    MOVES,
    OPEN,
    WORKING,
    Band,
    CheckState,
    LineState,
    Outcome,
)
from undersigned.verification.states.rolls import RollState

A_PAGE = 50
SHOWN = 30


@dataclass(frozen=True)
class ChecksPage:
    """The checks of the councils for which somebody works, and what can be checked."""

    checks: list[Check]
    may_begin: bool


@dataclass(frozen=True)
class Share:
    """How many lines are of one kind, in words; `outcome` or `band` names the kind in addresses."""

    words: str
    number: int
    key: str = ""


@dataclass(frozen=True)
class CheckPage:
    """One check: how far it is, what it came to so far, and what can be done with it by whoever reads."""

    check: Check
    tally: Tally
    bands: list[Share]
    outcomes: list[Share]
    mine: int  # lines that the reader may take now
    curable: int
    asked: int
    answered: int
    newer_rolls: list[Roll]
    may_check: bool

    @property
    def works(self) -> bool:
        """Whether the worker is at it."""
        return self.check.state in WORKING

    @property
    def reviewed(self) -> bool:
        """Whether it is under review."""
        return self.check.state == CheckState.REVIEWING

    def can(self, verb: str) -> bool:
        return self.may_check and self.check.state in MOVES[verb][0]

    @property
    def can_cancel(self) -> bool:
        return self.can("cancel")

    @property
    def can_close(self) -> bool:
        return self.can("close")

    @property
    def can_reopen(self) -> bool:
        return self.can("reopen")

    @property
    def can_recheck(self) -> bool:
        """Whether the same list can be checked on a newer roll."""
        closed = self.check.state == CheckState.CLOSED
        return self.may_check and closed and bool(self.newer_rolls)


@dataclass(frozen=True)
class LinesPage:
    """The lines of a check, by number: where they stand, never whose they are."""

    check: Check
    page_obj: Page[Any]  # lines, with their outcome `now`
    only: str


@dataclass(frozen=True)
class DecisionsPage:
    """A reviewer's own decisions in a check, newest first; of each whether it can be undone now."""

    check: Check
    page_obj: Page[Decision]


def checks_of(user: User) -> QuerySet[Check]:
    """The checks of petitions that the user reviews."""
    reviewed = Petition.objects.filter(reviewed_by(user))
    rows = Check.objects.filter(petition__in=reviewed.values("pk"))
    return rows.select_related("petition__council", "roll", "began_by", "previous")


def checks_that_wait(user: User) -> QuerySet[Check]:
    """Those of them in which some line waits for a reviewer."""
    waiting = Line.objects.filter(of=OuterRef("pk"), state__in=OPEN, wanted=True)
    return checks_of(user).filter(Exists(waiting), state=CheckState.REVIEWING)


def checkable(user: User) -> QuerySet[Petition]:
    """Petitions that the user may begin a check of, as far as their state goes."""
    public = Petition.objects.filter(state__in=[Petitions.OPEN, Petitions.CLOSED])
    return public.filter(checked_by(user)).distinct().select_related("council")


def usable_rolls(user: User) -> QuerySet[Roll]:
    """Ready rolls of the councils whose petitions the user may check, which are held beyond today."""
    councils = Petition.objects.filter(checked_by(user)).values("council")
    return _held(timezone.localdate()).filter(council__in=councils).select_related("council")


def _held(today: date) -> QuerySet[Roll]:
    return Roll.objects.filter(state=RollState.READY, purge_on__gt=today)


def checks_page(user: User) -> ChecksPage:
    """Two queries."""
    return ChecksPage(list(checks_of(user)[:SHOWN]), checkable(user).exists())


def check_page(check: Check, *, user: User, at: datetime) -> CheckPage:
    """A constant number of queries."""
    tally = tally_of(check)
    newer = _held(timezone.localdate(at)).filter(council=check.petition.council_id)
    cures = Cure.objects.filter(line__of=check)
    return CheckPage(
        check=check,
        tally=tally,
        bands=_bands(check),
        outcomes=[
            Share(str(Outcome(key).label), tally.outcomes[key], key)
            for key in Outcome.values
            if tally.outcomes.get(key)
        ],
        mine=free_for(check, user, at=at).count() if check.state == CheckState.REVIEWING else 0,
        curable=curable(Check.objects.filter(pk=check.pk)).count(),
        asked=cures.count(),
        answered=cures.exclude(answered_at=None).count(),
        newer_rolls=list(newer.filter(as_of__gt=check.roll.as_of)),
        may_check=may_check(user, check.petition),
    )


def lines_page(check: Check, *, only: str, number: str) -> LinesPage:
    """Lines by number, those of one outcome or band if `only` says so.

    What a rule or an earlier reviewer made of a line that waits is not to be found out here.
    """
    lines = Line.objects.filter(of=check).annotate(now=OUTCOME_NOW).select_related("same_as")
    if only in Outcome.values:
        lines = lines.filter(now=only)
    elif only == Band.REVIEW:
        others = [band for band in Band if band != Band.REVIEW]
        lines = lines.exclude(state=LineState.SETTLED, band__in=others)
    elif only in Band.values:
        lines = lines.filter(band=only, state=LineState.SETTLED)
    page_obj = Paginator(lines.order_by("number"), A_PAGE).get_page(number)
    return LinesPage(check, page_obj, only)


def decisions_page(check: Check, *, user: User, number: str) -> DecisionsPage:
    """Three queries."""
    rows = Decision.objects.filter(line__of=check, reviewer=user).select_related("line", "same_as")
    return DecisionsPage(check, Paginator(rows.order_by("-pk"), A_PAGE).get_page(number))


def _bands(check: Check) -> list[Share]:
    """How many lines comparing made into which band."""
    rows = Line.objects.filter(of=check).exclude(band="").order_by().values_list("band")
    numbers = dict(rows.annotate(number=Count("pk")))
    return [Share(str(Band(key).label), numbers[key], key) for key in Band.values if key in numbers]
