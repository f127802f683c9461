"""Who types a sheet in, and why one of its lines is struck out."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Side(TextChoices):
    """For whom a sheet was received; the same side types it in and answers for it."""

    COALITION = "coalition", _("The coalition")
    CLERK = "clerk", _("The council’s clerk")


class StrikeReason(TextChoices):
    """Why a line does not count any more."""

    TYPING = "typing", _("It was typed wrongly, or is not on the sheet")
    SIGNER = "signer", _("The signer asked in writing to take the signature back")
    ERASE = "erase", _("The signer asked in writing to have the data erased")


ERASING = (StrikeReason.TYPING, StrikeReason.ERASE)  # after these nothing of it is held
LINES_AT_MOST = 200  # of one sheet, which may have several pages
