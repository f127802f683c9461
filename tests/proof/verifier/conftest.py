import http.server
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from tests.factories.logs import DAY, Log, opened, signed

from undersigned.proof.verifier.command import main
from undersigned.pure.tlog.leaves import Void, Withdraw


@dataclass(frozen=True)
class Answer:
    """How the verifier ended, and what it said."""

    code: int
    out: str
    err: str


Ask = Callable[..., Answer]


@pytest.fixture
def site(tmp_path: Path) -> Log:
    """A small log with a bit of everything, as its site serves it."""
    log = Log(tmp_path / "log").add(opened("p1"), *signed("p1", 12))
    log.document("p1", "p1-told", b'{"told":1}')
    log.add(Withdraw("p1", DAY, 3), Void("p1", DAY, 4, "dup"))
    return log.publish()


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Say something to the verifier, which remembers in a place of its own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))

    def say(*words: object) -> Answer:
        try:
            code = main([str(word) for word in words], "undersigned-verify")
        except SystemExit as end:
            code = int(end.code or 0)
        said = capsys.readouterr()
        return Answer(code, said.out, said.err)

    return say


class Quiet(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture
def served() -> Iterator[Callable[[Path], str]]:
    """Serve a folder on this machine; gives its address."""
    servers = []

    def start(folder: Path) -> str:
        handler = partial(Quiet, directory=str(folder))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_address[1]}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def long_ago() -> int:
    """Three days ago, in seconds since 1970."""
    return int(time.time()) - 3 * 86400
