"""Open a check: a clerk has a petition's list fixed and compared with a roll."""

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from undersigned.accounts.models import User
from undersigned.journal.announce import announce
from undersigned.petitions.models import Petition
from undersigned.petitions.rules import Refused
from undersigned.petitions.states import State as Petitions
from undersigned.proof.models import Leaf
from undersigned.proof.queries.checkpoints import newest
from undersigned.verification.events.checks import CheckBegun
from undersigned.verification.marks import comparable, draw_key, key_of, seal_key
from undersigned.verification.models import Check, Roll
from undersigned.verification.moves import WrongState
from undersigned.verification.states.checks import CheckState
from undersigned.verification.states.rolls import RollState

REF_LENGTH = 16


class NotReady(Refused):
    """The roll is not there, or of another council, or is destroyed today."""

    def __init__(self) -> None:
        super().__init__(_("This roll cannot be used. Choose one that is ready."))


class NotPublic(Refused):
    """The petition was never open, or is taken down."""

    def __init__(self) -> None:
        super().__init__(_("Only a petition that is open or closed can be checked."))


class NotLogged(Refused):
    """Some of its signatures wait for their place in the public log."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Some signatures wait for their entry in the public log, which takes an hour at most. "
                "Please begin the check after that, so that they are on the list."
            )
        )


class UnderWay(Refused):
    """Another check of the petition is not finished."""

    def __init__(self) -> None:
        super().__init__(
            _("Another check of this petition is under way. Finish or cancel it first.")
        )


@transaction.atomic
def open_check(
    *, petition: Petition, roll: Roll, every_line: bool, at: datetime, user: User
) -> Check:
    """Begin a check of a petition against a roll; the worker fixes the list at the newest checkpoint of the log.

    `every_line` has all that no rule matches go to reviewers; without it, a draw says which.
    Raises NotReady, NotPublic, NotLogged, UnderWay.
    """
    if petition.state not in {Petitions.OPEN, Petitions.CLOSED}:
        raise NotPublic
    checkpoint = newest()
    if checkpoint is None or (petition.state == Petitions.CLOSED and _some_wait(petition)):
        raise NotLogged
    facts = {"petition": petition, "size": checkpoint.size, "root": checkpoint.root}
    return _begin(roll, draw_key(), every_line=every_line, at=at, user=user, **facts)


@transaction.atomic
def recheck(*, check: Check, roll: Roll, at: datetime, user: User) -> Check:
    """Check the same list again on another roll, a newer one: what was valid stays, all else is compared anew.

    Raises NotReady, UnderWay, WrongState (the first check is not finished, or what it held is destroyed).
    """
    if check.state != CheckState.CLOSED or check.forgotten_at or roll.pk == check.roll_id:
        raise WrongState(check.state)
    facts = {"petition": check.petition, "size": check.size, "root": check.root, "previous": check}
    key = key_of(check) if comparable(roll, check.roll) else draw_key()
    return _begin(roll, key, every_line=check.every_line, at=at, user=user, **facts)


def _some_wait(petition: Petition) -> bool:
    waiting = Leaf.objects.filter(petition=petition, index__isnull=True, refused_at__isnull=True)
    return waiting.exclude(signature=None).exists()


def _begin(roll: Roll, key: str, *, at: datetime, user: User, **facts: object) -> Check:
    ref = secrets.token_bytes(REF_LENGTH)
    petition = facts["petition"]
    if roll.state != RollState.READY or roll.council_id != petition.council_id:  # type: ignore[attr-defined]
        raise NotReady
    if roll.purge_on <= timezone.localdate(at):
        raise NotReady
    times = {"began_at": at, "changed_at": at, "began_by": user}
    begun = Check(ref=ref, roll=roll, sealed=seal_key(key, ref), **times, **facts)
    try:
        with transaction.atomic():
            begun.save(force_insert=True)
    except IntegrityError:
        raise UnderWay from None
    announce(CheckBegun(**begun.ids, roll_id=roll.pk), at=at, by=f"user:{user.pk}")
    return begun
