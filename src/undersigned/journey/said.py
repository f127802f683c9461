"""Statements and their sources, as components show them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from undersigned.sources.dates import Dated
from undersigned.sources.models import Source
from undersigned.sources.models import Statement as Said
from undersigned.ui.pieces import Citation, Statement


def statements_of(rows: Iterable[Said]) -> tuple[Statement, ...]:
    """Statements with their replies below them, each by date alone."""
    answers: dict[int | None, list[Said]] = defaultdict(list)
    for row in rows:
        answers[row.answers_id].append(row)
    return tuple(_statement(row, answers) for row in answers[None])


def citation_of(source: Source) -> Citation:
    """A source as it is cited, with its relation to the matter."""
    return Citation(
        title=source.title,
        publisher=source.publisher,
        relation=source.get_relation_display(),
        when=words_of(source.dated),
        href=source.address,
    )


def words_of(dated: str) -> date | str:
    """A source's date in the page's language, no more precise than the source has it.

    A day stays a date; "2018-04" becomes "April 2018"; a span names both its ends; "" stays "".
    """
    if not dated:
        return ""
    read = Dated.read(dated)
    if read.precision == "day":
        return read.first
    if read.precision == "span":
        first, last = (words_of(end.text) for end in read.ends)
        return _("%(first)s to %(last)s") % {"first": _plain(first), "last": _plain(last)}
    return date_format(read.first, "YEAR_MONTH_FORMAT" if read.precision == "month" else "Y")


def _plain(when: date | str) -> str:
    return date_format(when) if isinstance(when, date) else when


def _statement(row: Said, answers: dict[int | None, list[Said]]) -> Statement:
    return Statement(
        speaker=row.speaker,
        role=row.role,
        text=row.words,
        quoted=row.quoted,
        when=words_of(row.dated),
        language=row.language,
        source=citation_of(row.source),
        replies=tuple(_statement(reply, answers) for reply in answers[row.pk]),
    )
