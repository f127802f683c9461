"""What allauth's pages did, for the journal; a changed factor ends the user's other sessions."""

from datetime import datetime

from django.db import transaction

from undersigned.accounts.actions.people import end_sessions
from undersigned.accounts.events import (
    EmailChanged,
    FactorAdded,
    FactorRemoved,
    PasswordChanged,
    UserSignedIn,
)
from undersigned.accounts.models import User
from undersigned.journal.announce import announce
from undersigned.journal.events import Event


def note_signed_in(*, user: User, method: str, at: datetime) -> None:
    """A user signed in; `method` is the last thing they showed."""
    _note(UserSignedIn(user=user.pk, method=method), at=at, user=user)


def note_factor_added(*, user: User, kind: str, at: datetime) -> None:
    """A user set up a second factor; sessions that never showed it end, so that none outlives the change."""
    with transaction.atomic():
        end_sessions(user=user, at=at, by=f"user:{user.pk}")
        _note(FactorAdded(user=user.pk, kind=kind), at=at, user=user)


def note_factor_removed(*, user: User, kind: str, at: datetime) -> None:
    """A user removed a second factor; their other sessions end."""
    with transaction.atomic():
        end_sessions(user=user, at=at, by=f"user:{user.pk}")
        _note(FactorRemoved(user=user.pk, kind=kind), at=at, user=user)


def note_password_changed(*, user: User, at: datetime) -> None:
    """A user changed or reset their password (which ends other sessions by itself)."""
    _note(PasswordChanged(user=user.pk), at=at, user=user)


def note_email_changed(*, user: User, at: datetime) -> None:
    """A user confirmed a new address for their account."""
    _note(EmailChanged(user=user.pk), at=at, user=user)


def _note(
    event: Event,
    *,
    at: datetime,
    user: User,
) -> None:
    with transaction.atomic():
        announce(event, at=at, by=f"user:{user.pk}")
