"""A log that changed its key: followed where the old key says so, and told where it does not."""

from pathlib import Path

import pytest
from tests.factories.logs import Log, opened, signed
from tests.proof.verifier.conftest import Ask


def test_a_planned_change_is_followed(site: Log, ask: Ask) -> None:
    ask("verify", site.path)
    site.add(*signed("p1", 1, first=30)).rotate("second")
    assert "1 new entry; nothing older was changed" in ask("verify", site.path).out
    site.rotate("third").rotate("fourth")
    assert ask("verify", site.path).code == 0  # over two more at once


@pytest.mark.parametrize(
    ("reason", "by_old"), [("lost", False), ("stolen", True), ("planned", False)]
)
def test_a_key_that_the_old_one_cannot_name_is_not_followed(
    *, reason: str, by_old: bool, site: Log, tmp_path: Path, ask: Ask
) -> None:
    ask("verify", site.path)
    site.rotate("second", reason, by_old=by_old)
    answer = ask("verify", site.path)
    assert (answer.code, answer.out) == (1, "")
    assert "signed with another key than at your last look" in answer.err
    assert f"is it {site.vkey.id.hex()}?" in answer.err
    (tmp_path / "own").write_text(site.policy())  # somebody asked, and believes it
    assert ask("verify", site.path, "--policy", tmp_path / "own").code == 0
    assert ask("verify", site.path).code == 0


def test_a_key_that_comes_without_a_word_is_not_followed(site: Log, ask: Ask) -> None:
    ask("verify", site.path)
    site.key = "second"
    site.publish()
    assert ask("verify", site.path).code == 1


def test_a_receipt_under_an_old_key_is_still_good(site: Log, tmp_path: Path, ask: Ask) -> None:
    receipt, old = tmp_path / "receipt", tmp_path / "old"
    receipt.write_bytes(site.receipt(2))
    old.write_bytes(site.note())
    site.rotate("second", "lost", by_old=False).add(*signed("p1", 3, first=30)).publish()
    assert ask("receipt", receipt, "--log", site.path).code == 0
    assert ask("compare", old, site.path).code == 0
    assert ask("compare", receipt, old, "--log", site.path).code == 0


def test_a_past_under_an_old_key_that_differs_is_a_fork(
    site: Log, tmp_path: Path, ask: Ask
) -> None:
    other = Log(tmp_path / "other").add(opened("p1"), *signed("p1", 9, first=1))
    (tmp_path / "receipt").write_bytes(other.receipt(2))
    site.rotate("second")
    assert ask("receipt", tmp_path / "receipt", "--log", site.path).code == 2


def test_a_checkpoint_that_an_old_key_signs_now_is_not_the_logs(site: Log, ask: Ask) -> None:
    stolen = site.note()
    site.rotate("second", "stolen")
    site.write("checkpoint", stolen)
    assert ask("verify", site.path).code == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw.replace(b"planned", b"perhaps"),
        lambda raw: raw.replace(b"day 2026", b"day 2027"),
        lambda _raw: b"no note\n",
    ],
)
def test_a_false_note_on_a_change_is_refused(change: object, site: Log, ask: Ask) -> None:
    ask("verify", site.path)
    old = site.vkey.id.hex()
    site.rotate("second")
    file = site.path / f"keys/log-{old}.note"
    file.write_bytes(change(file.read_bytes()))
    assert ask("verify", site.path).code == 1


def test_another_changes_note_is_none_of_this_key(site: Log, ask: Ask) -> None:
    ask("verify", site.path)
    first = site.vkey.id.hex()
    site.rotate("second")
    second = site.vkey.id.hex()
    site.rotate("third")
    other = (site.path / f"keys/log-{second}.note").read_bytes()
    (site.path / f"keys/log-{first}.note").write_bytes(other)
    assert ask("verify", site.path).err.endswith("is not of this log's keys.\n")


def test_changes_in_a_circle_are_followed_once(site: Log, ask: Ask) -> None:
    ask("verify", site.path)
    site.rotate("second").rotate("")
    site.key = "third"
    site.publish()
    assert ask("verify", site.path).code == 1


def test_a_copy_follows_a_planned_change_and_no_other(site: Log, tmp_path: Path, ask: Ask) -> None:
    copy, receipt = tmp_path / "copy", tmp_path / "receipt"
    receipt.write_bytes(site.receipt(2))
    ask("mirror", site.path, copy)
    site.add(*signed("p1", 3, first=30)).rotate("second")
    assert ask("mirror", site.path, copy).code == 0
    assert ask("verify", copy).code == 0
    assert ask("receipt", receipt, "--log", copy).code == 0  # the copy has the old key's note
    site.rotate("third", "stolen")
    assert ask("mirror", site.path, copy).code == 1
    assert ask("verify", copy).code == 0
    (tmp_path / "own").write_text(site.policy())
    assert ask("mirror", site.path, copy, "--policy", tmp_path / "own").code == 0
    assert ask("mirror", site.path, copy).code == 0
