"""The first rows of a file as a layout would have them read, so that a clerk sees whether it is right."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from undersigned.verification.models import Roll
from undersigned.verification.rolls.layout import COLUMNS, Layout
from undersigned.verification.rolls.lines import Lines
from undersigned.verification.rolls.parts import UPLOAD
from undersigned.verification.rolls.records import Keeper, Rejected, Rows
from undersigned.verification.rolls.sealedfile import open_sealed_file
from undersigned.verification.rolls.snapshot import folder_of, key_of
from undersigned.verification.rolls.unpacking import text_of

SHOWN = 3
LOOKED_AT = 200  # rows
JOINED = {
    "name": ("first", "middle", "last", "suffix"),
    "address": ("number", "street", "line_address", "unit", "city", "postcode"),
}


@dataclass(frozen=True)
class Sample:
    """A few rows, each by the names of COLUMNS, with name and address joined; how many of all would be rejected."""

    rows: tuple[dict[str, str], ...]
    looked_at: int
    rejected: int


def sample_of(roll: Roll, layout: Layout) -> Sample:
    """The first rows of a roll's upload that are not confidential. Raises Trouble. The caller notes the opening."""
    with open_sealed_file(folder_of(roll) / UPLOAD, key_of(roll)) as upload:
        lines = Lines(text_of(upload), latin=layout.latin)
        rows = islice(Rows(lines, layout), 1 if layout.header else 0, LOOKED_AT)
        return _sample(list(_kept(rows, layout)))


def _kept(
    rows: Iterator[tuple[int, list[str] | None]], layout: Layout
) -> Iterator[dict[str, str | bool] | None]:
    keeper = Keeper(layout)
    for line, cells in rows:
        try:
            kept, _ = keeper.keep(line, cells)
        except Rejected:
            yield None
        else:
            yield dict(zip(COLUMNS, kept, strict=True))


def _sample(rows: list[dict[str, str | bool] | None]) -> Sample:
    shown = [row for row in rows if row is not None and not row["confidential"]][:SHOWN]
    return Sample(
        rows=tuple(map(_joined, shown)),
        looked_at=len(rows),
        rejected=rows.count(None),
    )


def _joined(row: dict[str, str | bool]) -> dict[str, str]:
    texts = {name: str(value) for name, value in row.items()}
    joins = {
        name: " ".join(filter(None, map(texts.__getitem__, parts)))
        for name, parts in JOINED.items()
    }
    return texts | joins
