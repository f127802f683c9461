from pathlib import Path

import pytest

from undersigned.config.cli import main

pytestmark = pytest.mark.long

ROLL = """Voter ID,Last Name,First Name,House Number,Street,Street Type,City,Zip,person
V1,Beispiel,Ana,12,Elm,St,Springfield,12345,p1
V2,Muster,Max,450,Oak,Ave,Springfield,12345,p2
V3,Sample,Rosa,7,Ash,Ct,Shelbyville,12399,p3
"""
SIGNERS = """Name,Address,person
Ana Beispiel,"12 Elm Street, Springfield 12345",p1
Max Muster,"450 Oak Avenue, Springfield 12345",p2
Walter Nobody,"1 Nowhere Rd, Ogdenville 54321",p4
"""


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """A roll, signers, and where the result goes."""
    (tmp_path / "roll.csv").write_text(ROLL, encoding="utf-8")
    (tmp_path / "signers.csv").write_text(SIGNERS, encoding="utf-8")
    return [str(tmp_path / "roll.csv"), str(tmp_path / "signers.csv"), "--out", str(tmp_path / "o")]


def test_every_candidate_of_every_signer_is_written(files: list[str], tmp_path: Path) -> None:
    assert main(["link", *files]) == 0
    header, *rows = [line.split(",")[:5] for line in (tmp_path / "o").read_text().splitlines()]
    assert header == ["line", "band", "rule", "rank", "voter"]
    assert rows[:2] == [["1", "accept", "exact", "1", "V1"], ["2", "accept", "exact", "1", "V2"]]
    assert {tuple(row[:3]) for row in rows[2:]} == {("3", "review", "")}


def test_the_bands_are_counted(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    main(["link", *files])
    assert capsys.readouterr().out.startswith("Signers: 3. Accepted as written: 2;\n")


def test_with_the_truth_the_quality_is_told(
    files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    main(["link", *files, "--truth-column", "person"])
    said = capsys.readouterr().out
    assert "On the roll: 2. Accepted: 66.67% of all,\n2 of 2 rightly.\n" in said
    best = said.splitlines()[-2].split()
    assert best[1:] == ["1.0000", "1.0000", "1.0000"]


def test_a_file_without_names_is_refused(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "signers.csv").write_text("colour\nred\n")
    assert main(["link", *files]) == 1
    assert capsys.readouterr().err == "undersigned: signers.csv: no column for a name.\n"


def test_a_missing_truth_column_is_said(
    files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["link", *files, "--truth-column", "nope"]) == 1
    assert capsys.readouterr().err == "undersigned: roll.csv: no column “nope”.\n"


def test_a_missing_file_is_said(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["link", "nowhere.csv", *files[1:]]) == 1
    assert capsys.readouterr().err == "undersigned: nowhere.csv: No such file or directory.\n"
