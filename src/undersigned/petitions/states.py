"""The states of a petition and the moves between them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("With a moderator")
    APPROVED = "approved", _("Approved, not yet open")
    OPEN = "open", _("Open for signatures")
    CLOSED = "closed", _("Closed")
    TAKEN_DOWN = "taken_down", _("Taken down")


MOVES: dict[str, set[str]] = {
    "draft": {"submitted"},
    "submitted": {"draft", "approved"},
    "approved": {"draft", "open"},
    "open": {"closed", "taken_down"},
    "closed": {"taken_down"},
    "taken_down": {"open", "closed"},
}

# Those whose page the public may see; a petition taken down keeps its address, with reason and date.
PUBLIC = {State.OPEN, State.CLOSED, State.TAKEN_DOWN}
