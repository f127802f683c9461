"""A witness on HTTP: C2SP tlog-witness, with one address for submitting and for monitoring.

    POST /add-checkpoint                    vouch for a checkpoint
    GET  /<sha256 of origin>/checkpoint     the newest that was vouched for
    GET  /                                  who this witness is

Limits: a request has at most LONGEST bytes, a connection lasts SECONDS, and at most CONNECTIONS are open; more are
closed at once. TLS is for the proxy before it.
"""

import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

from undersigned.proof.witness.answers import Answer, about, add_checkpoint, latest_checkpoint
from undersigned.proof.witness.store import Broken, Store

LONGEST = 16 * 1024  # bytes of a request's body
SECONDS = 15.0
CONNECTIONS = 64

LENGTH_REQUIRED, TOO_LARGE, SERVER_ERROR, NOT_FOUND = 411, 413, 500, 404


class Server(ThreadingHTTPServer):
    """Answers for one witness. Port 0 takes a free one."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, store: Store, host: str, port: int) -> None:
        self.store = store
        self.free = threading.BoundedSemaphore(CONNECTIONS)
        super().__init__((host, port), Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        """In a thread of its own, if there is one left."""
        if not self.free.acquire(blocking=False):
            self.shutdown_request(request)
            return
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """For at most SECONDS, however slowly the other side writes or reads."""
        try:
            with _cut_off(request, SECONDS):
                super().process_request_thread(request, client_address)
        finally:
            self.free.release()

    def handle_error(self, *_: object) -> None:
        """One line; who asked stands in no log."""
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):  # the other side went away
            sys.stderr.write(f"undersigned-witness: {type(error).__name__}\n")


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server_version = "undersigned-witness"
    sys_version = ""
    timeout = SECONDS

    @property
    def store(self) -> Store:
        """The witness that answers."""
        return cast("Server", self.server).store

    def do_POST(self) -> None:
        """Vouch, or say why not."""
        if self.path != "/add-checkpoint":
            self._refuse(NOT_FOUND, "There is nothing here.")
            return
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()) or "Transfer-Encoding" in self.headers:
            self._refuse(LENGTH_REQUIRED, "A request says how long it is.")
        elif int(length[:9]) > LONGEST:
            self._refuse(TOO_LARGE, f"A request has at most {LONGEST} bytes.")
        else:
            self._vouch(int(length))

    def do_GET(self) -> None:
        """What was vouched for last."""
        name, _, rest = self.path.removeprefix("/").partition("/")
        try:
            if self.path == "/":
                self._send(about(self.store))
            elif rest == "checkpoint":
                self._send(latest_checkpoint(self.store, name))
            else:
                self._refuse(NOT_FOUND, "There is nothing here.")
        except Broken as broken:
            self._fail(broken)

    def log_message(self, *_: object) -> None:
        """Say nothing: who asked when is nobody's business."""

    def _vouch(self, length: int) -> None:
        body = self.rfile.read(length)
        if len(body) < length:  # cut off
            self.close_connection = True
            return
        try:
            self._send(add_checkpoint(self.store, body, time=int(time.time())))
        except (Broken, OSError) as error:
            self._fail(error)

    def _fail(self, error: Exception) -> None:
        """Not able to remember is not able to vouch."""
        sys.stderr.write(f"undersigned-witness: {error}\n")
        self._refuse(SERVER_ERROR, "This witness cannot vouch now.")

    def _refuse(self, status: int, words: str) -> None:
        self.close_connection = True  # what was not read must not be taken for a request
        self._send(Answer(status, f"{words}\n"))

    def _send(self, answer: Answer) -> None:
        content = answer.text.encode()
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def _cut_off(connection: socket.socket, seconds: float) -> Iterator[None]:
    """End a connection after so many seconds, whatever it is doing."""
    timer = threading.Timer(seconds, _end, [connection])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _end(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:  # it ended by itself
        return
