"""Four hundred clients that hold their connections stop neither a reader nor a signer.

What they send late, or too much of, is refused.
"""

import contextlib
import http.client
import socket
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from tests.processes import free_port, running, wait_for

pytestmark = pytest.mark.fault

MANY = 400
SIGN = "/petitions/river-path/sign/"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
BEGUN = f"POST {SIGN} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {FORM['Content-Type']}\r\n"
ANA = {
    "name": "Ana Sample",
    "email": "ana@example.org",
    "address": "1 Sample Street",
    "postcode": "00000",
    "basis": "live",
    "old_enough": "on",
}


@pytest.fixture(scope="module")
def port(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The public site behind our front."""
    port = free_port()
    settings = {
        "VAR": migrated,
        "DATABASE_URL": f"sqlite:///{migrated / 'undersigned.sqlite3'}",
        "PUBLIC_ADDRESS": f"http://localhost:{port}",
    }
    log = tmp_path_factory.mktemp("front") / "log"
    with running("web", "--port", str(port), log=log, **settings) as program:
        wait_for(f"http://localhost:{port}/", program)
        yield port


def ask(port: int, method: str, path: str, body: bytes = b"") -> tuple[int, str]:
    connection = http.client.HTTPConnection("localhost", port, timeout=15)
    with contextlib.closing(connection):
        connection.request(method, path, body=body, headers=FORM)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def hold(port: int, said: bytes, held: contextlib.ExitStack) -> socket.socket:
    client = held.enter_context(socket.create_connection(("127.0.0.1", port), timeout=15))
    client.sendall(said)
    return client


@pytest.mark.parametrize(
    "said",
    [
        f"{BEGUN}Content-Length: 1000\r\n\r\na",
        f"{BEGUN}Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n",
        "GET / HTTP/1.1\r\nHost: local",
    ],
    ids=["bodies", "chunks", "headers"],
)
def test_four_hundred_slow_clients_stop_neither_a_reader_nor_a_signer(port: int, said: str) -> None:
    with contextlib.ExitStack() as held:
        for _ in range(MANY):
            hold(port, said.encode(), held)
        took = []
        for _ in range(30):
            began = time.monotonic()
            assert ask(port, "GET", "/")[0] == 200
            took.append(time.monotonic() - began)
        assert statistics.median(took) < 1.0  # it would be the ten seconds of their patience
        assert ask(port, "POST", SIGN, urlencode(ANA).encode())[0] == 302


def test_a_body_that_stops_coming_gets_an_answer_after_ten_seconds(port: int) -> None:
    said = b"POST /es/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\na"
    with contextlib.ExitStack() as held:
        began = time.monotonic()
        client = hold(port, said, held)
        answer = http.client.HTTPResponse(client)
        answer.begin()
        assert answer.status == 408
        assert '<html lang="es">' in answer.read().decode()
        assert 9 < time.monotonic() - began < 14


def test_a_body_too_long_for_a_form_is_answered_even_while_it_is_being_sent(port: int) -> None:
    status, page = ask(port, "POST", "/petitions/x/sign/", b"x" * 200_000)
    assert status == 413
    assert "This is too long" in page


def test_a_body_of_400_megabytes_is_cut_short(port: int) -> None:
    with contextlib.ExitStack() as held:
        head = f"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: {400 * 2**20}\r\n\r\n"
        client = hold(port, head.encode(), held)
        sent = 0
        with contextlib.suppress(ConnectionError):
            while sent < 400 * 2**20:
                sent += client.send(b"x" * 2**20)
        assert sent < 40 * 2**20
    assert ask(port, "GET", "/")[0] == 200
