"""Hold: a moderator's mark on what an examination found. One moderator is enough: nothing else changes by it."""

from datetime import datetime

from django.db import transaction

from undersigned.accounts.models import User
from undersigned.journal.announce import announce
from undersigned.signatures.moderation.events import HoldAsked, ReleaseAsked
from undersigned.signatures.moderation.models import Examination
from undersigned.signatures.moderation.moves import move


@transaction.atomic
def hold(*, examination: Examination, at: datetime, user: User) -> None:
    """Have the worker mark the found signatures as held. Raises WrongState, ChangedMeanwhile.

    They are confirmed, logged and counted as any other, and their signers are not told.
    """
    move(examination, "hold", at=at)
    announce(HoldAsked(**examination.ids), at=at, by=f"user:{user.pk}")


@transaction.atomic
def release(*, examination: Examination, at: datetime, user: User) -> None:
    """Have the worker take that mark away again. Raises WrongState, ChangedMeanwhile."""
    move(examination, "release", at=at)
    announce(ReleaseAsked(**examination.ids), at=at, by=f"user:{user.pk}")
