"""The states of a signature in this stage. Withdrawal, holds and voids come with the public log."""

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


# Final states whose rows hold no place in the count and are dropped with the unconfirmed ones.
PASSING = (State.PENDING, State.DUPLICATE, State.SURPLUS)
# The letters of which `sign` posts one with each signature, and nothing else posts any: fsck counts both.
FIRST_LETTERS = ("signatures.confirm", "signatures.signed_before", "signatures.address_used")
SLOTS = (1, 2)  # two people may share an e-mail address if their names differ
