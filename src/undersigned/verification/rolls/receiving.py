"""Taking in a roll's file: encrypted as it comes, with a key of its own that is sealed at once."""

import base64
import hashlib
import secrets
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from undersigned.journal.sealed import seal
from undersigned.verification.rolls.catalogue import Known
from undersigned.verification.rolls.layout import Layout
from undersigned.verification.rolls.parts import UPLOAD
from undersigned.verification.rolls.sealedfile import KEY_LENGTH, SealedWriter, open_sealed_file
from undersigned.verification.rolls.sniffing import look
from undersigned.verification.rolls.unpacking import text_of

REF_LENGTH = 16


@dataclass(frozen=True)
class Received:
    """A file that is here whole, and what a first look at it tells."""

    ref: bytes
    sealed_key: bytes
    size: int
    sha256: str
    layout: Layout


class Receiver:
    """Writes a file into a folder of its own, encrypted; `finish` it or `drop` it. `kept`: a roll stands for it."""

    def __init__(self) -> None:
        self.kept = False
        self.ref = secrets.token_bytes(REF_LENGTH)
        self.folder = Path(settings.ROLLS, self.ref.hex())
        self.folder.mkdir(mode=0o770, parents=True)
        self._key = secrets.token_bytes(KEY_LENGTH)
        self._hash = hashlib.sha256()
        self._file = (self.folder / UPLOAD).open("wb")
        self._writer = SealedWriter(self._file, self._key, self.ref.hex().encode())

    def write(self, data: bytes) -> None:
        """Take the next bytes of the file."""
        self._hash.update(data)
        self._writer.write(data)

    def finish(self, also: Iterable[Known] = ()) -> Received:
        """Close the file and look at its first lines; `also` are layouts besides those shipped. Raises Trouble."""
        self._writer.close()
        self._file.close()
        with open_sealed_file(self.folder / UPLOAD, self._key) as upload:
            layout = look(text_of(upload), also)
        key = base64.b64encode(self._key).decode()
        return Received(
            ref=self.ref,
            sealed_key=seal({"key": key}, to="rolls", ref=self.ref),
            size=self._writer.size,
            sha256=self._hash.hexdigest(),
            layout=layout,
        )

    def drop(self) -> None:
        """Remove what came; nothing is left of it."""
        self._file.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def forget(received: Received) -> None:
    """Remove a file that came in and is not kept."""
    shutil.rmtree(Path(settings.ROLLS, received.ref.hex()), ignore_errors=True)
