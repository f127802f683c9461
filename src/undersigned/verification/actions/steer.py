"""What a clerk does with a check as a whole: cancel it, finish it, take it up again."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from undersigned.accounts.models import User
from undersigned.journal.announce import announce
from undersigned.petitions.rules import Refused
from undersigned.signatures.states import State as Signed
from undersigned.verification.actions.open_check import UnderWay
from undersigned.verification.events.checks import CheckCancelled, CheckClosed, CheckReopened
from undersigned.verification.models import Check, Cure
from undersigned.verification.moves import hold_petition, move
from undersigned.verification.queries.duplicates import astray
from undersigned.verification.queries.tally import tally_of
from undersigned.verification.states.certificates import CertificateState
from undersigned.verification.states.checks import WORKING, CheckState


class Undecided(Refused):
    """Reviewers have not decided on all the lines that they are to decide on."""

    def __init__(self, number: int) -> None:
        super().__init__(
            _("Reviewers must first decide on the lines that wait. There are %(number)d.")
            % {"number": number}
        )


class Astray(Refused):
    """A duplicate's other line does not count, or no more."""

    def __init__(self, number: int) -> None:
        super().__init__(
            _(
                "Line %(number)d is said to be of the same voter as a line that does not count. "
                "Reviewers must undo that and decide anew."
            )
            % {"number": number}
        )


class Promised(Refused):
    """Signers were told that they can still answer."""

    def __init__(self, until: date) -> None:
        super().__init__(
            _("Signers were told that they can answer until %(day)s. Finish the check after that.")
            % {"day": date_format(until)}
        )


class Certified(Refused):
    """A certificate rests on it."""

    def __init__(self) -> None:
        super().__init__(_("A certificate rests on this. Withdraw the certificate first."))


@transaction.atomic
def cancel(*, check: Check, at: datetime, user: User) -> None:
    """Give a check up; the worker stops with it. Nothing follows from it. Raises WrongState, ChangedMeanwhile."""
    hold_petition(check.petition_id)
    move(check, "cancel", at=at)
    announce(CheckCancelled(**check.ids), at=at, by=f"user:{user.pk}")


@transaction.atomic
def close(*, check: Check, at: datetime, user: User) -> None:
    """Finish a check: no line is decided on any more, and its figures are public.

    Raises Undecided, Astray, Promised, WrongState, ChangedMeanwhile.
    """
    move(check, "close", at=at, closed_at=at)
    tally = tally_of(check)
    if tally.waiting:
        raise Undecided(tally.waiting)
    if stray := astray(check).first():
        raise Astray(stray.number)
    today = timezone.localdate(at)
    here = Cure.objects.filter(line__of=check, line__signature__state=Signed.CONFIRMED)
    unanswered = here.exclude(line__signature__sealed=b"").filter(
        answered_at=None, until__gte=today
    )
    if latest := unanswered.order_by("-until").first():
        raise Promised(latest.until)
    closed = CheckClosed(
        **check.ids,
        lines=check.lines_found,
        voters=tally.voters,
        outcomes=tally.outcomes,
        undecided=tally.undecided,
    )
    announce(closed, at=at, by=f"user:{user.pk}")


@transaction.atomic
def reopen(*, check: Check, at: datetime, user: User) -> None:
    """Take a finished check up again, as when an outcome was wrong.

    Raises Certified (a certificate rests on it), WrongState, ChangedMeanwhile, UnderWay.
    """
    hold_petition(check.petition_id)
    if check.certificates.filter(state=CertificateState.ISSUED).exists():
        raise Certified
    others = Check.objects.filter(
        petition=check.petition_id, state__in=[*WORKING, CheckState.REVIEWING]
    )
    if others.exclude(pk=check.pk).exists():
        raise UnderWay
    move(check, "reopen", at=at, closed_at=None)
    announce(CheckReopened(**check.ids), at=at, by=f"user:{user.pk}")
