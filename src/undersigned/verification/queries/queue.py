"""Which lines a reviewer may take: those that wait, that nobody else has, and that they have not decided on."""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from undersigned.accounts.models import User
from undersigned.verification.models import Check, Decision, Line
from undersigned.verification.queries.tally import waiting


def standing() -> QuerySet[Decision]:
    """Decisions that were not undone, of the round in which their line is."""
    return Decision.objects.filter(undone_at__isnull=True, round=F("line__round"))


def undecided_by(check: Check, user: User) -> QuerySet[Line]:
    """The lines that wait, and on which this reviewer has not decided in this round."""
    own = Decision.objects.filter(
        line=OuterRef("pk"), round=OuterRef("round"), reviewer=user, undone_at__isnull=True
    )
    return waiting(check).exclude(Exists(own)).order_by("number")


def free_for(check: Check, user: User, *, at: datetime) -> QuerySet[Line]:
    """Those of them that nobody else has claimed, or not for a while."""
    free = Q(claimed_by__isnull=True) | Q(claimed_by=user) | Q(claimed_until__lte=at)
    return undecided_by(check, user).filter(free)


def claimed_by(check: Check, user: User, *, at: datetime) -> QuerySet[Line]:
    """What this reviewer has before them."""
    return waiting(check).filter(claimed_by=user, claimed_until__gt=at).order_by("number")
