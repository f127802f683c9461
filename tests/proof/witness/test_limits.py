"""Nobody keeps a witness from answering others: not by being slow, not by being many."""

import socket
import time
from pathlib import Path

import pytest
from tests.proof.witness.logs import SampleLog, made, serving

from undersigned.proof.witness import server

pytestmark = pytest.mark.long  # for `make test`

LOG = SampleLog()


def drip(connection: socket.socket) -> float:
    """Send a byte of a head that never ends every 20 ms; after how many seconds the other side hung up."""
    began = time.monotonic()
    while time.monotonic() - began < 10:
        try:
            connection.sendall(b"x")
        except OSError:
            break
        time.sleep(0.02)
    return time.monotonic() - began


def test_a_slow_request_is_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "SECONDS", 0.4)
    with (
        serving(made(tmp_path / "witness", LOG)) as witness,
        socket.create_connection(("127.0.0.1", witness.port)) as slow,
    ):
        slow.sendall(b"POST /add-checkpoint HTTP/1.1\r\nX-Slow: ")
        assert drip(slow) < 5
        assert witness.post(LOG.request(0, 5)).status == 200


def test_too_many_connections_are_closed_and_the_next_are_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "CONNECTIONS", 3)
    with serving(made(tmp_path / "witness", LOG)) as witness:
        held = [socket.create_connection(("127.0.0.1", witness.port)) for _ in range(3)]
        time.sleep(0.2)
        with socket.create_connection(("127.0.0.1", witness.port)) as fourth:
            fourth.settimeout(5)
            assert fourth.recv(1) == b""
        for connection in held:
            connection.close()
        time.sleep(0.2)
        assert witness.post(LOG.request(0, 5)).status == 200


def test_a_body_that_was_cut_off_is_not_taken_for_a_request(tmp_path: Path) -> None:
    with serving(made(tmp_path / "witness", LOG)) as witness:
        body = LOG.request(0, 5)
        head = b"POST /add-checkpoint HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % (len(body) + 1)
        with socket.create_connection(("127.0.0.1", witness.port)) as short:
            short.sendall(head + body)
            short.shutdown(socket.SHUT_WR)
            assert short.recv(1) == b""
        assert witness.latest().status == 404
