"""From lines to rows of cells, and from a row's cells to what is kept of it."""

import csv
import re
import unicodedata
from collections import deque
from collections.abc import Iterator, Sequence
from enum import StrEnum

from undersigned.verification.rolls.dates import NoDate, iso_of
from undersigned.verification.rolls.layout import COLUMNS, DATES, NAMES, OPEN, Layout
from undersigned.verification.rolls.lines import LONGEST, Lines
from undersigned.verification.rolls.sniffing import QUOTING
from undersigned.verification.rolls.trouble import Trouble, Why

MOST_LINES = 4  # of one row
CELL = 500  # letters

# How spreadsheets begin what they calculate. A sign alone also begins house numbers and blanks ("-", "+1").
FORMULA = re.compile(r"=|[-+@][^|]*[(!|]")
SIGNS = "=-+@"

Kept = tuple[str | bool, ...]


class What(StrEnum):
    """What is wrong with a row. One with an unreadable day is kept without it; the others are rejected."""

    FIELDS = "fields"
    UNCLOSED = "unclosed"
    NO_NAME = "no_name"
    NO_VOTER = "no_voter"
    LONG_CELL = "long_cell"
    TWICE = "twice"
    BORN = "born"
    REGISTERED = "registered"


class Rejected(Exception):
    """The row is not taken; `detail` is the kept column at fault, or empty."""

    def __init__(self, what: What, detail: str = "") -> None:
        self.what = what
        self.detail = detail
        super().__init__(what.value)


class Rows:
    """The rows of a file, each with the number of its first line; None for one that cannot be told from the next.

    A cell in quotation marks may run over a few lines. A mark that is never closed spoils its own line alone: the
    lines after it are read again. `offset` and `number` are of the last line of the last row.
    """

    def __init__(self, lines: Lines, layout: Layout) -> None:
        self.offset, self.number = lines.offset, lines.number
        self._lines = lines
        self._layout = layout
        self._again: deque[tuple[int, int, str]] = deque()
        self._taken: list[tuple[int, int, str]] = []

    def __iter__(self) -> Iterator[tuple[int, list[str] | None]]:
        going = True
        while going:
            going = False
            for cells in self._reader():
                if cells is None or self._ran_on(cells):
                    yield self._give_back(), None
                    going = True
                    break
                first, _, _ = self._taken[0]
                self.number, self.offset, _ = self._taken[-1]
                self._taken.clear()
                yield first, cells

    def _reader(self) -> Iterator[list[str] | None]:
        delimiter, quoting = self._layout.delimiter, QUOTING[self._layout.quoted]
        try:
            yield from csv.reader(self._feed(), delimiter=delimiter, quoting=quoting)
        except (_TooLong, csv.Error):
            yield None

    def _feed(self) -> Iterator[str]:
        while line := self._next():
            self._taken.append(line)
            if len(self._taken) > MOST_LINES or sum(len(it[2]) for it in self._taken) > LONGEST:
                raise _TooLong
            yield line[2] + "\n"

    def _next(self) -> tuple[int, int, str] | None:
        if self._again:
            return self._again.popleft()
        text = next(self._lines, None)
        return None if text is None else (self._lines.number, self._lines.offset, text)

    def _ran_on(self, cells: Sequence[str]) -> bool:
        return len(self._taken) > 1 and len(cells) != self._layout.fields

    def _give_back(self) -> int:
        """The first line's number; the others will be read again."""
        (self.number, self.offset, _), *rest = self._taken
        self._again.extendleft(reversed(rest))
        self._taken.clear()
        return self.number


class _TooLong(Exception):
    pass


class Keeper:
    """Makes of a row's cells what is kept of it."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._places = [tuple(number - 1 for number in layout.of(name)) for name in COLUMNS]
        self._numbered = bool(layout.of("voter"))
        self._days = [(_AT[name], layout.dates.get(name, "mdy"), What(name)) for name in DATES]

    def keep(self, line: int, cells: Sequence[str] | None) -> tuple[Kept, list[What]]:
        """What is kept of the row that begins at this line, and which days of it could not be read.

        Raises Rejected, or Trouble (formula).
        """
        if cells is None:
            raise Rejected(What.UNCLOSED)
        fields = self._layout.fields
        if len(cells) < fields or any(
            cells[fields:]
        ):  # a delimiter too many at the end does no harm
            raise Rejected(What.FIELDS, str(len(cells)))
        kept: list[str | bool] = [_text(cells, places, line) for places in self._places]
        if not any(kept[_AT[name]] for name in NAMES):
            raise Rejected(What.NO_NAME)
        if not kept[0] and self._numbered:
            raise Rejected(What.NO_VOTER)
        kept[0] = kept[0] or f"#{line}"
        unread = [what for at, order, what in self._days if not _made_day(kept, at, order)]
        word = str(kept[_AT["status"]]).casefold()
        kept[_AT["status"]] = self._layout.statuses.get(word, word)
        kept[_AT["confidential"]] = self._is_secret(str(kept[_AT["confidential"]]).casefold())
        return tuple(kept), unread

    def _is_secret(self, word: str) -> bool:
        """Whether the file says so; a word that says neither is taken to."""
        return word in self._layout.secret or word not in OPEN


_AT = {name: number for number, name in enumerate(COLUMNS)}


def _text(cells: Sequence[str], places: Sequence[int], line: int) -> str:
    """The cells joined, without what cannot be seen."""
    if len(places) == 1:
        return _cell(cells[places[0]], line)
    return " ".join(filter(None, (_cell(cells[place], line) for place in places)))


def _cell(text: str, line: int) -> str:
    text = text.strip()
    if not text:
        return ""
    if len(text) > CELL:
        raise Rejected(What.LONG_CELL)
    if text[0] in SIGNS and FORMULA.match(text):
        raise Trouble(Why.FORMULA, line)
    if text.isascii() and text.isprintable() and "  " not in text:  # nearly all
        return text
    seen = (
        letter if letter.isprintable() else " " for letter in unicodedata.normalize("NFC", text)
    )
    return " ".join("".join(seen).split())


def _made_day(kept: list[str | bool], at: int, order: str) -> bool:
    """Make an ISO day of the text there; whether it could be read."""
    try:
        kept[at] = iso_of(str(kept[at]), order)
    except NoDate:
        kept[at] = ""
        return False
    return True
