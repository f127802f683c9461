"""Take a public petition down, after a warning to its organisers, and restore it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from undersigned.journal.announce import announce
from undersigned.petitions.actions.change import change, move
from undersigned.petitions.actions.opening import end
from undersigned.petitions.actions.review import NoReason, explained
from undersigned.petitions.events import (
    PetitionRestored,
    PetitionTakenDown,
    TakedownWarned,
    TakedownWarningWithdrawn,
)
from undersigned.petitions.models import Petition
from undersigned.petitions.rules import TAKEDOWN_WAIT, Refused
from undersigned.petitions.states import State, TakedownReason
from undersigned.petitions.text import tidy

PUBLISHED = {State.OPEN, State.CLOSED}
NOTHING = {
    "takedown_reason": "",
    "takedown_words": "",
    "takedown_urgency": "",
    "takedown_warned_at": None,
    "takedown_at": None,
}


class NotWarned(Refused):
    """The organisers were not warned, or not long enough ago, and no reason was given for haste."""


class AlreadyWarned(Refused):
    """A warning stands already."""


@transaction.atomic
def warn_of_takedown(*, petition: Petition, reason: str, words: str, at: datetime, by: str) -> None:
    """Tell the coalition by letter that the petition will be taken down, why, and from when.

    Raises NoReason, AlreadyWarned, WrongState, ChangedMeanwhile.
    """
    words = explained(words)
    if reason not in TakedownReason.values:
        raise NoReason(_("Please choose a reason from the list."))
    if petition.takedown_warned_at:
        raise AlreadyWarned(_("The organisers were warned already."))
    facts = {"takedown_reason": reason, "takedown_words": words, "takedown_warned_at": at}
    change(petition, among=PUBLISHED, at=at, **facts)
    announce(TakedownWarned(petition=petition.pk, reason=reason), at=at, by=by)


@transaction.atomic
def withdraw_warning(*, petition: Petition, at: datetime, by: str) -> None:
    """Let the petition stay after all. Raises NotWarned, WrongState, ChangedMeanwhile."""
    if not petition.takedown_warned_at:
        raise NotWarned(_("No warning stands."))
    change(petition, among=PUBLISHED, at=at, **NOTHING)
    announce(TakedownWarningWithdrawn(petition=petition.pk), at=at, by=by)


@transaction.atomic
def take_down(*, petition: Petition, urgency: str = "", at: datetime, by: str) -> None:
    """Take a petition down after the warning; its address stays, with reason and date.

    `urgency` says in words why the time after the warning is not waited out. Raises NotWarned,
    WrongState, ChangedMeanwhile.
    """
    warned_at, urgency = petition.takedown_warned_at, tidy(urgency)
    if warned_at is None:
        raise NotWarned(_("The organisers must be warned first."))
    if at < warned_at + TAKEDOWN_WAIT and not urgency:
        raise NotWarned(
            _(
                "The organisers were warned less than two days ago. To go on, say why it cannot wait."
            )
        )
    move(petition, "take_down", at=at, takedown_at=at, takedown_urgency=urgency)
    down = PetitionTakenDown(
        petition=petition.pk, reason=petition.takedown_reason, urgent=bool(urgency)
    )
    announce(down, at=at, by=by)


@transaction.atomic
def restore(*, petition: Petition, at: datetime, by: str) -> None:
    """Make a petition public again that was taken down: open, or closed if it was or its day passed.

    Raises WrongState, ChangedMeanwhile.
    """
    over = petition.closes_on and petition.closes_on < timezone.localdate(at)
    if over and not petition.closed_at:
        end(petition=petition, since=at, at=at, by=by)
    move(petition, "restore_closed" if petition.closed_at else "restore_open", at=at, **NOTHING)
    announce(PetitionRestored(petition=petition.pk, state=petition.state), at=at, by=by)
