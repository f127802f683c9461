"""From what was uploaded to a stream of bytes of text: a zip archive's one file unpacked, UTF-16 made UTF-8.

Nothing is unpacked to a disk, and nothing is trusted that an archive says of itself: what comes out is counted.
"""

import codecs
import os
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, BinaryIO, cast

from undersigned.verification.rolls.trouble import Trouble, Why

PIECE = 256 * 1024
LARGEST = 16 * 1024**3  # bytes of text; the largest state's file has about seven
RATIO = 60  # times; tables of voters shrink to a tenth
FREE = 16 * 1024**2  # so much may come out of any archive
DIRECTORY = 1024**2  # bytes of an archive's list of its files
# The ways of packing of which no more is unpacked at once than is asked for; others may unpack all of it.
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

ZIP = (b"PK\x03\x04", b"PK\x05\x06")  # the second is an empty one
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OTHER_ARCHIVES = (
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!",
    b"\x28\xb5\x2f\xfd",
)
UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


def text_of(file: BinaryIO) -> Iterator[bytes]:
    """The bytes of the text in an uploaded file, in pieces; without a byte-order mark. Raises Trouble."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    start = file.read(8)
    file.seek(0)
    if not start:
        raise Trouble(Why.EMPTY)
    if start.startswith(OLD_EXCEL):
        raise Trouble(Why.SPREADSHEET)
    if start.startswith(OTHER_ARCHIVES):
        raise Trouble(Why.ARCHIVE)
    pieces = _unpacked(file, size) if start.startswith(ZIP) else _pieces(file)
    yield from _without_mark(_limited(pieces))


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece


def _limited(pieces: Iterator[bytes]) -> Iterator[bytes]:
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > LARGEST:
            raise Trouble(Why.TOO_LARGE)
        yield piece


class _Wary:
    """Gives no reader more at once than a list of an archive's files may have."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, size: int = -1) -> bytes:
        data = self.file.read(size if 0 <= size <= DIRECTORY else DIRECTORY + 1)
        if len(data) > DIRECTORY:
            raise Trouble(Why.ARCHIVE)
        return data


def _unpacked(file: BinaryIO, size: int) -> Iterator[bytes]:
    """The one file of an archive."""
    total, most = 0, FREE + RATIO * size
    try:
        with (
            zipfile.ZipFile(cast("IO[bytes]", _Wary(file))) as archive,
            archive.open(_only_member(archive, most)) as member,
        ):
            for piece in _pieces(member):
                total += len(piece)
                if total > most:
                    raise Trouble(Why.BOMB)
                yield piece
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        raise Trouble(Why.ARCHIVE) from None


def _only_member(archive: zipfile.ZipFile, most: int) -> zipfile.ZipInfo:
    files = [info for info in archive.infolist() if not info.is_dir()]
    names = {info.filename for info in files}
    if "[Content_Types].xml" in names or "mimetype" in names:
        raise Trouble(Why.SPREADSHEET)
    if len(files) != 1 or files[0].flag_bits & 1:  # bit 0: encrypted
        raise Trouble(Why.ARCHIVE)
    if files[0].compress_type not in PACKED:
        raise Trouble(Why.ARCHIVE)
    if files[0].file_size > most:  # it may say less, and is counted all the same
        raise Trouble(Why.BOMB)
    return files[0]


def _without_mark(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """UTF-8 without its mark, or as it was; UTF-16, which only its mark tells, as UTF-8."""
    first = next(pieces, b"")
    if encoding := UTF16.get(first[:2]):
        yield from _recoded(first[2:], pieces, encoding)
        return
    yield first.removeprefix(codecs.BOM_UTF8)
    yield from pieces


def _recoded(first: bytes, rest: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        yield decoder.decode(first).encode()
        for piece in rest:
            yield decoder.decode(piece).encode()
        yield decoder.decode(b"", final=True).encode()
    except UnicodeError:  # half a character, or half a pair
        raise Trouble(Why.ENCODING) from None
