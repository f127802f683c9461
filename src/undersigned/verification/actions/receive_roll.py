"""A file comes in; its columns are named; the layout is kept for the next one."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from undersigned.accounts.models import User
from undersigned.councils.models import Council
from undersigned.journal.announce import announce
from undersigned.verification.events.rolls import (
    ProfileSaved,
    RollImportAsked,
    RollMapped,
    RollReceived,
)
from undersigned.verification.models import Profile, Roll
from undersigned.verification.rolls.layout import Layout
from undersigned.verification.rolls.receiving import Received
from undersigned.verification.states.rolls import WAITING, RollState

HELD_FOR = timedelta(days=180)  # unless its clerk says otherwise


class RollMoved(Exception):
    """Somebody else did something with this roll meanwhile."""


@transaction.atomic
def receive_roll(
    *, council: Council, received: Received, at: datetime, by: str, user: User | None = None
) -> Roll:
    """Keep a file that came in. Its day, and until when it is held, are guesses until its clerk says them."""
    today = timezone.localdate(at)
    roll = Roll.objects.create(
        ref=received.ref,
        council=council,
        as_of=today,
        purge_on=today + HELD_FOR,
        file_size=received.size,
        file_sha256=received.sha256,
        layout=received.layout.facts(),
        sealed_key=received.sealed_key,
        made_by=user,
        made_at=at,
    )
    announce(RollReceived(roll=roll.pk, sha256=roll.file_sha256), at=at, by=by)
    return roll


@transaction.atomic
def map_roll(*, roll: Roll, layout: Layout, at: datetime, by: str) -> None:
    """Put another layout on a file that waits, to be looked at. Raises RollMoved."""
    _move(roll, layout=layout.facts())
    announce(RollMapped(roll=roll.pk, profile=layout.profile), at=at, by=by)


@transaction.atomic
def ask_import(
    *,
    roll: Roll,
    layout: Layout,
    title: str,
    as_of: date,
    purge_on: date,
    at: datetime,
    by: str,
) -> None:
    """Have a waiting file read in by this layout, as a list of that day, to be held until `purge_on`.

    Raises RollMoved.
    """
    _move(
        roll,
        state=RollState.IMPORTING,
        layout=layout.facts(),
        title=title,
        as_of=as_of,
        purge_on=purge_on,
        trouble="",
        trouble_line=0,
    )
    announce(RollImportAsked(roll=roll.pk), at=at, by=by)


@transaction.atomic
def save_profile(*, council: Council, name: str, layout: Layout, at: datetime, by: str) -> Profile:
    """Keep a layout under a name, in place of any before of that name."""
    facts = {"layout": layout.facts(), "made_at": at}
    profile, _ = Profile.objects.update_or_create(council=council, name=name, defaults=facts)
    announce(ProfileSaved(profile=profile.pk), at=at, by=by)
    return profile


def _move(roll: Roll, **facts: Any) -> None:
    waiting = Roll.objects.filter(pk=roll.pk, state__in=WAITING)
    if not waiting.update(**facts):
        raise RollMoved(roll.state)
    roll.refresh_from_db()
