"""A file that is encrypted while the browser still sends it."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from undersigned.verification.rolls.receiving import Receiver


class SealedUpload(UploadedFile[bytes]):
    """What the form has in place of a file: its name and size, and who received it."""

    def __init__(self, receiver: Receiver, **facts: Any) -> None:
        super().__init__(file=None, **facts)
        self.receiver = receiver


class SealedUploads(FileUploadHandler):
    """Takes the one file of a form; nothing of it stands on a disk in plain text."""

    receiver: Receiver | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.field_name != "file" or self.receiver:
            raise SkipFile
        self.receiver = Receiver()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 - Django's signature
        if self.receiver:
            self.receiver.write(raw_data)

    def file_complete(self, file_size: int) -> SealedUpload | None:
        if self.receiver is None:
            return None
        return SealedUpload(self.receiver, name=self.file_name, size=file_size)

    def drop(self) -> None:
        """Remove what came, unless it was kept."""
        if self.receiver and not self.receiver.kept:
            self.receiver.drop()
