"""Reading a roll in: from the encrypted upload to encrypted parts, a part at a time, going on after a crash."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

from undersigned.verification.rolls.duplicates import drop_duplicates, voters
from undersigned.verification.rolls.layout import Layout
from undersigned.verification.rolls.lines import Lines
from undersigned.verification.rolls.parts import (
    UPLOAD,
    Progress,
    begin,
    manifest_of,
    part_name,
    write_progress,
    write_report,
)
from undersigned.verification.rolls.records import Keeper, Kept, Rejected, Rows
from undersigned.verification.rolls.sealedfile import open_sealed_file
from undersigned.verification.rolls.sniffing import NAME
from undersigned.verification.rolls.tables import write_part
from undersigned.verification.rolls.trouble import Trouble, Why
from undersigned.verification.rolls.unpacking import text_of

PART = 50_000  # rows
FEW = 50  # rows in all, of which any number may be rejected
MOST_REJECTED = 0.2

Say = Callable[[dict[str, Any]], None]


@dataclass
class Batch:
    """The rows of the part that is being gathered, and what was wrong with some."""

    rows: list[Kept] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    report: list[tuple[int, str, str]] = field(default_factory=list)
    rejected: int = 0

    @property
    def full(self) -> bool:
        return len(self.rows) + self.rejected >= PART


def read_in(folder: Path, key: bytes, layout: Layout, say: Say) -> dict[str, Any]:
    """Read a roll's upload in; returns its manifest and figures. `say` is told how far it came. Raises Trouble."""
    progress = begin(folder, layout.facts())
    with open_sealed_file(folder / UPLOAD, key) as upload:
        lines = Lines(
            text_of(upload),
            offset=progress.offset,
            number=progress.line,
            encoding=progress.encoding,
            latin=layout.latin,
        )
        for stored in _parts(folder, key, layout, lines, progress, upload):
            progress = stored
            say({"done": stored.done, "rows": stored.rows, "rejected": stored.rejected})
    return _finished(folder, key, progress)


def _parts(
    folder: Path,
    key: bytes,
    layout: Layout,
    lines: Lines,
    progress: Progress,
    upload: BinaryIO,
) -> Iterator[Progress]:
    """Store part after part; after each, how far it came."""
    rows = Rows(lines, layout)
    for batch in _batches(rows, layout, header=layout.header and not progress.line):
        number = progress.parts + 1
        path = folder / f"{part_name(number)}.parquet"
        write_part(path, batch.rows, batch.lines, key)
        write_report(path.with_suffix(".rejects"), batch.report)
        progress = replace(
            progress,
            done=upload.tell(),
            parts=number,
            offset=rows.offset,
            line=rows.number,
            encoding=lines.encoding,
            rows=progress.rows + len(batch.rows),
            rejected=progress.rejected + batch.rejected,
        )
        write_progress(folder, progress)
        _look_at_rejects(progress.rows, progress.rejected)
        yield progress


def _batches(rows: Rows, layout: Layout, *, header: bool) -> Iterator[Batch]:
    """The file's rows, as many at a time as a part holds."""
    keeper = Keeper(layout)
    batch = Batch()
    for line, cells in rows:
        if header:
            header = False
            _look_at_header(cells or [], layout)
        elif cells != []:  # an empty line
            _add(batch, keeper, line, cells)
        if batch.full:
            yield batch
            batch = Batch()
    if batch.rows or batch.rejected:
        yield batch


def _add(batch: Batch, keeper: Keeper, line: int, cells: Sequence[str] | None) -> None:
    """Put a row into the part, or say why not."""
    try:
        kept, unread = keeper.keep(line, cells)
    except Rejected as rejected:
        batch.report.append((line, rejected.what.value, rejected.detail))
        batch.rejected += 1
        return
    batch.report += [(line, what.value, "") for what in unread]
    batch.rows.append(kept)
    batch.lines.append(line)


def _look_at_header(cells: Sequence[str], layout: Layout) -> None:
    if tuple(name.strip()[:NAME] for name in cells) != layout.names:
        raise Trouble(Why.MISMATCH, 1)


def _look_at_rejects(rows: int, rejected: int) -> None:
    if rows + rejected > FEW and rejected > MOST_REJECTED * (rows + rejected):
        raise Trouble(Why.MANY_REJECTED)


def _finished(folder: Path, key: bytes, progress: Progress) -> dict[str, Any]:
    """The snapshot as it will stay."""
    if not progress.rows:
        raise Trouble(Why.MANY_REJECTED if progress.rejected else Why.EMPTY)
    dropped = drop_duplicates(folder, key, progress.rows)
    rejected, rows = progress.rejected + dropped, progress.rows - dropped
    _look_at_rejects(rows, rejected)
    counted, confidential = voters(folder, key)
    if counted != rows:
        raise Trouble(Why.DAMAGED)
    return {
        "manifest": manifest_of(folder, rows),
        "rows": rows,
        "rejected": rejected,
        "confidential": confidential,
    }
