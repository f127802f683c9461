import io
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from undersigned.config import cli
from undersigned.config.terminal import Progress

pytestmark = pytest.mark.long

WORDS = sorted(path.stem for path in Path(cli.commands.__path__[0]).glob("[a-z]*.py"))


def undersigned(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "undersigned.config.cli", *words],
        env=os.environ | {f"UNDERSIGNED_{name}": value for name, value in settings.items()},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_the_version_is_the_packages() -> None:
    done = undersigned("--version")
    assert (done.returncode, done.stdout) == (0, f"undersigned {version('undersigned')}\n")


def test_without_a_command_it_says_how_it_is_used() -> None:
    done = undersigned()
    assert done.returncode == 2
    assert done.stderr.startswith("usage: undersigned")


@pytest.mark.parametrize("word", WORDS)
def test_every_command_has_help(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main([word, "--help"])
    assert end.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: undersigned {word}")


def test_a_bad_setting_is_one_sentence_and_no_traceback(tmp_path: Path) -> None:
    done = undersigned("keys", "show", SMTP_PORT="many", VAR=str(tmp_path))
    assert done.returncode == 1
    assert done.stderr == (
        "undersigned: UNDERSIGNED_SMTP_PORT is 'many'; it takes a whole number.\n"
    )


def test_debug_shows_the_traceback_too(tmp_path: Path) -> None:
    done = undersigned("keys", "show", VAR=str(tmp_path), DEBUG="1")
    assert done.returncode == 1
    assert done.stderr.startswith("Traceback (most recent call last):")
    assert done.stderr.splitlines()[-1].startswith("undersigned: There is no key in ")


def clock(monkeypatch: pytest.MonkeyPatch, *times: float) -> None:
    readings = iter(times)
    monkeypatch.setattr("undersigned.config.terminal.time.monotonic", lambda: next(readings))


def test_progress_in_a_log_is_a_line_every_few_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    clock(monkeypatch, 0.0, 1.0, 6.0, 6.0, 7.0, 8.0)
    out = io.StringIO()
    with Progress("Counting", total=3, unit="rows", to=out) as progress:
        assert list(progress.over("abc")) == ["a", "b", "c"]
    assert out.getvalue() == (
        "Counting: 66 %, 2 of 3 rows, about 3 s left\nCounting: 100 %, 3 of 3 rows\n"
    )


def test_progress_of_a_moment_says_nothing_in_a_log() -> None:
    out = io.StringIO()
    with Progress("Counting", total=3, unit="rows", to=out) as progress:
        progress.step(3)
    assert out.getvalue() == ""


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_on_a_terminal_rewrites_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    clock(monkeypatch, 0.0, 60.0, 60.0, 60.0)
    out = Terminal()
    with Progress("Counting", total=1200, unit="rows", to=out) as progress:
        progress.step(300)
    assert out.getvalue() == (
        "\r\x1b[KCounting: 25 %, 300 of 1,200 rows, about 3 min left"
        "\r\x1b[KCounting: 25 %, 300 of 1,200 rows\n"
    )


def test_progress_of_nothing_is_whole() -> None:
    out = Terminal()
    with Progress("Counting", total=0, unit="rows", to=out):
        pass
    assert out.getvalue() == "\r\x1b[KCounting: 100 %, 0 of 0 rows\n"
