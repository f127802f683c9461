import base64
import stat
from pathlib import Path

import pytest
from pytest_django import Settings

from undersigned.config import cli, keyfiles
from undersigned.journal import keys
from undersigned.journal.sealed import seal, unseal


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.KEYS = tmp_path / "keys"
    keys.make(settings.KEYS)
    return settings.KEYS


def test_make_makes_what_is_missing_and_nothing_else(
    tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.KEYS = tmp_path / "keys"
    assert cli.main(["keys", "make"]) == 0
    assert capsys.readouterr().out.count("made ") == (
        2 * len(keys.PAIRS + keys.SIGNERS) + len(keys.SECRETS)
    )
    before = {path: path.read_bytes() for path in settings.KEYS.iterdir()}
    assert cli.main(["keys", "make"]) == 0
    assert capsys.readouterr().out == f"Nothing is missing in {settings.KEYS}.\n"
    assert {path: path.read_bytes() for path in settings.KEYS.iterdir()} == before


def test_show_prints_ids_and_never_a_key(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["keys", "show"]) == 0
    out = capsys.readouterr().out
    assert keys.public_key("backup")[0].hex() in out
    for path in folder.iterdir():
        assert path.read_text().strip() not in out
        assert base64.b64decode(path.read_text()).hex() not in out


def test_show_points_at_a_private_key_that_others_may_read(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "letters.key").chmod(0o644)
    cli.main(["keys", "show"])
    problems = [
        line.split()[0] for line in capsys.readouterr().out.splitlines() if "PROBLEM" in line
    ]
    assert problems == ["letters.key"]


def test_after_a_rotation_old_and_new_rows_both_open(folder: Path) -> None:
    before = seal({"name": "Ana Example"}, to="signatures", ref=b"1" * 16)
    assert cli.main(["keys", "rotate", "signatures"]) == 0
    after = seal({"name": "Ben Example"}, to="signatures", ref=b"2" * 16)
    assert before[:4] != after[:4]
    assert unseal(before, of="signatures", ref=b"1" * 16) == {"name": "Ana Example"}
    assert unseal(after, of="signatures", ref=b"2" * 16) == {"name": "Ben Example"}
    assert (folder / f"signatures-{before[:4].hex()}.key").exists()


def test_two_rotations_keep_both_old_keys(folder: Path) -> None:
    sealed = [seal({"n": "0"}, to="letters", ref=b"0" * 16)]
    for turn in ("1", "2"):
        keyfiles.rotate(folder, "letters")
        sealed.append(seal({"n": turn}, to="letters", ref=b"0" * 16))
    assert [unseal(row, of="letters", ref=b"0" * 16)["n"] for row in sealed] == ["0", "1", "2"]


def test_a_rotated_key_keeps_the_mode_of_the_old_one(folder: Path) -> None:
    (folder / "letters.key").chmod(0o640)
    keyfiles.rotate(folder, "letters")
    assert stat.S_IMODE((folder / "letters.key").stat().st_mode) == 0o640


def test_only_a_pair_can_be_rotated(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert cli.main(["keys", "rotate", "blind-index"]) == 1
    assert capsys.readouterr().err == (
        "undersigned: No pair is called 'blind-index'; there are signatures, letters, rolls, backup.\n"
    )
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
