"""Why something is not done with a paper sheet, in words for whoever asked."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from undersigned.petitions.rules import Refused


class NotOpen(Refused):
    """Nothing is signed, and so nothing is counted, when the petition is not open."""

    def __init__(self) -> None:
        super().__init__(_("The petition is not open. Signatures can be added only while it is."))


class SheetNumberTaken(Refused):
    """The petition has a sheet of this number."""

    def __init__(self, number: int) -> None:
        super().__init__(_("Sheet %(number)d was received already.") % {"number": number})


class LineTaken(Refused):
    """The line was typed already."""

    def __init__(self, number: int) -> None:
        super().__init__(
            _(
                "Line %(number)d was typed in already. To type it again, strike out what stands there."
            )
            % {"number": number}
        )


class NoSuchLine(Refused):
    """The sheet has no line of this number."""

    def __init__(self, last: int) -> None:
        words = ngettext(
            "The sheet has %(last)d line as it was received.",
            "The sheet has lines 1 to %(last)d as it was received.",
            last,
        )
        super().__init__(words % {"last": last})


class NothingToCount(Refused):
    """No typed line waits to be counted."""

    def __init__(self) -> None:
        super().__init__(_("No line of this sheet waits to be counted."))


class NotToStrike(Refused):
    """The line is struck out already, or its signer took it back."""

    def __init__(self) -> None:
        super().__init__(_("This line does not count any more. There is nothing to strike out."))
