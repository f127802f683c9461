"""`undersigned witness`: made, told of logs, shown; and without the rest of the site."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.proof.witness.logs import NAME, ORIGIN, SampleLog, made, serving

from undersigned.config.cli import main
from undersigned.proof.verifier.archive import build
from undersigned.proof.witness.archive import PACKED, START
from undersigned.proof.witness.store import Store
from undersigned.pure.tlog.keys import COSIGNATURE, parse_vkey

LOG = SampleLog()
SRC = Path(__file__).parents[3] / "src"


def words(folder: Path, *more: str) -> list[str]:
    return ["witness", *more, "--folder", str(folder)]


def test_a_witness_is_made_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "witness"
    assert main(words(folder, "init", NAME)) == 0
    vkey = parse_vkey(capsys.readouterr().out.splitlines()[1])
    assert (vkey.name, vkey.kind) == (NAME, COSIGNATURE)
    assert vkey == Store(folder).vkey
    assert (folder / "witness.key").stat().st_mode & 0o777 == 0o600
    assert main(words(folder, "init", NAME)) == 1
    assert "already" in capsys.readouterr().err
    assert vkey == Store(folder).vkey


def test_two_witnesses_have_two_keys(tmp_path: Path) -> None:
    assert made(tmp_path / "one").vkey != made(tmp_path / "other").vkey


def test_it_watches_the_logs_it_was_told_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "witness"
    made(folder)
    for _ in range(2):
        assert main(words(folder, "add-log", LOG.vkey.text)) == 0
    with serving(Store(folder)) as witness:
        witness.post(LOG.request(0, 3))
    capsys.readouterr()
    assert main(words(folder, "show")) == 0
    assert capsys.readouterr().out.splitlines()[1:] == [f"{ORIGIN}: 3 entries"]


@pytest.mark.parametrize("vkey", ["", "no key", LOG.vkey.text[:-3], "witness"])
def test_what_is_no_logs_key_is_refused(
    tmp_path: Path, vkey: str, capsys: pytest.CaptureFixture[str]
) -> None:
    store = made(tmp_path / "witness")
    wrong = store.vkey.text if vkey == "witness" else vkey
    assert main(words(store.folder, "add-log", wrong)) == 1
    assert capsys.readouterr().err.startswith("undersigned-witness: ")
    assert store.logs() == []


@pytest.mark.parametrize("name", ["two words", "a+b", ""])
def test_a_name_that_can_name_no_key_is_refused(tmp_path: Path, name: str) -> None:
    assert main(words(tmp_path / "witness", "init", name)) == 1
    assert not (tmp_path / "witness").exists()


def test_without_a_witness_there_is_nothing_to_serve(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for verb in ("serve", "show"):
        assert main(words(tmp_path, verb)) == 1
        assert "`init` makes one" in capsys.readouterr().err


def test_it_needs_nothing_of_the_site_but_arithmetic() -> None:
    alone = """
import sys
sys.path.insert(0, sys.argv[1])
import undersigned.proof.witness.command
bad = [name for name in sys.modules if name.split(".")[0] in {"django", "sqlite3", "pysqlite3"}]
sys.exit(str(bad) if bad else 0)
"""
    command = [sys.executable, "-I", "-S", "-c", alone, str(SRC)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_without_the_library_that_signs_it_says_what_is_needed(tmp_path: Path) -> None:
    command = [sys.executable, "-S", "-m", "undersigned.proof.witness", "init", NAME]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={"PYTHONPATH": str(SRC)},
    )
    assert done.returncode == 1
    assert "needs the Python library `cryptography`" in done.stderr


def test_it_is_one_file_that_runs_anywhere(tmp_path: Path) -> None:
    packed = tmp_path / "undersigned-witness.pyz"
    packed.write_bytes(build(PACKED, START))
    assert packed.read_bytes() == build(PACKED, START)
    folder = str(tmp_path / "witness")
    done = [
        subprocess.run(
            [sys.executable, "-I", packed, *verb, "--folder", folder],
            capture_output=True,
            text=True,
            check=False,
        )
        for verb in (["init", NAME], ["add-log", LOG.vkey.text], ["show"])
    ]
    assert [(one.returncode, one.stderr) for one in done] == [(0, "")] * 3
    assert done[2].stdout.endswith(f"{ORIGIN}: nothing seen yet\n")
