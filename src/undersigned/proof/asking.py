"""Asking a witness over HTTP, without ever waiting long: the answers of strangers are small, soon, or none."""

import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Timer
from urllib.parse import urlsplit

SECONDS = 5.0  # for a whole question and answer
LONGEST = 16 * 1024  # bytes of an answer


class NoAnswer(Exception):
    """Nobody answered, or not in time, or at too great length."""


@dataclass(frozen=True)
class Heard:
    """What came back: the status, the kind of text, the text."""

    status: int
    kind: str
    content: bytes


def ask(address: str, body: bytes | None = None) -> Heard:
    """GET an address, or POST a body to it; redirects are not followed. Raises NoAnswer."""
    try:
        parts = urlsplit(address)
        connection = _connection(parts.scheme, parts.netloc)
        connection.connect()
        with closing(connection), _cut_off(connection.sock):
            connection.request("GET" if body is None else "POST", parts.path or "/", body)
            return _read(connection)
    except (OSError, HTTPException, ValueError) as error:
        raise NoAnswer(type(error).__name__) from None


def _connection(scheme: str, place: str) -> HTTPConnection:
    if scheme == "https":
        return HTTPSConnection(place, timeout=SECONDS, context=ssl.create_default_context())
    if scheme == "http":
        return HTTPConnection(place, timeout=SECONDS)
    raise ValueError("A witness answers at an http or https address.")


def _read(connection: HTTPConnection) -> Heard:
    with connection.getresponse() as answer:
        content = answer.read(LONGEST + 1)
        if len(content) > LONGEST:
            raise ValueError("An answer is too long.")
        return Heard(answer.status, answer.headers.get("Content-Type", ""), content)


@contextmanager
def _cut_off(line: socket.socket) -> Iterator[None]:
    """End a connection after SECONDS, whatever it is doing: a witness must not hold the worker."""
    timer = Timer(SECONDS, _end, [line])
    timer.daemon = True
    timer.start()
    until = time.monotonic() + SECONDS
    try:
        yield
    finally:
        timer.cancel()
        if time.monotonic() >= until:  # what was read may be half of it
            raise TimeoutError


def _end(line: socket.socket) -> None:
    with suppress(OSError):  # it ended by itself
        line.shutdown(socket.SHUT_RDWR)
