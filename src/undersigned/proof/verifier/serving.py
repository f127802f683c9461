"""Serving a copy of a log to others, and keeping it up to date meanwhile."""

import http.server
import sys
import threading
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from undersigned.proof.verifier.outcome import Ended
from undersigned.proof.verifier.words import plain
from undersigned.pure.tlog.faults import Invalid

MINUTE = 60.0
TEXTS = {"checkpoint", "vkey", "promise.vkey", "policy"}


class Handler(http.server.SimpleHTTPRequestHandler):
    """Plain files; no lists of folders, nothing hidden. Any page may read them: they are public."""

    protocol_version = "HTTP/1.1"
    server_version, sys_version = "undersigned-mirror", ""

    def send_head(self) -> BytesIO | BinaryIO | None:
        parts = urlsplit(self.path).path.split("/")
        if (
            any(part.startswith(".") for part in parts)
            or Path(self.translate_path(self.path)).is_dir()
        ):
            self.send_error(http.HTTPStatus.NOT_FOUND)
            return None
        return super().send_head()

    def guess_type(self, path: object) -> str:
        name = Path(str(path)).name
        if name in TEXTS:
            return "text/plain; charset=utf-8"
        return "application/json" if name.endswith(".json") else "application/octet-stream"

    def end_headers(self) -> None:
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Nobody's reading is written down."""


def serve(folder: Path, host: str, port: int, every: float, update: Callable[[], None]) -> None:
    """Serve a copy and bring it up to date every so many minutes, until interrupted."""
    handler = partial(Handler, directory=str(folder))
    with http.server.ThreadingHTTPServer((host, port), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        sys.stdout.write(f"Serving at http://{host}:{server.server_address[1]}/\n")
        sys.stdout.flush()
        try:
            while True:
                try_to(update)
                threading.Event().wait(every * MINUTE)
        finally:
            server.shutdown()


def try_to(update: Callable[[], None]) -> None:
    """Bring the copy up to date; what is in the way is said, and the copy stays as it is."""
    try:
        update()
    except (Ended, Invalid) as fault:
        sys.stderr.write(f"Not updated: {plain(str(fault))}\n")
