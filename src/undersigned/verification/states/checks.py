"""Where a check and its lines stand, and what can become of a line."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CheckState(TextChoices):
    FREEZING = "freezing", _("The list is being fixed")
    LINKING = "linking", _("Being compared with the roll")
    REVIEWING = "reviewing", _("Under review")
    CLOSED = "closed", pgettext_lazy("check", "Finished")
    CANCELLED = "cancelled", pgettext_lazy("check", "Cancelled")


# What the worker goes on with by itself, whatever happened to it meanwhile.
WORKING = (CheckState.FREEZING, CheckState.LINKING)
STANDING = (*WORKING, CheckState.REVIEWING, CheckState.CLOSED)  # all but cancelled

# Verb of a person → the states it starts from, and the one it leads to.
MOVES: dict[str, tuple[frozenset[CheckState], CheckState]] = {
    "cancel": (frozenset({*WORKING, CheckState.REVIEWING}), CheckState.CANCELLED),
    "close": (frozenset({CheckState.REVIEWING}), CheckState.CLOSED),
    "reopen": (frozenset({CheckState.CLOSED}), CheckState.REVIEWING),
}


class Channel(TextChoices):
    WEB = "web", pgettext_lazy("channel", "On the web")
    PAPER = "paper", pgettext_lazy("channel", "On paper")


class Band(TextChoices):
    """What comparing with the roll made of a line. None of these rejects anybody."""

    ACCEPT = "accept", _("Matched by rule")
    REVIEW = "review", _("For a person")
    LEFT = "left", _("Withdrawn or void since")
    CARRIED = "carried", _("Settled in the earlier check")


class LineState(TextChoices):
    NEW = "new", _("Not compared yet")
    WAITING = "waiting", _("Waits for a reviewer")
    SECOND = "second", _("Waits for a second reviewer")
    DISPUTED = "disputed", _("Waits for a third reviewer")
    SETTLED = "settled", _("Settled")


OPEN = (LineState.WAITING, LineState.SECOND, LineState.DISPUTED)  # a person must decide


class Outcome(TextChoices):
    VALID = "valid", pgettext_lazy("outcome", "Valid")
    NOT_REGISTERED = "not_registered", _("Not on the roll")
    ELSEWHERE = "elsewhere", _("Registered elsewhere")
    REGISTERED_AFTER = "registered_after", _("Registered after signing")
    DUPLICATE = "duplicate", _("Same voter as another line")
    ILLEGIBLE = "illegible", _("Cannot be read")
    WITHDRAWN = "withdrawn", pgettext_lazy("outcome", "Withdrawn")
    MISMATCH = "mismatch", _("Does not match the roll")


REJECTED = tuple(outcome for outcome in Outcome if outcome != Outcome.VALID)
# What the signer may be able to put right by saying more, or writing it again.
CURABLE = (Outcome.NOT_REGISTERED, Outcome.ELSEWHERE, Outcome.ILLEGIBLE, Outcome.MISMATCH)

CLAIMED_FOR = timedelta(minutes=10)  # a line is one reviewer's alone; then anybody's who asks
