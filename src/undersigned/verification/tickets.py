"""A ticket in an upload's address: without one the office's front takes no large request, from anybody."""

from datetime import timedelta

from django.core.signing import BadSignature, TimestampSigner

from undersigned.accounts.models import User

LASTS = timedelta(hours=2)
SALT = "roll-upload"


def ticket_for(user: User) -> str:
    """A ticket of this user's."""
    return TimestampSigner(salt=SALT).sign(str(user.pk))


def holder_of(ticket: str) -> int | None:
    """The key of the user whose ticket it is; None if it is nobody's, or old."""
    try:
        return int(TimestampSigner(salt=SALT).unsign(ticket, max_age=LASTS))
    except (BadSignature, ValueError):
        return None
