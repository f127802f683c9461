"""The files of a roll: encrypted Parquet parts, the report of rejected rows, and how far the reading came.

A roll's folder holds `upload` (until it is read in), `part-00001.parquet` …, `part-00001.rejects` …, `progress.json`
and `twice.rejects`. Reports hold numbers of lines and reasons, no word of a row. A file is written under another name,
brought to the disk, and renamed: after a crash each is whole or not there.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from undersigned.verification.rolls.layout import COLUMNS
from undersigned.verification.rolls.lines import ASCII

UPLOAD = "upload"
PROGRESS = "progress.json"
REPORTS = "*.rejects"


@dataclass(frozen=True)
class Progress:
    """How far the reading came: what the parts so far hold, and where the next one begins in the text."""

    layout: str  # SHA-256 of the layout by which they were read
    done: int = 0  # bytes of the upload
    parts: int = 0
    offset: int = 0
    line: int = 0
    encoding: str = ASCII
    rows: int = 0
    rejected: int = 0


def read_progress(folder: Path) -> Progress | None:
    """How far the reading of a roll came; None if it has not begun."""
    path = folder / PROGRESS
    return Progress(**json.loads(path.read_bytes())) if path.exists() else None


def begin(folder: Path, layout: dict[str, Any]) -> Progress:
    """How far it came by this layout: from the start if there is nothing. What is left of other tries is removed."""
    now = hashlib.sha256(json.dumps(layout, sort_keys=True).encode()).hexdigest()
    before = read_progress(folder)
    progress = before if before and before.layout == now else Progress(layout=now)
    if progress is not before:
        for file in (*folder.glob(REPORTS), *folder.glob(PROGRESS)):
            file.unlink()
    for file in {*folder.glob("part-*"), *folder.glob("*.new")}:
        if file.suffix == ".new" or int(file.name[5:10]) > progress.parts:
            file.unlink()
    return progress


def write_progress(folder: Path, progress: Progress) -> None:
    """Say how far it came: from here on the parts named in it count."""
    put(folder / PROGRESS, json.dumps(asdict(progress)).encode())


def put(path: Path, content: bytes) -> None:
    """Write a file whole, or not at all."""
    new = path.with_name(f"{path.name}.new")
    with new.open("wb") as file:
        file.write(content)
    settle(new, path)


def settle(new: Path, path: Path) -> None:
    """Give a file that is written its name, for good."""
    for place in (new, path.parent):
        if place == path.parent:
            new.replace(path)
        descriptor = os.open(place, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)


def part_name(number: int) -> str:
    """The name of a part's file, without ending."""
    return f"part-{number:05}"


def write_report(path: Path, found: Iterable[tuple[int, str, str]]) -> None:
    """Write which lines were rejected, or kept without something: line, reason, detail."""
    put(path, "".join(f"{line},{what},{detail}\n" for line, what, detail in found).encode())


def reports(folder: Path) -> Iterator[tuple[int, str, str]]:
    """All that was rejected, as it was written."""
    for path in sorted(folder.glob(REPORTS)):
        with path.open(encoding="utf-8") as file:
            for text in file:
                line, what, detail = text.rstrip("\n").split(",")
                yield int(line), what, detail


def manifest_of(folder: Path, rows: int) -> dict[str, Any]:
    """The snapshot's parts with their SHA-256."""
    parts = [
        {"name": path.name, "sha256": hash_of(path)} for path in sorted(folder.glob("*.parquet"))
    ]
    return {"columns": list(COLUMNS), "parts": parts, "rows": rows}


def hash_of(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
