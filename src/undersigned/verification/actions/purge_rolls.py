"""Destroy rolls: the key first, then the files, of which nothing can be read any more from that moment."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from undersigned.accounts.models import User
from undersigned.journal.announce import announce
from undersigned.petitions.rules import Refused
from undersigned.verification.events.rolls import RollPurged
from undersigned.verification.models import Certificate, Check, Roll
from undersigned.verification.rolls.snapshot import folder_of
from undersigned.verification.states.certificates import CertificateState
from undersigned.verification.states.checks import STANDING, CheckState
from undersigned.verification.states.rolls import WAITING, RollState

FORGOTTEN = timedelta(days=7)  # a file whose columns nobody named
LEFT_OVER = timedelta(days=1)  # a folder of an upload that never came to its end


class InUse(Refused):
    """A check that goes on, or is not certified yet, goes by it."""

    def __init__(self) -> None:
        super().__init__(
            _("A check that is not certified goes by this roll. Certify or cancel it first.")
        )


def destroy_roll(*, roll: Roll, at: datetime, user: User) -> bool:
    """Destroy a roll before its day, as a person asks; False if it was already. Raises InUse."""
    if _uses(roll).exists():
        raise InUse
    return purge_roll(roll=roll, at=at, by=f"user:{user.pk}")


def _uses(roll: Roll) -> QuerySet[Check]:
    """The checks that the roll is still wanted for: all that stand, until a certificate of the petition does."""
    issued = Certificate.objects.filter(
        petition=OuterRef("petition"), state=CertificateState.ISSUED
    )
    done = Q(state=CheckState.CLOSED) & Exists(issued)
    return Check.objects.filter(roll=roll, state__in=STANDING).exclude(done)


def purge_roll(*, roll: Roll, at: datetime, by: str) -> bool:
    """Destroy a roll, whatever its state; False if it was already. The row stays, and says what it was."""
    with transaction.atomic():
        held = Roll.objects.filter(pk=roll.pk).exclude(state=RollState.PURGED)
        gone = {"state": RollState.PURGED, "purged_at": at, "sealed_key": b"", "trouble": ""}
        if not held.update(**gone):
            return False
        announce(RollPurged(roll=roll.pk), at=at, by=by)
    roll.refresh_from_db()
    shutil.rmtree(folder_of(roll), ignore_errors=True)
    return True


def purge_rolls(*, at: datetime) -> int:
    """Destroy what is due, and files that nobody went on with; how many rolls. By the worker; idempotent."""
    held = Roll.objects.exclude(state=RollState.PURGED)
    due = held.filter(purge_on__lte=timezone.localdate(at))
    forgotten = held.filter(state__in=WAITING, made_at__lt=at - FORGOTTEN)
    number = sum(purge_roll(roll=roll, at=at, by="worker") for roll in (*due, *forgotten))
    _sweep(at)
    return number


def _sweep(at: datetime) -> None:
    """Remove folders that belong to no roll that is held."""
    held = Roll.objects.exclude(state=RollState.PURGED).values_list("ref", flat=True)
    names = {bytes(ref).hex() for ref in held}
    for folder in Path(settings.ROLLS).glob("*/"):
        changed = datetime.fromtimestamp(folder.stat().st_mtime, tz=at.tzinfo)
        if folder.name not in names and changed < at - LEFT_OVER:
            shutil.rmtree(folder, ignore_errors=True)
