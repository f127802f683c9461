"""The kinds of leaves in the public log (docs/open-data/log.md)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    OPEN = "open", _("opened")
    SIGN = "sign", _("signed")
    WITHDRAW = "withdraw", _("withdrawn by its signer")
    VOID = "void", _("declared void")
    RESTORE = "restore", _("restored")
    COUNT = "count", _("counted")
    NOTE = "note", _("document")
    CLOSE = "close", _("closed")
    PURGE = "purge", _("signers' data destroyed")
