"""mirror: a copy that shows only what was verified, and forgets what the site must forget."""

import http.client
import http.server
import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from threading import Thread

import pytest
from tests.factories.logs import DAY, Log, opened, signed
from tests.proof.verifier.conftest import Ask

from undersigned.proof.verifier import serving
from undersigned.proof.verifier.outcome import Stale
from undersigned.pure.tlog.leaves import Withheld
from undersigned.pure.tlog.tiles import encode_entries

pytestmark = pytest.mark.long  # for `make test`

Serve = Callable[[Path], str]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return tmp_path / "copy"


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_copy_is_the_log_and_verifies(site: Log, copy: Path, served: Serve, ask: Ask) -> None:
    address = served(site.path)
    answer = ask("mirror", address, copy)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == f"{copy} has 16 entries of petitions.example.org/log.\n"
    assert files(copy) == files(site.path)
    assert ask("verify", copy).code == 0


def test_it_takes_in_what_is_new_and_asks_for_nothing_twice(
    site: Log, copy: Path, ask: Ask
) -> None:
    ask("mirror", site.path, copy)
    site.add(*signed("p1", 600, first=20)).publish()
    told = site.path / "record/p1-told.json"
    told.write_bytes(b"the site has lost it; the copy has it")
    assert ask("mirror", site.path, copy).code == 0
    assert ask("verify", copy).code == 0
    assert json.loads((copy / "record/p1-told.json").read_bytes()) == {"told": 1}
    assert (copy / "tile/0/002.p/104").exists()


def test_newer_cosignatures_replace_those_of_before(site: Log, copy: Path, ask: Ask) -> None:
    ask("mirror", site.path, copy)
    site.publish(at=2_000_000_000)
    ask("mirror", site.path, copy)
    assert (copy / "checkpoint").read_bytes() == (site.path / "checkpoint").read_bytes()


def test_what_is_withheld_goes_with_its_salt(site: Log, copy: Path, ask: Ask) -> None:
    ask("mirror", site.path, copy)
    for ending in ("json", "salt"):
        (site.path / f"record/p1-told.{ending}").unlink()
    site.add(Withheld("p1", DAY, 13, "person"), Withheld("p1", DAY, 0, "law")).publish()
    assert ask("mirror", site.path, copy).code == 0  # though the site still shows the opening's
    assert not (copy / "record").exists() or list((copy / "record").iterdir()) == []
    assert ask("verify", copy).code == 0
    new = copy.with_name("new")
    assert ask("mirror", site.path, new).code == 0
    assert not (new / "record").exists()


def test_a_log_with_another_past_is_not_taken_in(
    site: Log, copy: Path, tmp_path: Path, ask: Ask
) -> None:
    ask("mirror", site.path, copy)
    before = files(copy)
    other = Log(tmp_path / "other").add(opened("p1"), *signed("p1", 600, first=1)).publish()
    answer = ask("mirror", other.path, copy)
    assert answer.code == 2
    assert (copy / "checkpoint.fork").read_bytes() == (other.path / "checkpoint").read_bytes()
    (copy / "checkpoint.fork").unlink()
    assert visible(copy) == before
    assert ask("verify", copy).code == 0


def test_a_fork_behind_full_tiles_is_one_too(
    site: Log, copy: Path, tmp_path: Path, ask: Ask
) -> None:
    site.add(*signed("p1", 300, first=100)).publish()
    ask("mirror", site.path, copy)
    other = Log(tmp_path / "other").add(opened("p1"), *signed("p1", 600, first=1)).publish()
    assert ask("mirror", other.path, copy).code == 2
    assert ask("verify", copy).code == 0


@pytest.mark.parametrize("path", ["tile/entries/000", "tile/0/000", "record/p1-told.json"])
def test_a_damaged_file_of_the_copy_is_mended(path: str, site: Log, copy: Path, ask: Ask) -> None:
    site.add(*signed("p1", 300, first=100)).publish()
    ask("mirror", site.path, copy)
    (copy / path).write_bytes(b"damaged")
    assert ask("verify", copy).code == 1
    assert ask("mirror", site.path, copy).code == 0
    assert (copy / path).read_bytes() == (site.path / path).read_bytes()
    assert ask("verify", copy).code == 0


def visible(folder: Path) -> dict[str, bytes]:
    return {path: raw for path, raw in files(folder).items() if not path.startswith(".")}


def test_a_log_that_became_shorter_is_not_taken_in(
    site: Log, copy: Path, tmp_path: Path, ask: Ask
) -> None:
    ask("mirror", site.path, copy)
    older = Log(tmp_path / "older").add(opened("p1")).publish()
    before = files(copy)
    assert ask("mirror", older.path, copy).code == 3
    assert visible(copy) == before


def test_false_tiles_and_files_are_not_taken_in(site: Log, copy: Path, ask: Ask) -> None:
    ask("mirror", site.path, copy)
    before = files(copy)
    site.document("p1", "p1-more", b"{}")
    site.publish()
    good = (site.path / "tile/entries/000.p/17").read_bytes()
    site.write("tile/entries/000.p/17", encode_entries([*site.leaves[:16], site.leaves[1]]))
    assert ask("mirror", site.path, copy).code == 1
    site.write("tile/entries/000.p/17", good)
    site.write("record/p1-more.json", b"[]")
    assert ask("mirror", site.path, copy).code == 1
    assert visible(copy) == before
    site.write("record/p1-more.json", b"{}")
    assert ask("mirror", site.path, copy).code == 0


def test_nothing_is_begun_with_an_invalid_log(site: Log, copy: Path, ask: Ask) -> None:
    site.write("tile/0/000.p/16", bytes(16 * 32))
    assert ask("mirror", site.path, copy).code == 1
    assert visible(copy) == {}


def test_another_key_is_not_believed_once_there_is_a_copy(
    site: Log, copy: Path, tmp_path: Path, ask: Ask
) -> None:
    ask("mirror", site.path, copy)
    thief = Log(tmp_path / "thief", origin="thief.example.org/log").add(opened("p1")).publish()
    assert ask("mirror", thief.path, copy).code == 1
    assert ask("verify", copy).code == 0


def test_a_policy_of_ones_own_is_asked_for_the_key(
    site: Log, copy: Path, tmp_path: Path, ask: Ask
) -> None:
    (tmp_path / "own").write_text(site.policy())
    (site.path / "promise.vkey").unlink()
    assert ask("mirror", site.path, copy, "--policy", tmp_path / "own").code == 0
    other = Log(tmp_path / "other", origin="other.example.org/log").publish()
    new = tmp_path / "new"
    assert ask("mirror", other.path, new, "--policy", tmp_path / "own").code == 1
    assert visible(new) == {}


def test_what_is_no_log_ends_with_4(copy: Path, tmp_path: Path, ask: Ask) -> None:
    (tmp_path / "empty").mkdir()
    assert ask("mirror", tmp_path / "empty", copy).code == 4
    log = Log(tmp_path / "log").publish()
    (log.path / "checkpoint").unlink()
    assert ask("mirror", log.path, copy).code == 4
    assert ask("mirror", log.path, copy, "--serve", "x").code == 4


def test_a_served_copy_follows_the_site(site: Log, copy: Path, served: Serve, ask: Ask) -> None:
    command = [sys.executable, "-m", "undersigned.proof.verifier", "mirror", served(site.path)]
    options = ["--serve", "0", "--every", "0.2"]
    with subprocess.Popen(
        [*command, str(copy), *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as mirror:
        lines = mirror.stdout
        assert lines is not None
        address = lines.readline().split()[-1]
        said = lines.readline()
        assert said.endswith("has 16 entries of petitions.example.org/log.\n")
        assert ask("verify", address).code == 0
        site.add(*signed("p1", 2, first=40)).publish()
        while lines.readline() == said:
            pass
        assert "18 entries, just as" in ask("verify", address).out
        mirror.send_signal(signal.SIGINT)
        _, complaint = mirror.communicate(timeout=60)  # reads on: a full pipe would hold it up
        assert (mirror.returncode, complaint) == (130, "Interrupted.\n")


@pytest.fixture
def shown(site: Log) -> Iterator[int]:
    """The port of a copy, as `mirror --serve` serves it."""
    (site.path / ".incoming").mkdir()
    (site.path / ".incoming" / "part").write_bytes(b"unverified")
    handler = partial(serving.Handler, directory=str(site.path))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def get(port: int, path: str) -> tuple[int, dict[str, str], bytes]:
    with closing(http.client.HTTPConnection("127.0.0.1", port)) as connection:
        connection.request("GET", f"/{path}")
        answer = connection.getresponse()
        headers = {name.title(): value for name, value in answer.headers.items()}
        return answer.status, headers, answer.read()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("checkpoint", "text/plain; charset=utf-8"),
        ("vkey", "text/plain; charset=utf-8"),
        ("record/p1-told.json", "application/json"),
        ("tile/0/000.p/16", "application/octet-stream"),
    ],
)
def test_files_are_served_to_any_page_with_their_kind(
    path: str, kind: str, site: Log, shown: int
) -> None:
    status, headers, body = get(shown, path)
    assert (status, body) == (200, (site.path / path).read_bytes())
    assert headers["Content-Type"] == kind
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["", "tile/", "tile", ".incoming/part", "../log/vkey", "none"])
def test_folders_and_what_is_not_verified_are_not_served(path: str, shown: int) -> None:
    assert get(shown, path)[0] == 404


def test_what_is_in_the_way_of_an_update_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    def update() -> None:
        raise Stale("It is old.")

    serving.try_to(update)
    assert capsys.readouterr().err == "Not updated: It is old.\n"
