"""What becomes of a roll; why one is refused, and what is wrong with a row, in words."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from undersigned.verification.rolls.records import What
from undersigned.verification.rolls.trouble import Why


class RollState(TextChoices):
    RECEIVED = "received", _("waits for its columns to be named")
    IMPORTING = "importing", _("is being read")
    REFUSED = "refused", _("could not be read")
    READY = "ready", _("ready")
    PURGED = "purged", _("destroyed")


HELD = (RollState.RECEIVED, RollState.IMPORTING, RollState.REFUSED, RollState.READY)
WAITING = (RollState.RECEIVED, RollState.REFUSED)

REASONS = {
    Why.EMPTY: _("The file is empty."),
    Why.TOO_LARGE: _("The file is too large."),
    Why.SPREADSHEET: _(
        "This is a spreadsheet’s own file. Open it in the spreadsheet and save it as CSV, then send that."
    ),
    Why.ARCHIVE: _(
        "This archive cannot be used. A roll can come as a text file, or as a ZIP file that holds exactly one "
        "text file and no password."
    ),
    Why.BOMB: _(
        "The ZIP file unpacks to far more than a list of voters would. It may have been made to do harm."
    ),
    Why.BINARY: _(
        "The file is not text: it holds a zero byte. It may be damaged, or of another kind."
    ),
    Why.LONG_LINE: _("A line is far longer than any voter’s could be."),
    Why.ENCODING: _(
        "The file mixes two ways of writing letters with accents (UTF-8 and the older Western one). Ask whoever made "
        "it for one in UTF-8, or tick below that all of it is in the older one."
    ),
    Why.FORMULA: _(
        "A cell holds a spreadsheet formula. A list of voters has none; somebody may have put it there to do harm."
    ),
    Why.COLUMNS: _("The file is no table: its lines do not part into columns."),
    Why.UNMAPPED: _("No column with a name, or none with an address, is chosen."),
    Why.MISMATCH: _("The file’s first line is not the one that its columns were named by."),
    Why.MANY_REJECTED: _(
        "More than one row in five could not be used. Most likely the columns are not named rightly; the report says "
        "what was wrong with each row."
    ),
    Why.DAMAGED: _("The stored file is damaged. Please send it again."),
    Why.LIMITS: _("Reading took more time or memory than a list of voters should need."),
}

FAULTS = {
    What.FIELDS: _("not as many columns as the others (%(detail)s)"),
    What.UNCLOSED: _("a quotation mark is never closed"),
    What.NO_NAME: _("no name"),
    What.NO_VOTER: _("no voter number"),
    What.LONG_CELL: _("a cell is far too long"),
    What.TWICE: _("the same voter number as line %(detail)s, which is kept"),
    What.BORN: _("the date of birth cannot be read; kept without it"),
    What.REGISTERED: _("the date of registration cannot be read; kept without it"),
}
KEPT = (What.BORN, What.REGISTERED)

# The parts of a voter's row, as a clerk names a file's columns by them.
PART_LABELS = {
    "voter": _("Voter number"),
    "last": _("Last name"),
    "first": _("First name"),
    "middle": _("Middle name"),
    "suffix": _("Suffix (Jr., III)"),
    "born": _("Date or year of birth"),
    "number": _("House number"),
    "half": _("House number: letter or fraction"),
    "predir": _("Direction before the street’s name"),
    "street": _("Street’s name"),
    "type": _("Street’s type (St, Ave)"),
    "postdir": _("Direction after the street’s name"),
    "unittype": _("Kind of unit (Apt, #)"),
    "unit": _("Unit"),
    "line_address": _("Address in one line"),
    "line_address2": _("Second line of it"),
    "city": _("City or town"),
    "postcode": _("Postcode"),
    "ward": _("Ward"),
    "precinct": _("Precinct"),
    "status": _("Status (active, inactive)"),
    "registered": _("Date of registration"),
    "confidential": _("Marked as confidential"),
}
ORDER_LABELS = {
    "mdy": _("month, day, year"),
    "ymd": _("year, month, day"),
    "dmy": _("day, month, year"),
}
