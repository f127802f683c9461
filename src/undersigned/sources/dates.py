"""Dates as sources give them: a day, a month, a year, or a span of two such.

They are kept as text (EDTF level 0, ISO 8601-2): "2018", "2018-04", "2018-04-16",
"2018-04-05/2018-04-06". The order of the texts is that of their first days, the vaguer first.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

_PART = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@dataclass(frozen=True)
class Dated:
    """A date no more precise than its source: the first and last day it may mean."""

    text: str
    first: date
    last: date

    @classmethod
    def read(cls, text: str) -> "Dated":
        """Read "2018-04" or "2018-04-05/2018-04-06". Raises ValueError on anything else."""
        start, slash, end = text.partition("/")
        first, last = _span(start)
        if slash:
            after, last = _span(end)
            if after <= first:
                raise ValueError("The second date of a span must come after the first.")
        return cls(text, first, last)

    @property
    def precision(self) -> str:
        """`day`, `month`, `year` or `span`."""
        if "/" in self.text:
            return "span"
        return {4: "year", 7: "month"}.get(len(self.text), "day")

    @property
    def middle(self) -> date:
        """Where it stands among other dates: the middle of the days that it may mean."""
        return self.first + (self.last - self.first) // 2

    @property
    def ends(self) -> "tuple[Dated, Dated]":
        """The two dates of a span; of any other date, itself twice."""
        start, slash, end = self.text.partition("/")
        return Dated.read(start), Dated.read(end if slash else start)


def _span(text: str) -> tuple[date, date]:
    match = _PART.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is not a date like 2018, 2018-04 or 2018-04-16.")
    year, month, day = (int(part) if part else None for part in match.groups())
    first = date(year or 0, month or 1, day or 1)
    if day:
        return first, first
    following = date(first.year + 1, 1, 1) if not month else _next_month(first)
    return first, following - timedelta(days=1)


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)
