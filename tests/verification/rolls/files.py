"""Files of voters, as somebody might send them, and what reading them in makes of them. All people are synthetic."""

import io
import os
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from undersigned.verification.rolls.layout import COLUMNS, Layout
from undersigned.verification.rolls.opening import connect
from undersigned.verification.rolls.parts import UPLOAD, reports
from undersigned.verification.rolls.reading import read_in
from undersigned.verification.rolls.sealedfile import SealedWriter, open_sealed_file
from undersigned.verification.rolls.sniffing import look
from undersigned.verification.rolls.unpacking import text_of

KEY = bytes(range(32))
HEADER = b"id,last,first,address,confidential\n"
ANA = b"1,Sample,Ana,4 Elm St,N\n"
BO = b"2,Tester,Bo,5 Oak Ave Apt 2,N\n"


def stored(folder: Path, raw: bytes, key: bytes = KEY) -> Path:
    """The folder of a roll into which this file came."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / UPLOAD).open("wb") as file:
        writer = SealedWriter(file, key, folder.name.encode())
        writer.write(raw)
        writer.close()
    return folder


def layout_in(folder: Path) -> Layout:
    """What a first look at the file tells."""
    with open_sealed_file(folder / UPLOAD, KEY) as upload:
        return look(text_of(upload))


def read(folder: Path, raw: bytes, **facts: Any) -> dict[str, Any]:
    """What is said of a file at its end, read in by the layout that is found; `facts` change that."""
    found = layout_in(stored(folder, raw)).facts()
    return read_in(folder, KEY, Layout(**{**found, **facts}), lambda _: None)


def rows(folder: Path, *names: str) -> list[tuple[Any, ...]]:
    """These columns of all rows, in the order of the file."""
    wanted = ", ".join(names or COLUMNS)
    with connect(folder, KEY) as database:
        return database.execute(f"SELECT {wanted} FROM part ORDER BY line").fetchall()  # noqa: S608 - our own words


def report(folder: Path) -> list[tuple[int, str, str]]:
    """What was rejected, and why."""
    return sorted(reports(folder))


def zipped(*files: tuple[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", packing) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return made.getvalue()


def many(number: int) -> bytes:
    """A file of so many voters."""
    lines = (b"%d,Sample%d,Ana,%d Elm St,N\n" % (at, at % 997, at) for at in range(number))
    return HEADER + b"".join(lines)


def on_disk(folder: Path) -> Sequence[Path]:
    """Every file below a folder."""
    return [Path(place, name) for place, _, names in os.walk(folder) for name in names]
