"""A file encrypted piece by piece as it is written, so that its plain text is never on a disk.

AES-256-GCM over pieces of 256 KiB, each with a random nonce. What is authenticated besides is the file's name, the
piece's number and whether it is the last: a piece that is changed, moved, or cut off does not open. Any place can
be read without what stands before it.
"""

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from undersigned.verification.rolls.trouble import Trouble, Why

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

KEY_LENGTH = 32
PIECE = 256 * 1024
NONCE = 12
OVERHEAD = NONCE + 16


class SealedWriter:
    """Encrypts what is written to it into `file`; `close` writes the last piece and leaves `file` open."""

    def __init__(self, file: BinaryIO, key: bytes, name: bytes) -> None:
        self.file = file
        self.name = name
        self.size = 0  # bytes of plain text
        self._cipher = AESGCM(key)
        self._waiting = bytearray()
        self._number = 0

    def write(self, data: bytes) -> None:
        """Take more plain text; whole pieces go to the file."""
        self.size += len(data)
        self._waiting += data
        while len(self._waiting) > PIECE:  # the last piece waits: it is marked as such
            self._put(bytes(self._waiting[:PIECE]), last=False)
            del self._waiting[:PIECE]

    def close(self) -> None:
        """Write the last piece. Without it the file does not open."""
        self._put(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _put(self, plain: bytes, *, last: bool) -> None:
        nonce = os.urandom(NONCE)
        bound = _bound(self.name, self._number, last=last)
        self.file.write(nonce + self._cipher.encrypt(nonce, plain, bound))
        self._number += 1


class SealedReader(io.RawIOBase):
    """Reads a file that SealedWriter wrote, from any place. Raises Trouble (damaged)."""

    def __init__(self, file: BinaryIO, key: bytes, name: bytes) -> None:
        super().__init__()
        self._file = file
        self._name = name
        self._cipher = AESGCM(key)
        length = file.seek(0, os.SEEK_END)
        self._pieces = max(1, -(-length // (PIECE + OVERHEAD)))
        self.size = length - self._pieces * OVERHEAD
        self._at = 0
        self._open: tuple[int, bytes] = (-1, b"")
        if self.size < 0:
            raise Trouble(Why.DAMAGED)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def readinto(self, into: "WriteableBuffer", /) -> int:
        view = memoryview(into).cast("B")
        number, skip = divmod(self._at, PIECE)
        if self._at >= self.size:
            self._piece(
                self._pieces - 1
            )  # so that a cut file is found even if nobody reads its end
            return 0
        piece = self._piece(number)[skip : skip + len(view)]
        view[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def close(self) -> None:
        self._file.close()
        super().close()

    def _piece(self, number: int) -> bytes:
        if self._open[0] != number:
            self._open = (number, self._decrypted(number))
        return self._open[1]

    def _decrypted(self, number: int) -> bytes:
        self._file.seek(number * (PIECE + OVERHEAD))
        sealed = self._file.read(PIECE + OVERHEAD)
        bound = _bound(self._name, number, last=number == self._pieces - 1)
        try:
            return self._cipher.decrypt(sealed[:NONCE], sealed[NONCE:], bound)
        except (InvalidTag, ValueError):
            raise Trouble(Why.DAMAGED) from None


def open_sealed_file(path: Path, key: bytes) -> io.BufferedReader:
    """A sealed file, named for the folder that it is in, to be read from any place. Raises Trouble (damaged)."""
    return io.BufferedReader(SealedReader(path.open("rb"), key, path.parent.name.encode()), PIECE)


def _bound(name: bytes, number: int, *, last: bool) -> bytes:
    return b"undersigned/sealed-file/v1/%b/%d/%d" % (name, number, last)
