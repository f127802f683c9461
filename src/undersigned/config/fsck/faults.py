"""What a rule is, and what it finds."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, QuerySet

from undersigned.config.terminal import Progress

BATCH = 1000
M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: in which row (or whose), in which column where that can be told."""

    row: str  # "signatures.signature:7"
    column: str
    what: str

    def __str__(self) -> str:
        return f"{self.row}{'.' if self.column else ''}{self.column}: {self.what}"


@dataclass(frozen=True)
class Rule:
    """What must hold, how to see that it does, and what to do where it does not."""

    name: str
    words: str
    remedy: str
    find: Callable[[], Iterator[Fault]]


def label(row: Model) -> str:
    """A row's name in a fault."""
    return f"{row._meta.label_lower}:{row.pk}"  # noqa: SLF001 - Django's documented interface


def walk(rows: QuerySet[M], what: str) -> Iterator[M]:
    """Every row in order of its key, a thousand at a time, with progress."""
    rows = rows.order_by("pk")
    with Progress(what, total=rows.count(), unit="rows") as progress:
        batch = list(rows[:BATCH])
        while batch:
            yield from progress.over(batch)
            batch = list(rows.filter(pk__gt=batch[-1].pk)[:BATCH])


def each(
    rows: Callable[[], QuerySet[M]], look: Callable[[M], Iterable[tuple[str, str]]]
) -> Callable[[], Iterator[Fault]]:
    """A rule's `find` that looks at one row at a time; `look` gives columns and what is wrong there."""

    def find() -> Iterator[Fault]:
        found = rows()
        for row in walk(found, f"Checking {found.model._meta.verbose_name_plural}"):  # noqa: SLF001
            yield from (Fault(label(row), column, what) for column, what in look(row))

    return find
