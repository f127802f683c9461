"""A witness that is slow, endless or elsewhere costs the worker a few seconds, never more."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from undersigned.proof import asking
from undersigned.proof.asking import LONGEST, Heard, NoAnswer, ask

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"


@contextmanager
def answering(answer: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server that gives one answer; its address."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection, suppress(OSError):
                connection.recv(4096)
                answer(connection)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}/add-checkpoint"
        finally:
            thread.join()


def test_an_answer_is_heard() -> None:
    whole = HEAD + b"Content-Length: 5\r\n\r\nhello"
    with answering(lambda line: line.sendall(whole)) as address:
        assert ask(address, b"body") == Heard(200, "text/plain", b"hello")


def drip(line: socket.socket) -> None:
    line.sendall(HEAD + b"Content-Length: 900\r\n\r\n")
    for _ in range(500):
        line.sendall(b"x")
        time.sleep(0.02)


def test_a_slow_answer_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "SECONDS", 0.4)
    began = time.monotonic()
    with answering(drip) as address, pytest.raises(NoAnswer):
        ask(address)
    assert time.monotonic() - began < 5


def test_an_endless_answer_is_not_read_to_its_end() -> None:
    with (
        answering(lambda line: line.sendall(HEAD + b"\r\n" + b"x" * (LONGEST + 1))) as address,
        pytest.raises(NoAnswer),
    ):
        ask(address)


def test_nobody_is_sent_elsewhere() -> None:
    moved = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"
    with answering(lambda line: line.sendall(moved)) as address:
        assert ask(address).status == 302


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:1/", "file:///etc/hostname", "ftp://127.0.0.1/", "", "http://[/"]
)
def test_where_nobody_answers_there_is_no_answer(address: str) -> None:
    with pytest.raises(NoAnswer):
        ask(address)


def test_what_is_no_http_is_no_answer() -> None:
    with answering(lambda line: line.sendall(b"hello\r\n\r\n")) as address, pytest.raises(NoAnswer):
        ask(address)
