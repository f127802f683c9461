"""The kinds of leaves in the public log (docs/open-data/log.md)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Freshness(TextChoices):
    """When a witness vouched last."""

    FRESH = "fresh", _("within the last two days")
    STALE = "stale", _("not within the last two days")
    NEVER = "never", _("never yet")


class Trouble(TextChoices):
    """Why a witness did not vouch when it was asked last."""

    NO_ADDRESS = "address", _("its address is not known here")
    SILENT = "silent", _("it did not answer")
    UNKNOWN = "unknown", _("it does not know this log")
    KEY = "key", _("it does not know the log’s key")
    ANSWER = "answer", _("its answer made no sense")
    CLOCK = "clock", _("its clock is wrong")
    AHEAD = "ahead", _("it says that it saw a longer log than this one")
    DIFFERS = "differs", _("it says that this log was not only added to")


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
