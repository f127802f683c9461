"""`undersigned draw`: anyone draws the same lines again."""

from pathlib import Path

import pytest

from undersigned.config import cli
from undersigned.pure.sampling.ceremony import Announcement, Stratum
from undersigned.pure.tlog.checkpoints import Checkpoint

DICE = "31415926535897932384"
FROZEN = Checkpoint("petitions.example.org/log", 1000, bytes(range(32)))
WEB = Stratum("web", tuple(range(3, 903, 3)), 3)
PAPER = Stratum("paper", (4, 7), 1)
DRAW = Announcement(FROZEN, "p42", (PAPER, WEB))


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "draw.json"
    path.write_bytes(DRAW.document())
    return str(path)


def test_the_lines_are_drawn_again_from_file_and_dice(
    file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["draw", file, DICE]) == 0
    (paper,) = DRAW.drawn(PAPER, DICE)
    assert capsys.readouterr().out.splitlines() == [
        "paper: 1 of 2 lines drawn.",
        f"  seed {DRAW.seed('paper', DICE)}",
        f"      1  line {paper.line}  entry {paper.entry}",
        "web: 3 of 300 lines drawn.",
        "  seed f72b16de67f8b096e7e7fc12c11c65141489c30937fa2143c7d6f66b8ddd424b",
        "      1  line 213  entry 639",
        "      2  line 16  entry 48",
        "      3  line 245  entry 735",
    ]


def test_one_stratum_alone_and_more_lines_can_be_asked_for(
    file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["draw", file, DICE, "--stratum", "web", "--count", "4"]) == 0
    out = capsys.readouterr().out.splitlines()
    assert (out[0], out[2], len(out)) == (
        "web: 4 of 300 lines drawn.",
        "      1  line 213  entry 639",
        6,
    )


def test_an_unknown_stratum_and_a_file_of_something_else_are_said(
    file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["draw", file, DICE, "--stratum", "doorstep"]) == 1
    assert "There is no stratum doorstep in " in capsys.readouterr().err
    (tmp_path / "other.json").write_text("[]")
    assert cli.main(["draw", str(tmp_path / "other.json"), DICE]) == 1
    assert "announces no draw" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["123"], [DICE, "--count", "-1"]])
def test_dice_that_are_none_and_a_count_below_zero_are_a_wrong_use(
    file: str, words: list[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(["draw", file, *words])
    assert end.value.code == 2
