"""Words for people: times, numbers, a bar on a terminal; nothing that disturbs one."""

import io
import time

import pytest

from undersigned.proof.verifier.progress import Progress
from undersigned.proof.verifier.words import ago, moment, number, say


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "just now"),
        (0, "just now"),
        (1, "1 second ago"),
        (59, "59 seconds ago"),
        (60, "1 minute ago"),
        (7199, "1 hour ago"),
        (86400, "1 day ago"),
        (3 * 86400, "3 days ago"),
    ],
)
def test_an_age_is_told_in_one_unit(seconds: int, words: str) -> None:
    assert ago(1000.0, 1000.0 + seconds) == words


def test_numbers_and_moments() -> None:
    assert (number(1, "entry", "entries"), number(1200, "entry", "entries")) == (
        "1 entry",
        "1,200 entries",
    )
    assert moment(0) == "1970-01-01 00:00 UTC"


def test_nothing_said_can_disturb_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    say("library\x1b[2J\u202e.example.org\nnext")
    assert capsys.readouterr().out == "library?[2J?.example.org\nnext\n"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_grows_on_a_terminal_and_goes_away(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    clock = iter([100.0, 100.0, 100.1, 100.3, 100.3])
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    with Progress("Reading the log", 1000, terminal) as progress:
        for done in (256, 512, 1000):
            progress.reach(done)
    bar = f"\r\x1b[KReading the log [{'#' * 7}{'.' * 23}] 256 of 1,000"
    full = f"\r\x1b[KReading the log [{'#' * 30}] 1,000 of 1,000"
    assert terminal.getvalue() == bar + full + "\r\x1b[K"


def test_nothing_is_drawn_elsewhere_or_of_nothing() -> None:
    for out in (io.StringIO(), Terminal()):
        with Progress("Reading the log", 0, out) as progress:
            if not out.isatty():
                progress.reach(0)
        assert out.getvalue() == ""
