"""The layouts that come with the software, and which of them a file's first lines fit."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any

from undersigned.verification.rolls.layout import SECRET, STATUSES, Layout

LOOKED_AT = 50  # rows of a file without a header, of which nearly all must look as the layout says
ENOUGH = 0.9


@dataclass(frozen=True)
class Known:
    """One layout that comes with the software, or that a clerk saved (`rolls/profiles/__init__.py` says its form)."""

    key: str
    title: str
    header: bool
    columns: dict[str, str | int]
    fields: tuple[int, ...] = ()
    delimiter: str = ""
    dates: dict[str, str] = field(default_factory=dict)
    statuses: dict[str, str] = field(default_factory=lambda: dict(STATUSES))
    secret: tuple[str, ...] = SECRET
    looks: dict[str, str] = field(default_factory=dict)

    def fits(self, layout: Layout, rows: Sequence[Sequence[str]]) -> bool:
        """Whether a file without a header looks as this layout says; one with a header has names to go by."""
        return self.header or self._looks_right(layout, rows)

    def put_on(self, layout: Layout) -> Layout | None:
        """The file's layout filled in from this one; None if the file has not its columns."""
        if self.header != layout.header or (self.fields and layout.fields not in self.fields):
            return None
        columns = {part: self._number(named, layout.names) for part, named in self.columns.items()}
        if not all(0 < number <= layout.fields for number in columns.values()):
            return None
        return replace(
            layout,
            columns=columns,
            dates=self.dates,
            statuses=self.statuses,
            secret=self.secret,
            profile=self.key,
        )

    def _number(self, named: str | int, names: Sequence[str]) -> int:
        """A column's number; 0 for one that the file has not."""
        if isinstance(named, int):
            return named
        places = {name.strip().casefold(): number for number, name in enumerate(names, start=1)}
        return next((places[it] for it in named.casefold().split("|") if it in places), 0)

    def _looks_right(self, layout: Layout, rows: Sequence[Sequence[str]]) -> bool:
        if layout.delimiter != self.delimiter or layout.fields not in self.fields:
            return False
        whole = [row for row in rows[:LOOKED_AT] if len(row) == layout.fields]
        fitting = sum(
            all(re.fullmatch(form, row[int(at) - 1].strip()) for at, form in self.looks.items())
            for row in whole
        )
        return bool(whole) and fitting >= ENOUGH * len(whole)


def known_of(key: str, facts: dict[str, Any]) -> Known:
    """A known layout from its JSON."""
    lists: dict[str, Any] = {
        name: tuple(facts[name]) for name in ("fields", "secret") if name in facts
    }
    return Known(key=key, **(facts | lists))


@cache
def shipped() -> tuple[Known, ...]:
    """All that come with the software, by title."""
    folder = files("undersigned.verification.rolls") / "profiles"
    found = [file for file in folder.iterdir() if file.name.endswith(".json")]
    made = [
        known_of(file.name[:-5], json.loads(file.read_text(encoding="utf-8"))) for file in found
    ]
    return tuple(sorted(made, key=lambda known: known.title))


def fitting(
    layout: Layout, rows: Sequence[Sequence[str]], also: Iterable[Known] = ()
) -> Layout | None:
    """The layout filled in by whichever known one fits: of several, one of `also`, then the one with most columns."""
    for several in (also, shipped()):
        these = [known.put_on(layout) for known in several if known.fits(layout, rows)]
        if found := [one for one in these if one]:
            return max(found, key=lambda one: len(one.columns))
    return None
