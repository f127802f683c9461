"""compare: two states that can both be true, and two that prove a fork."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.factories.logs import Log, opened, signed, vkey
from tests.proof.verifier.conftest import Ask


@pytest.fixture
def forked(tmp_path: Path) -> Log:
    """The same log, with another past, under the same key."""
    return Log(tmp_path / "forked").add(opened("p1"), *signed("p1", 15, first=1)).publish()


def kept(site: Log, file: Path, size: int | None = None) -> Path:
    file.write_bytes(site.note(size))
    return file


def test_an_older_state_of_one_log_is_part_of_a_newer(site: Log, tmp_path: Path, ask: Ask) -> None:
    old = kept(site, tmp_path / "old", 5)
    for words in ((old, site.path), (site.path, old)):
        answer = ask("compare", *words)
        assert answer.code == 0
        assert answer.out == f"OK: {site.path} has all of {old}, and 11 entries more.\n"


def test_two_receipts_of_one_size_need_no_log(site: Log, tmp_path: Path, ask: Ask) -> None:
    own = tmp_path / "own"
    own.write_text(site.policy())
    for name, index in (("a", 1), ("b", 2)):
        (tmp_path / name).write_bytes(site.receipt(index))
    assert ask("compare", tmp_path / "a", tmp_path / "b", "--policy", own).code == 0


def test_two_receipts_from_two_pasts_prove_a_fork(
    site: Log, forked: Log, tmp_path: Path, ask: Ask
) -> None:
    assert site.size == forked.size
    own = tmp_path / "own"
    own.write_text(site.policy())
    for name, log in (("a", site), ("b", forked)):
        (tmp_path / name).write_bytes(log.receipt(2))
    answer = ask("compare", tmp_path / "a", tmp_path / "b", "--policy", own)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("Both carry the signature of the log's key, and they cannot both")
    assert answer.err.endswith(f": {tmp_path / 'a'}, {tmp_path / 'b'}\n")


def test_two_folders_or_addresses_with_two_pasts_prove_a_fork(
    site: Log, forked: Log, served: Callable[[Path], str], ask: Ask
) -> None:
    forked.add(*signed("p1", 600, first=100)).publish()
    assert ask("compare", site.path, forked.path).code == 2
    assert ask("compare", served(forked.path), site.path).code == 2


def test_states_of_two_sizes_are_compared_with_the_logs_help(
    site: Log, tmp_path: Path, ask: Ask
) -> None:
    old, older = kept(site, tmp_path / "old", 9), kept(site, tmp_path / "older", 4)
    own = tmp_path / "own"
    own.write_text(site.policy())
    assert ask("compare", old, older, "--policy", own).code == 4
    alone = Log(tmp_path / "alone").add(opened("p1"), *signed("p1", 8)).publish()
    assert ask("compare", old, older, "--log", alone.path).code == 0
    (alone.path / "tile/0/000.p/9").unlink()
    assert ask("compare", old, older, "--log", alone.path).code == 4


def test_a_log_with_false_tiles_proves_nothing(site: Log, tmp_path: Path, ask: Ask) -> None:
    old = kept(site, tmp_path / "old", 5)
    (site.path / "tile/0/000.p/16").write_bytes(bytes(16 * 32))
    assert ask("compare", old, site.path).code == 1


def test_what_the_key_did_not_sign_proves_nothing(
    site: Log, forked: Log, tmp_path: Path, ask: Ask
) -> None:
    text = forked.note().decode().splitlines(keepends=True)
    (tmp_path / "forged").write_text("".join(text[:4] + text[5:]), encoding="utf-8")
    assert ask("compare", tmp_path / "forged", site.path).code == 1


def test_states_of_two_logs_say_nothing_about_each_other(
    site: Log, tmp_path: Path, ask: Ask
) -> None:
    other = Log(tmp_path / "other", origin="other.example.org/log").publish()
    answer = ask("compare", site.path, other.path)
    assert answer.code == 4
    assert answer.err.startswith("The two are of different logs")


def test_what_cannot_be_compared_ends_with_4(site: Log, tmp_path: Path, ask: Ask) -> None:
    old = kept(site, tmp_path / "old", 5)
    (tmp_path / "empty").mkdir()
    assert ask("compare", old, old).code == 4  # whose key?
    assert ask("compare", tmp_path / "none", site.path).code == 4
    assert ask("compare", tmp_path / "empty", site.path).code == 4
    (tmp_path / "own").write_text(f"log {vkey('other').text}\nquorum none\n")
    assert ask("compare", old, old, "--policy", tmp_path / "own").code == 1
