"""Where a log is read from: a folder, or a web address."""

import http.client
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, urlsplit

from undersigned.proof.verifier.outcome import Unusable
from undersigned.pure.tlog.tiles import Tile

LARGEST = 100_000_000  # bytes in one file
PATIENCE = 30.0  # seconds for one answer
TRIES = 3  # a server may close a connection that it kept open for us


class Source(Protocol):
    """A log's files."""

    name: str

    def fetch(self, path: str) -> bytes:
        """The file at a path below the log's address. Raises FileNotFoundError."""

    def partials(self, tile: Tile, /) -> Iterator[int]:
        """The widths in which unfinished versions of a tile are still there, as far as one can see."""


def source_of(text: str) -> Source:
    """A web address or a folder, as somebody typed it. Raises Unusable."""
    if text.startswith(("https://", "http://")):
        return Site(text)
    if not Path(text).is_dir():
        raise Unusable(f"{text} is neither a folder nor a web address (https://…).")
    return Folder(Path(text))


class Folder:
    """A log's files in a folder: a copy, a mirror, or the site's own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = str(path)

    def fetch(self, path: str) -> bytes:
        try:
            return (self.path / path).read_bytes()
        except (IsADirectoryError, NotADirectoryError):
            raise FileNotFoundError(path) from None

    def partials(self, tile: Tile, /) -> Iterator[int]:
        there = self.path / f"{Tile(tile.level, tile.index).path}.p"
        for file in sorted(there.iterdir()) if there.is_dir() else ():
            if file.name.isascii() and file.name.isdigit():
                yield int(file.name)


class Site:
    """A log's files at a web address. Connections are kept open between files."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url.rstrip("/"))
        if not parts.hostname or parts.query or parts.fragment:
            raise Unusable(f"{url} is not the address of a log, such as https://example.org/log/.")
        self.name = url
        self._prefix = parts.path
        self._connection = _connection(parts)
        weakref.finalize(self, self._connection.close)

    def fetch(self, path: str) -> bytes:
        for _try in range(TRIES):
            try:
                status, raw = self._get(path)
            except (OSError, http.client.HTTPException):
                self._connection.close()
            else:
                return self._checked(path, status, raw)
        raise Unusable(f"{self.name} cannot be reached.")

    def partials(self, _tile: Tile, /) -> Iterator[int]:
        yield from ()  # a web server lists nothing

    def _get(self, path: str) -> tuple[int, bytes]:
        self._connection.request("GET", f"{self._prefix}/{path}")
        answer = self._connection.getresponse()
        return answer.status, answer.read(LARGEST + 1)

    def _checked(self, path: str, status: int, raw: bytes) -> bytes:
        if status in {http.client.NOT_FOUND, http.client.GONE}:
            raise FileNotFoundError(path)
        if status != http.client.OK:
            raise Unusable(f"{self.name} answers {status} when asked for {path}.")
        if len(raw) > LARGEST:
            raise Unusable(f"{path} of {self.name} is larger than any file of a log may be.")
        return raw


def _connection(parts: SplitResult) -> http.client.HTTPConnection:
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    try:
        return kind(parts.hostname or "", parts.port, timeout=PATIENCE)
    except ValueError:
        raise Unusable(f"{parts.netloc} is not the address of a server.") from None
