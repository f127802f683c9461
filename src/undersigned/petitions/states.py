"""The states of a petition and the moves between them, and the short lists of reasons."""

from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("With a moderator")
    APPROVED = "approved", _("Approved, not yet open")
    OPEN = "open", _("Open for signatures")
    CLOSED = "closed", _("Closed")
    TAKEN_DOWN = "taken_down", _("Taken down")


class Move(NamedTuple):
    """From which states an action leads, and to which."""

    among: frozenset[State]
    to: State


def _move(*among: State, to: State) -> Move:
    return Move(frozenset(among), to)


MOVES = {
    "submit": _move(State.DRAFT, to=State.SUBMITTED),
    "take_back": _move(State.SUBMITTED, State.APPROVED, to=State.DRAFT),
    "return_to_draft": _move(State.SUBMITTED, State.APPROVED, to=State.DRAFT),
    "approve": _move(State.SUBMITTED, to=State.APPROVED),
    "open": _move(State.APPROVED, to=State.OPEN),
    "close": _move(State.OPEN, to=State.CLOSED),
    "take_down": _move(State.OPEN, State.CLOSED, to=State.TAKEN_DOWN),
    "restore_open": _move(State.TAKEN_DOWN, to=State.OPEN),
    "restore_closed": _move(State.TAKEN_DOWN, to=State.CLOSED),
}

# Those whose page the public may see. One taken down keeps its address, with reason and date.
PUBLIC = {State.OPEN, State.CLOSED, State.TAKEN_DOWN}


class ReturnReason(TextChoices):
    """Why a moderator gives a draft back. One of these, and words."""

    UNCLEAR = "unclear", _("It is not clear what the council is asked to do")
    NOT_COUNCIL = "not_council", _("It asks for something this council cannot decide")
    OFFICIAL = "official", _("It names an official who was not offered a reply")
    PRIVATE = "private", _("It accuses or exposes a private person")
    UNLAWFUL = "unlawful", _("Publishing it would break the law")
    DUPLICATE = "duplicate", _("The same petition is already open")
    OTHER = "other", _("Another reason, explained in words")


class TakedownReason(TextChoices):
    """Why a petition that was public is taken down. One of these, and words."""

    COURT = "court", _("A court or an authority ordered it")
    PRIVATE = "private", _("It accuses or exposes a private person")
    UNLAWFUL = "unlawful", _("Publishing it breaks the law")
    DECEPTION = "deception", _("Its organisers are not who they say they are")
    ORGANISERS = "organisers", _("Its organisers asked for it")
    OTHER = "other", _("Another reason, explained in words")
