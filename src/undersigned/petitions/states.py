"""The states of a petition and the moves between them, and the short lists of reasons."""

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
