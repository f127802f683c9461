"""What becomes of a roll, and why one is refused."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RollState(TextChoices):
    RECEIVED = "received", _("waits for its columns to be named")
    IMPORTING = "importing", _("is being read")
    REFUSED = "refused", _("could not be read")
    READY = "ready", _("ready")
    PURGED = "purged", _("destroyed")
