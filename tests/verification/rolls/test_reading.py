"""Reading stops and goes on; it happens in a limited process; nothing of it is on a disk in plain text."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.verification.rolls.files import (
    ANA,
    HEADER,
    KEY,
    layout_in,
    many,
    on_disk,
    read,
    report,
    rows,
    stored,
)

from undersigned.verification.rolls import reading
from undersigned.verification.rolls.parts import PROGRESS
from undersigned.verification.rolls.process import read_apart
from undersigned.verification.rolls.reading import read_in
from undersigned.verification.rolls.trouble import Trouble, Why

pytestmark = pytest.mark.long

BAD = b"x,,,1 Fir,N\n"


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "PART", 10)


def told(folder: Path) -> list[dict[str, Any]]:
    """All that is said while a file is read."""
    said: list[dict[str, Any]] = []
    read_in(folder, KEY, layout_in(folder), said.append)
    return said


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("stop", range(1, 6))
def test_a_reading_that_stopped_goes_on_with_the_next_part(tmp_path: Path, stop: int) -> None:
    lines = many(30).splitlines(keepends=True)
    raw = b"".join(
        [*lines[:15], BAD, b'"9,Sample,Al,1 Fir,N\n', *lines[15:], b"4,Again,Al,1 Fir,N\n"]
    )
    whole = read(tmp_path / "whole", raw)
    folder = stored(tmp_path / "f", raw)
    said: list[dict[str, Any]] = []

    def say(facts: dict[str, Any]) -> None:
        said.append(facts)
        if len(said) == stop:
            raise KeyboardInterrupt

    layout = layout_in(folder)
    try:
        read_in(folder, KEY, layout, say)
    except KeyboardInterrupt:
        (folder / "part-00099.parquet").write_bytes(b"half")
        (folder / "part-00099.rejects.new").write_bytes(b"half")
    before = {path.name: path.read_bytes() for path in folder.glob("part-0000[123].parquet")}
    ended = read_in(folder, KEY, layout, said.append)
    assert {name: ended[name] for name in ("rows", "rejected")} == {"rows": 30, "rejected": 3}
    assert (whole["rows"], whole["rejected"]) == (30, 3)
    assert rows(folder, "voter", "last") == rows(tmp_path / "whole", "voter", "last")
    assert report(folder) == report(tmp_path / "whole")
    assert {name: (folder / name).read_bytes() for name in before} == before
    assert not list(folder.glob("*.new"))


@pytest.mark.usefixtures("small_parts")
def test_it_says_how_far_it_came(tmp_path: Path) -> None:
    raw = many(25)
    said = told(stored(tmp_path / "f", raw))
    assert [facts["rows"] for facts in said] == [10, 20, 25]
    assert said[-1]["done"] == len(raw)


@pytest.mark.usefixtures("small_parts")
def test_another_layout_begins_from_the_start(tmp_path: Path) -> None:
    read(tmp_path / "f", HEADER + BAD + ANA)
    assert report(tmp_path / "f") == [(2, "no_name", "")]
    said = read(
        tmp_path / "f", HEADER + BAD + ANA, columns={"first": 3, "last": 1, "line_address": 4}
    )
    assert (said["rows"], report(tmp_path / "f")) == (2, [])


def test_rows_of_one_number_are_taken_out_once_whatever_happens_between(tmp_path: Path) -> None:
    folder = tmp_path / "f"
    raw = HEADER + ANA + b"1,Other,Al,9 Fir St,N\n"
    first = read(folder, raw)
    again = read_in(folder, KEY, layout_in(folder), lambda _: None)
    assert (first["rows"], first["rejected"]) == (again["rows"], again["rejected"]) == (1, 1)


def test_the_manifest_names_every_part_with_its_hash(tmp_path: Path) -> None:
    said = read(tmp_path / "f", HEADER + ANA)
    (part,) = said["manifest"]["parts"]
    assert part["name"] == "part-00001.parquet"
    hashed = subprocess.run(
        ["sha256sum", tmp_path / "f" / part["name"]], capture_output=True, check=True
    )
    assert hashed.stdout.split()[0].decode() == part["sha256"]


def test_no_word_of_the_file_is_on_a_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    raw = HEADER + b"1,Zzyzxneedle,Ana,4 Elm St,N\n" * 3 + b"2,Zzyzxneedle,Bo,,N\n" * 3
    list(read_apart(stored(tmp_path / "f", raw), KEY, layout_in(tmp_path / "f")))
    files = on_disk(tmp_path)
    assert len(files) >= 4
    assert [path for path in files if b"needle" in path.read_bytes().lower()] == []
    assert rows(tmp_path / "f", "last") == [("Zzyzxneedle",), ("Zzyzxneedle",)]


def test_a_changed_part_does_not_open(tmp_path: Path) -> None:
    read(tmp_path / "f", HEADER + ANA)
    path = tmp_path / "f" / "part-00001.parquet"
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 3] ^= 1
    path.write_bytes(raw)
    with pytest.raises(Exception, match="AES tag"):
        rows(tmp_path / "f")


def test_the_process_apart_reads_and_tells(tmp_path: Path) -> None:
    folder = stored(tmp_path / "f", many(100))
    *_, before, last = read_apart(folder, KEY, layout_in(folder))
    assert (before["rows"], last["rows"], last["rejected"]) == (100, 100, 0)


def test_the_process_apart_says_why_it_refuses(tmp_path: Path) -> None:
    folder = stored(tmp_path / "f", HEADER + ANA + b"2,=1+1,Bo,1 Fir,N\n")
    with pytest.raises(Trouble) as trouble:
        list(read_apart(folder, KEY, layout_in(folder)))
    assert (trouble.value.why, trouble.value.line) == (Why.FORMULA, 3)


@pytest.mark.parametrize("limits", [{"memory": 150 * 1024**2}, {"seconds": 0}])
def test_a_process_at_its_limits_is_a_refusal(tmp_path: Path, limits: dict[str, int]) -> None:
    folder = stored(tmp_path / "f", many(1000))
    with pytest.raises(Trouble) as trouble:
        list(read_apart(folder, KEY, layout_in(folder), **limits))
    assert trouble.value.why == Why.LIMITS


def test_whoever_stops_listening_stops_the_process(tmp_path: Path) -> None:
    folder = stored(tmp_path / "f", many(1000))
    said = read_apart(folder, KEY, layout_in(folder))
    assert next(said) == {"network": False}
    said.close()
    assert [path.name for path in folder.glob("part-*")] == []
    assert not (folder / PROGRESS).exists()


TRY = """
import json, socket, sys
from undersigned.verification.rolls.limits import forbid_network
forbidden = forbid_network()
try:
    socket.socket()
    made = True
except PermissionError:
    made = False
open(sys.argv[1], "w").write(json.dumps([forbidden, made]))
"""


@pytest.mark.skipif(os.uname().machine not in {"x86_64", "aarch64"}, reason="no filter for it")
def test_a_limited_process_can_open_no_socket_but_files(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", TRY, tmp_path / "said"], check=True)
    assert json.loads((tmp_path / "said").read_text()) == [True, False]


def test_a_file_that_is_lost_is_a_damaged_one(tmp_path: Path) -> None:
    folder = stored(tmp_path / "f", HEADER + ANA)
    layout = layout_in(folder)
    (folder / "upload").unlink()
    with pytest.raises(Trouble) as trouble:
        list(read_apart(folder, KEY, layout))
    assert trouble.value.why == Why.DAMAGED
