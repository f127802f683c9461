"""The files of a roll: encrypted Parquet parts, the report of rejected rows, and how far the reading came.

A roll's folder holds `upload` (until it is read in), `part-00001.parquet` …, `part-00001.rejects` …, `progress.json`
and `twice.rejects`. Reports hold numbers of lines and reasons, no word of a row. A file is written under another name,
brought to the disk, and renamed: after a crash each is whole or not there.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow.parquet.encryption import create_decryption_properties, create_encryption_properties

from undersigned.verification.rolls.layout import COLUMNS
from undersigned.verification.rolls.lines import ASCII
from undersigned.verification.rolls.records import Kept

SCHEMA = pa.schema(
    [
        *((name, pa.bool_() if name == "confidential" else pa.string()) for name in COLUMNS),
        ("line", pa.int64()),
    ]
)
UPLOAD = "upload"
PROGRESS = "progress.json"
REPORTS = "*.rejects"


@dataclass(frozen=True)
class Progress:
    """How far the reading came: what the parts so far hold, and where the next one begins in the text."""

    parts: int = 0
    offset: int = 0
    line: int = 0
    encoding: str = ASCII
    rows: int = 0
    rejected: int = 0


def read_progress(folder: Path) -> Progress:
    """How far it came; from the start if there is nothing. Files of a part that was not finished are removed."""
    path = folder / PROGRESS
    progress = Progress(**json.loads(path.read_bytes())) if path.exists() else Progress()
    for file in (*folder.glob("part-*"), *folder.glob("*.new")):
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


def write_part(path: Path, rows: Sequence[Kept], lines: Sequence[int], key: bytes) -> None:
    """Write rows as an encrypted Parquet file (AES-256-GCM by its own standard, a random nonce for each page)."""
    columns = [*zip(*rows, strict=True)] if rows else [()] * len(COLUMNS)
    arrays = [
        pa.array(values, type=it.type) for values, it in zip((*columns, lines), SCHEMA, strict=True)
    ]
    write_table(path, pa.Table.from_arrays(arrays, schema=SCHEMA), key)


def write_table(path: Path, table: pa.Table, key: bytes) -> None:
    """Write a table as an encrypted Parquet file."""
    new = path.with_name(f"{path.name}.new")
    sealing = create_encryption_properties(footer_key=key)
    with pq.ParquetWriter(
        new, table.schema, compression="zstd", encryption_properties=sealing
    ) as file:
        file.write_table(table)
    settle(new, path)


def read_part(path: Path, key: bytes) -> pa.Table:
    """A part's rows."""
    return pq.read_table(path, decryption_properties=create_decryption_properties(footer_key=key))


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
