"""A draw follows from what was announced and what was thrown, and from nothing else."""

import json
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from undersigned.pure.sampling.ceremony import (
    Announcement,
    Lot,
    NotAnnounced,
    Stratum,
    parse_announcement,
)
from undersigned.pure.tlog.checkpoints import Checkpoint

PAPER_TEXT = (Path(__file__).parents[3] / "docs/open-data/draw.md").read_text(encoding="utf-8")
DICE = "31415926535897932384"
ROOT = bytes(range(32))
FROZEN = Checkpoint("petitions.example.org/log", 1000, ROOT)
WEB = Stratum("web", tuple(range(3, 903, 3)), 20)
PAPER = Stratum("paper", tuple(range(4, 304, 3)), 10)
DRAW = Announcement(FROZEN, "p42", (PAPER, WEB))


def test_the_ten_lines_of_the_paper_draw_the_same(tmp_path: Path) -> None:
    code = re.findall(r"```python\n(.*?)```", PAPER_TEXT, re.DOTALL)[0]
    (tmp_path / "draw.json").write_bytes(DRAW.document())
    (tmp_path / "ten.py").write_text(f"{code}print(seed, drawn)\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", "ten.py"], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    assert len(code.splitlines()) == 10
    entries = [lot.entry for lot in DRAW.drawn(WEB, DICE)]
    assert done.stdout == f"{DRAW.seed('web', DICE)} {entries}\n"


def test_the_announcement_in_the_paper_is_one() -> None:
    raw = re.findall(r"```json\n(.*?)\n```", PAPER_TEXT, re.DOTALL)[0].encode()
    assert parse_announcement(raw).document() == raw


def test_the_example_of_the_paper_stays_as_it_is_printed() -> None:
    assert DRAW.seed("web", DICE) == (
        "f72b16de67f8b096e7e7fc12c11c65141489c30937fa2143c7d6f66b8ddd424b"
    )
    assert DRAW.drawn(WEB, DICE, 3) == (
        Lot(1, 213, 639),
        Lot(2, 16, 48),
        Lot(3, 245, 735),
    )


def test_the_seed_is_made_of_these_bytes() -> None:
    text = (
        "undersigned/v1 draw\n"
        "petitions.example.org/log\n"
        "1000\n"
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"
        "petition p42\n"
        "stratum web\n"
        f"dice {DICE}\n"
    )
    assert DRAW.seed("web", DICE) == sha256(text.encode()).hexdigest()


def test_a_line_is_a_place_in_its_stratum_counted_from_one() -> None:
    assert {WEB.entries[lot.line - 1] == lot.entry for lot in DRAW.drawn(WEB, DICE)} == {True}
    assert sorted(lot.line for lot in DRAW.drawn(WEB, DICE, 300)) == list(range(1, 301))


def test_a_sample_that_grows_keeps_what_was_drawn_before() -> None:
    assert DRAW.drawn(WEB, DICE, 50)[:20] == DRAW.drawn(WEB, DICE)
    assert [lot.place for lot in DRAW.drawn(WEB, DICE, 3)] == [1, 2, 3]


def test_each_part_of_what_was_frozen_changes_the_seed() -> None:
    others = [
        Checkpoint("elsewhere.example.org/log", 1000, ROOT),
        Checkpoint("petitions.example.org/log", 1001, ROOT),
        Checkpoint("petitions.example.org/log", 1000, ROOT[::-1]),
    ]
    seeds = [Announcement(other, "p42", (WEB,)).seed("web", DICE) for other in others]
    seeds += [Announcement(FROZEN, "p43", (WEB,)).seed("web", DICE), DRAW.seed("paper", DICE)]
    seeds += [DRAW.seed("web", DICE), DRAW.seed("web", DICE[::-1])]
    assert len(set(seeds)) == len(seeds)


@pytest.mark.parametrize("dice", ["", "1" * 19, "1" * 101, "1" * 19 + "x", "1" * 20 + "\n"])
def test_dice_are_digits_as_thrown(dice: str) -> None:
    with pytest.raises(ValueError, match="20 to 100 digits"):
        DRAW.seed("web", dice)


def test_an_announcement_is_read_back_whatever_else_is_in_its_file() -> None:
    assert parse_announcement(DRAW.document()) == DRAW
    more = DRAW.document({"profile": "colorado", "format": "overwritten"})
    assert parse_announcement(more) == DRAW
    assert json.loads(more)["profile"] == "colorado"


@pytest.mark.parametrize(
    ("strata", "words"),
    [
        ((), "has strata"),
        ((WEB, WEB), "no two of one name"),
        ((WEB, Stratum("paper", (3,), 1)), "in two strata"),
        ((Stratum("Web", (3,), 1),), "A name is"),
        ((Stratum("web", (3, 3), 1),), "do not ascend"),
        ((Stratum("web", (-1, 3), 1),), "not in the log"),
        ((Stratum("web", (3, 1000), 1),), "not in the log"),
        ((Stratum("web", (3,), 2),), "fewer entries"),
        ((Stratum("web", (), -1),), "fewer entries"),
    ],
)
def test_an_announcement_that_leaves_anything_open_is_refused(
    strata: tuple[Stratum, ...], words: str
) -> None:
    with pytest.raises(NotAnnounced, match=words):
        Announcement(FROZEN, "p42", strata)


def test_an_empty_stratum_is_one_of_which_nothing_is_drawn() -> None:
    empty = Stratum("paper", (), 0)
    assert Announcement(FROZEN, "p42", (empty, WEB)).drawn(empty, DICE) == ()


@pytest.mark.parametrize(
    "change",
    [
        {"format": "undersigned/draw/v9"},
        {"checkpoint": "petitions.example.org/log\n1000\n"},
        {"checkpoint": 7},
        {"petition": "P 42"},
        {"strata": None},
        {"strata": [{"name": "web", "entries": [True], "sample": 1}]},
        {"strata": [{"name": "web", "entries": ["3"], "sample": 1}]},
        {"strata": [{"name": "web", "entries": [3]}]},
    ],
)
def test_a_file_that_announces_no_draw_is_refused(change: dict[str, Any]) -> None:
    raw = json.dumps(json.loads(DRAW.document()) | change).encode()
    with pytest.raises(NotAnnounced):
        parse_announcement(raw)


@pytest.mark.parametrize("raw", [b"", b"[]", b"\xff", b"[" * 100_000, b'{"format": 1}'])
def test_what_is_no_file_of_ours_is_refused(raw: bytes) -> None:
    with pytest.raises(NotAnnounced):
        parse_announcement(raw)
