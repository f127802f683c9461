"""A source's date in the page's language, no more precise than the source has it."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from undersigned.sources.dates import Dated


def words_of(dated: str) -> date | str:
    """A day stays a date; "2018-04" becomes "April 2018"; a span names both ends; "" stays ""."""
    if not dated:
        return ""
    read = Dated.read(dated)
    if read.precision == "day":
        return read.first
    if read.precision == "span":
        first, last = (_plain(words_of(end.text)) for end in read.ends)
        return _("%(first)s to %(last)s") % {"first": first, "last": last}
    return date_format(read.first, "YEAR_MONTH_FORMAT" if read.precision == "month" else "Y")


def _plain(when: date | str) -> str:
    return date_format(when) if isinstance(when, date) else when
