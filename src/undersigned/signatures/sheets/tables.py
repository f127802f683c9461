"""Lines of a sheet from a CSV file: all of them or none, and each fault with the row where it stands."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from undersigned.petitions.models import Petition
from undersigned.petitions.rules import Refused
from undersigned.signatures.sheets.forms import LineForm
from undersigned.signatures.sheets.prepare import Typed
from undersigned.signatures.sheets.states import LINES_AT_MOST

MARKS = {"1", "x", "yes", "true"}  # that something cannot be read


@dataclass(frozen=True)
class Fault:
    """What is wrong in one row of a file: the row as a spreadsheet numbers it, the column, and why."""

    row: int
    column: str
    words: str


class Unreadable(Refused):
    """The file is no table that can be taken."""


@dataclass(frozen=True)
class Table:
    """The lines that a file holds, or what is wrong with it."""

    lines: tuple[Typed, ...]
    faults: tuple[Fault, ...]


def read_table(raw: bytes, *, petition: Petition, free: Iterator[int]) -> Table:
    """Read a CSV file with a row of headings. Rows without a line number get the next free one. Raises Unreadable."""
    lines: list[Typed] = []
    faults: list[Fault] = []
    for place, cells in enumerate(_rows(raw, columns_of(petition)), 2):  # the headings are row 1
        if not any(cells.values()):
            continue
        form = LineForm(_data(cells, free), petition=petition)
        if form.is_valid():
            lines.append(form.line())
        faults += [
            Fault(place, column, str(words))
            for column, found in form.errors.items()
            for words in found
        ]
    if not lines and not faults:
        raise Unreadable(_("The file has no line under its headings."))
    return Table(tuple(lines), tuple(faults))


def columns_of(petition: Petition) -> list[str]:
    """The headings that a file may have."""
    names = list(LineForm(petition=petition).fields)
    return ["line" if name == "number" else name for name in names]


def _data(cells: Mapping[str, str], free: Iterator[int]) -> dict[str, str]:
    data = {name: cell for name, cell in cells.items() if name not in {"line", "incomplete"}}
    data["number"] = cells.get("line") or str(next(free, LINES_AT_MOST))
    if cells.get("incomplete", "").casefold() in MARKS:
        data["incomplete"] = "on"
    return data


def _rows(raw: bytes, columns: list[str]) -> list[dict[str, str]]:
    text = _text(raw)
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(text.splitlines(), delimiter=delimiter, strict=True))
    except csv.Error:
        raise Unreadable(_("The file is not a CSV file: a quotation mark stands alone.")) from None
    headings = [cell.strip().casefold() for cell in rows[0]] if rows else []
    _check_headings(headings, columns)
    if len(rows) > LINES_AT_MOST + 1:
        raise Unreadable(_("The file has more than %(most)d rows.") % {"most": LINES_AT_MOST})
    return [
        {name: cell.strip() for name, cell in zip(headings, row, strict=False)} for row in rows[1:]
    ]


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(
            _("The file is not in UTF-8. In a spreadsheet, save it as “CSV UTF-8”.")
        ) from None


def _check_headings(headings: list[str], columns: list[str]) -> None:
    unknown = [name for name in headings if name not in columns]
    if unknown or "name" not in headings or len(set(headings)) < len(headings):
        raise Unreadable(
            _("The first row must hold headings, each once, from these: %(columns)s.")
            % {"columns": ", ".join(columns)}
        )
