"""A first look at a file: its delimiter, its header, its columns."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Literal

from undersigned.verification.rolls.catalogue import Known, fitting
from undersigned.verification.rolls.dates import order_of
from undersigned.verification.rolls.layout import DATES, Layout
from undersigned.verification.rolls.lines import Lines
from undersigned.verification.rolls.synonyms import columns_of
from undersigned.verification.rolls.trouble import Trouble, Why

FIRST = 200  # lines that are looked at
PIECES = 8  # of a file, in which they are
DELIMITERS = ",\t|;"
MOST = 1000  # columns
QUOTING: dict[bool, Literal[0, 3]] = {True: csv.QUOTE_MINIMAL, False: csv.QUOTE_NONE}
NAME = 80  # letters of a column's name


def look(pieces: Iterator[bytes], also: Iterable[Known] = ()) -> Layout:
    """The layout of a file, from its first lines: a known one if it fits, else what its header's names tell.

    Raises Trouble if it is no table.
    """
    lines = _first(list(islice(pieces, PIECES)))
    if not lines:
        raise Trouble(Why.EMPTY)
    delimiter = _delimiter(lines)
    quoted = _is_quoted(lines, delimiter)
    rows = list(rows_of(lines, delimiter, quoted=quoted))
    fields = Counter(map(len, rows)).most_common(1)[0][0]
    if not 1 < fields <= MOST:
        raise Trouble(Why.COLUMNS)
    header = _is_header(rows)
    names = tuple(name.strip()[:NAME] for name in rows[0]) if header else ()
    layout = Layout(fields=fields, delimiter=delimiter, quoted=quoted, header=header, names=names)
    data = rows[1:] if header else rows
    return fitting(layout, data, also) or dated(replace(layout, columns=columns_of(names)), data)


def _first(pieces: Sequence[bytes]) -> list[str]:
    """The first lines, but for empty ones. That a file mixes encodings is said when it is read, not here."""
    try:
        lines = list(islice(Lines(iter(pieces)), FIRST))
    except Trouble as trouble:
        if trouble.why != Why.ENCODING or not trouble.line:
            raise
        lines = list(islice(Lines(iter(pieces), latin=True), FIRST))
    return [line for line in lines if line.strip()]


def rows_of(lines: Iterable[str], delimiter: str, *, quoted: bool) -> Iterator[list[str]]:
    """Lines as rows of cells."""
    return csv.reader(lines, delimiter=delimiter, quoting=QUOTING[quoted])


def dated(layout: Layout, rows: Sequence[Sequence[str]]) -> Layout:
    """The layout with the order of its days, as most of these rows have them."""
    dates = {}
    for name in DATES:
        for number in layout.of(name)[:1]:
            dates[name] = order_of(row[number - 1] for row in rows if len(row) == layout.fields)
    return replace(layout, dates=dates)


def _delimiter(lines: Sequence[str]) -> str:
    """The one that is in the first line, and as often in most others."""

    def worth(delimiter: str) -> tuple[float, int]:
        counts = [len(row) for row in rows_of(lines, delimiter, quoted=True)]
        usual, times = Counter(counts).most_common(1)[0]
        return (times / len(counts) if usual > 1 else 0, usual)

    return max(DELIMITERS, key=worth)


def _is_quoted(lines: Sequence[str], delimiter: str) -> bool:
    """Whether quotation marks enclose cells: between commas always, else if most that open one close it, too."""
    if delimiter == ",":
        return True
    mark = re.escape(delimiter)
    opens = re.compile(rf'(?:^|{mark})"')
    whole = re.compile(rf'(?:^|{mark})"(?:[^"]|"")*"(?={mark}|$)')
    opening = sum(len(opens.findall(line)) for line in lines)
    return not opening or sum(len(whole.findall(line)) for line in lines) * 2 > opening


def _is_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row holds names of columns: known ones, or at least no figures and no two alike."""
    names = [name.strip() for name in rows[0] if name.strip()]
    if len(columns_of(tuple(rows[0]))) > 1:
        return True
    plain = all(not re.search(r"\d{3}|@", name) for name in names)
    return plain and len(set(names)) == len(names) == len(rows[0])
