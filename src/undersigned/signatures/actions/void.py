"""Void: one moderator asks, another approves, the worker goes through it; and the same backwards."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from undersigned.accounts.models import User
from undersigned.journal.announce import announce
from undersigned.petitions.rules import Refused
from undersigned.petitions.text import fault_of_passage, tidy
from undersigned.signatures.moderation.events import (
    ExaminationCancelled,
    UndoApproved,
    UndoAsked,
    UndoRefused,
    VoidApproved,
    VoidAsked,
    VoidRefused,
    VoidsExplained,
)
from undersigned.signatures.moderation.models import Examination
from undersigned.signatures.moderation.moves import locked, move
from undersigned.signatures.moderation.states import State
from undersigned.signatures.states import VoidReason

LONGEST_WORDS = 1_000


class SamePerson(Refused):
    """Whoever asked cannot approve."""

    def __init__(self) -> None:
        super().__init__(_("You asked for this yourself. Another moderator must decide."))


class NoReason(Refused):
    """A void needs a reason of the list, and words where that reason says nothing."""


class NothingFound(Refused):
    """There is no signature to declare void, or to put back."""

    def __init__(self) -> None:
        super().__init__(_("There is no signature to do this to."))


@transaction.atomic
def ask_to_void(
    *, examination: Examination, reason: str, words: str = "", at: datetime, user: User
) -> None:
    """Ask a second moderator to declare the found signatures void, for a reason of VoidReason.

    `words` are public beside the reason, and needed where the reason is OTHER. Raises NoReason, NothingFound,
    WrongState, ChangedMeanwhile.
    """
    words = _checked(reason, tidy(words))
    if not examination.found:
        raise NothingFound
    facts = {"reason": reason, "words": words, "refusal": "", "asked_by": user, "asked_at": at}
    move(examination, "ask_to_void", at=at, **facts)
    announce(VoidAsked(**examination.ids, reason=reason), at=at, by=_by(user))


@transaction.atomic
def ask_to_undo(*, examination: Examination, at: datetime, user: User) -> None:
    """Ask a second moderator to put back what this examination declared void.

    Raises NothingFound, WrongState, ChangedMeanwhile.
    """
    if not examination.voided:
        raise NothingFound
    move(examination, "ask_to_undo", at=at, undo_asked_by=user, undo_asked_at=at)
    announce(UndoAsked(**examination.ids), at=at, by=_by(user))


@transaction.atomic
def approve(*, examination: Examination, at: datetime, user: User) -> None:
    """Approve what another moderator asked for; the worker begins within seconds.

    Raises SamePerson, WrongState, ChangedMeanwhile.
    """
    if examination.asker_id == user.pk:
        raise SamePerson
    if examination.state == State.UNDO_ASKED:
        move(examination, "approve_undo", at=at, undo_approved_by=user)
        announce(UndoApproved(**examination.ids), at=at, by=_by(user))
    else:
        move(examination, "approve", at=at, approved_by=user, approved_at=at)
        announce(VoidApproved(**examination.ids), at=at, by=_by(user))


@transaction.atomic
def refuse(*, examination: Examination, words: str, at: datetime, user: User) -> None:
    """Do not approve it, or take one's own wish back; `words` tell the other moderator why.

    The signatures stay as they are. Raises NoReason, WrongState, ChangedMeanwhile.
    """
    words = tidy(words)
    if fault := fault_of_passage(words, most=LONGEST_WORDS):
        raise NoReason(fault)
    if examination.state == State.UNDO_ASKED:
        move(examination, "refuse_undo", at=at, refusal=words)
        announce(UndoRefused(**examination.ids), at=at, by=_by(user))
    else:
        move(examination, "refuse", at=at, refusal=words)
        announce(VoidRefused(**examination.ids), at=at, by=_by(user))


@transaction.atomic
def cancel(*, examination: Examination, at: datetime, user: User) -> None:
    """Give the examination up; or stop the worker, after the batch that it is at, from declaring more void.

    What is void by then stays so and is explained in public; `ask_to_undo` puts it back. Raises WrongState,
    ChangedMeanwhile.
    """
    now = locked(examination.pk)
    if now.state != State.VOIDING:
        move(examination, "cancel", at=at)
        announce(ExaminationCancelled(**examination.ids), at=at, by=_by(user))
        return
    move(examination, "stop", at=at, stopped=True, ended_at=at)
    explain(examination=now, at=at, by=_by(user))


def explain(*, examination: Examination, at: datetime, by: str) -> None:
    """Say in public how many signatures an examination declared void, and why; nothing if none."""
    if examination.voided:
        voids = VoidsExplained(
            petition_id=examination.petition_id,
            rows=examination.voided,
            reason=examination.reason,
            words=examination.words,
        )
        announce(voids, at=at, by=by)


def _checked(reason: str, words: str) -> str:
    if reason not in VoidReason.values:
        raise NoReason(_("Please choose a reason from the list."))
    if not words and reason == VoidReason.OTHER:
        raise NoReason(_("This reason says nothing by itself. Please give it in words."))
    fault = fault_of_passage(words, most=LONGEST_WORDS) if words else ""
    if fault:
        raise NoReason(fault)
    return words


def _by(user: User) -> str:
    return f"user:{user.pk}"
