"""Where an examination stands, who may move it on, and why sealed data may be looked into."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    COUNTING = "counting", _("Being counted")
    COUNTED = "counted", _("Counted")
    OPENING = "opening", _("Patterns being looked for")
    HOLDING = "holding", _("Being held")
    RELEASING = "releasing", _("Being released")
    ASKED = "asked", _("Waits for a second moderator")
    VOIDING = "voiding", _("Being declared void")
    DONE = "done", _("Declared void")
    UNDO_ASKED = "undo_asked", _("Putting back waits for a second moderator")
    RESTORING = "restoring", _("Being put back")
    UNDONE = "undone", _("Put back")
    CANCELLED = "cancelled", _("Cancelled")


# What the worker goes on with by itself, whatever happened to it meanwhile.
WORKING = (
    State.COUNTING,
    State.OPENING,
    State.HOLDING,
    State.RELEASING,
    State.VOIDING,
    State.RESTORING,
)
WAITING = (State.ASKED, State.UNDO_ASKED)  # for a second moderator
OVER = (State.UNDONE, State.CANCELLED)
APPROVED = (State.VOIDING, State.DONE, State.UNDO_ASKED, State.RESTORING, State.UNDONE)
UNDO_APPROVED = (State.RESTORING, State.UNDONE)

# Verb of a person → the states it starts from, and the one it leads to. To stop a voiding leads to DONE.
MOVES: dict[str, tuple[frozenset[State], State]] = {
    "look_closer": (frozenset({State.COUNTED}), State.OPENING),
    "hold": (frozenset({State.COUNTED}), State.HOLDING),
    "release": (frozenset({State.COUNTED}), State.RELEASING),
    "ask_to_void": (frozenset({State.COUNTED}), State.ASKED),
    "approve": (frozenset({State.ASKED}), State.VOIDING),
    "refuse": (frozenset({State.ASKED}), State.COUNTED),
    "cancel": (
        frozenset({State.COUNTING, State.COUNTED, State.OPENING, State.HOLDING, State.ASKED}),
        State.CANCELLED,
    ),
    "stop": (frozenset({State.VOIDING}), State.DONE),
    "ask_to_undo": (frozenset({State.DONE}), State.UNDO_ASKED),
    "approve_undo": (frozenset({State.UNDO_ASKED}), State.RESTORING),
    "refuse_undo": (frozenset({State.UNDO_ASKED}), State.DONE),
}


class LookReason(TextChoices):
    """Why a moderator has sealed data opened. A list, so that no name gets into the journal with it."""

    BURST = "burst", _("More confirmations than usual in a short time")
    COMPLAINT = "complaint", _("A complaint about a signature")
    SIGNER = "signer", _("The signer asked for it")
    ORDER = "order", _("A court or an authority ordered it")
