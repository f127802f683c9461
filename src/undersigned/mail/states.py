"""The states of a letter and the moves between them."""

from django.db.models import TextChoices


class State(TextChoices):
    QUEUED = "queued", "queued"
    WITHHELD = "withheld", "withheld"  # over a limit: written like any other, never sent
    SENDING = "sending", "sending"  # on the wire, or its worker died: nobody knows
    SENT = "sent", "sent"
    FAILED = "failed", "failed"


MOVES: dict[str, set[str]] = {
    "queued": {"sending"},
    "sending": {"queued", "sending", "sent", "failed"},
}
