"""Reading a log from a web server that is slow, gone, wrong, or closes its connections."""

import http.server
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from undersigned.proof.verifier import sources
from undersigned.proof.verifier.outcome import Unusable
from undersigned.proof.verifier.sources import Folder, Site, source_of

pytestmark = pytest.mark.long  # for `make test`


class Wayward(http.server.BaseHTTPRequestHandler):
    """Answers as the path says; a connection is closed after each answer without a word of it."""

    protocol_version = "HTTP/1.1"
    asked: list[str] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        word = self.path.rsplit("/", 1)[-1]
        if word == "silence" or (word == "late" and len(self.asked) < sources.TRIES):
            self.close_connection = True
            return
        code = int(word) if word.isdigit() else 200
        self.send_response(code)
        self.send_header("Content-Length", "5")
        self.end_headers()
        self.wfile.write(b"bytes")
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@contextmanager
def wayward() -> Iterator[Site]:
    Wayward.asked = []
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Wayward) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, daemon=True).start()
        yield Site(f"http://127.0.0.1:{server.server_address[1]}/some/log/")
        server.shutdown()


def test_a_connection_that_was_closed_is_opened_again() -> None:
    with wayward() as site:
        assert [site.fetch("a"), site.fetch("b"), site.fetch("c")] == [b"bytes"] * 3
        assert set(Wayward.asked) == {"/some/log/a", "/some/log/b", "/some/log/c"}


def test_a_server_that_answers_in_the_end_is_heard() -> None:
    with wayward() as site:
        assert site.fetch("late") == b"bytes"
        assert len(Wayward.asked) == 3


def test_a_server_that_never_answers_is_given_up() -> None:
    with wayward() as site, pytest.raises(Unusable, match="cannot be reached"):
        site.fetch("silence")


@pytest.mark.parametrize("status", [404, 410])
def test_what_is_not_there_is_a_missing_file(status: int) -> None:
    with wayward() as site, pytest.raises(FileNotFoundError):
        site.fetch(str(status))


@pytest.mark.parametrize("status", [301, 403, 500])
def test_another_answer_is_told(status: int) -> None:
    with wayward() as site, pytest.raises(Unusable, match=f"answers {status} when asked for"):
        site.fetch(str(status))


def test_a_file_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "LARGEST", 4)
    with wayward() as site, pytest.raises(Unusable, match="larger than any file"):
        site.fetch("a")


def test_a_web_server_lists_no_tiles(tmp_path: Path) -> None:
    with wayward() as site:
        assert list(site.partials(sources.Tile(0, 0))) == []
    folder = Folder(tmp_path)
    (tmp_path / "tile/0/000.p").mkdir(parents=True)
    for name in ("12", "7", ".tmp", "\u0663"):
        (tmp_path / "tile/0/000.p" / name).touch()
    assert list(folder.partials(sources.Tile(0, 0))) == [12, 7]
    assert list(folder.partials(sources.Tile(0, 1))) == []


def test_a_folder_in_a_files_place_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "checkpoint").mkdir()
    (tmp_path / "vkey").touch()
    for path in ("checkpoint", "vkey/below", "none"):
        with pytest.raises(FileNotFoundError):
            Folder(tmp_path).fetch(path)


@pytest.mark.parametrize(
    "text", ["https://", "http://x:port/", "https://x/?a", "https://x/#a", "ftp://x", "nowhere"]
)
def test_what_is_no_address_is_told(text: str) -> None:
    with pytest.raises(Unusable):
        source_of(text)


def test_a_secure_address_is_asked_securely() -> None:
    site = source_of("https://petitions.example.org:8443/log/")
    assert isinstance(site, Site)
    assert isinstance(site._connection, sources.http.client.HTTPSConnection)
    assert (site._connection.host, site._connection.port) == ("petitions.example.org", 8443)
