"""The states of a signature, and why a moderator voids one."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    PENDING = "pending", _("Waiting for confirmation")
    CONFIRMED = "confirmed", _("Confirmed")
    DUPLICATE = (
        "duplicate",
        _("Signed before"),
    )  # confirmed by the same person: counted once, elsewhere
    SURPLUS = "surplus", _("Address used twice")  # a third person at one address
    WITHDRAWN = "withdrawn", _("Withdrawn")  # by the signer; final
    VOID = "void", _("Void")  # by two moderators; may be restored


class Via(TextChoices):
    """How a signature came here. The values stand in the public log's commitments."""

    WEB = "web", _("On this site")
    PAPER = "paper", _("On paper")


class VoidReason(TextChoices):
    """The short list of the public log's leaves: coarse on purpose, so that no leaf tells of a person."""

    DUPLICATE = "dup", _("The same person signed more than once")
    ROLL = "roll", _("The signer is not entitled to sign by the council's rules")
    FORM = "form", _("What the council's rules ask for is missing or unreadable")
    FRAUD = "fraud", _("Not signed by the person it names, or signed by a program")
    AGE = "age", _("The signer is below the age that the council's rules ask for")
    OTHER = "other", _("Another reason, given in the record")


# Final states whose rows hold no place in the count and are dropped with the unconfirmed ones.
PASSING = (State.PENDING, State.DUPLICATE, State.SURPLUS)
# The letters of which one is posted with each signature, and never without: fsck counts both.
FIRST_LETTERS = (
    "signatures.confirm",
    "signatures.signed_before",
    "signatures.address_used",
    "signatures.corrected",
)
SLOTS = (1, 2)  # two people may share an e-mail address if their names differ
LEFT = (State.WITHDRAWN, State.VOID)  # were confirmed, and are in the count no more
COUNTED = (State.CONFIRMED, *LEFT)  # the figures of a count
PAPER = "paper"  # one figure more: how many of those that count now came on paper
FIGURES = (*COUNTED, PAPER)
RETENTION = timedelta(days=365)  # after closing: what the default notice promises
REMINDERS = 2  # at most, to one who has not confirmed
