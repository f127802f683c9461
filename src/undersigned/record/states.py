"""The states of a dossier's version, the moves between them, and why one is returned."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    WAITING = "waiting", pgettext_lazy("dossier version", "Waiting for review")
    SHOWN = "shown", pgettext_lazy("dossier version", "Shown")
    RETURNED = "returned", pgettext_lazy("dossier version", "Returned")
    WITHDRAWN = "withdrawn", pgettext_lazy("dossier version", "Withdrawn")


MOVES: dict[str, set[str]] = {
    "waiting": {"shown", "returned"},
    "shown": {"withdrawn"},
    "returned": set(),
    "withdrawn": set(),
}


class Reason(TextChoices):
    """Why a version is returned, or withdrawn after it was shown."""

    PRIVATE_PERSON = "private_person", _("It names or accuses a private person")
    UNSOURCED = "unsourced", _("Something in it does not stand in the source it cites")
    ONE_SIDED = "one_sided", _("It words one side’s case better than another’s, or leaves one out")
    COPIED = "copied", _("It copies more of a source than a short quotation")
    UNANSWERED = "unanswered", _("A named official was not offered a reply")
    OTHER = "other", _("Another reason, as said below")
