"""Words and progress for whoever sits at the terminal."""

import sys
import time
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Self, TextIO, TypeVar

T = TypeVar("T")
LINE_EVERY = 5.0  # seconds between lines where the output is not a terminal
REDRAW_EVERY = 0.2  # and between redraws where it is


class Stop(Exception):
    """The command cannot go on; its message is one clear sentence, and what to do."""


def say(text: str = "") -> None:
    """Print one line on standard output."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


class Progress:
    """How far a long piece of work is: per cent, amount, time left; on standard error.

    On a terminal one line is rewritten; elsewhere (a log, a pipe) a line appears every few seconds.

    >>> with Progress("Checking signatures", total=2, unit="rows") as progress:
    ...     progress.step(2)
    """

    def __init__(self, what: str, *, total: int, unit: str, to: TextIO | None = None) -> None:
        self.what, self.total, self.unit = what, total, unit
        self.out = to or sys.stderr
        self.live = self.out.isatty()
        self.done = 0
        self.said = False
        self.began = self.shown = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.live or self.said:  # what took no time needs no line in a log
            self._show(last=True)

    def step(self, amount: int = 1) -> None:
        """Count so much more as done."""
        self.reach(self.done + amount)

    def reach(self, done: int) -> None:
        """Count so much as done altogether."""
        self.done = done
        if time.monotonic() - self.shown >= (REDRAW_EVERY if self.live else LINE_EVERY):
            self._show()

    def over(self, items: Iterable[T]) -> Iterator[T]:
        """Pass items on, one step each."""
        for item in items:
            yield item
            self.step()

    def _show(self, *, last: bool = False) -> None:
        self.shown = time.monotonic()
        self.said = True
        line = f"{self.what}: {self._percent()}, {self.done:,} of {self.total:,} {self.unit}"
        if not last:
            line += self._left()
        if self.live:
            self.out.write(f"\r\x1b[K{line}" + ("\n" if last else ""))
        else:
            self.out.write(line + "\n")
        self.out.flush()

    def _percent(self) -> str:
        return f"{min(100, 100 * self.done // self.total) if self.total else 100} %"

    def _left(self) -> str:
        if not self.done or self.done >= self.total:
            return ""
        seconds = (self.shown - self.began) * (self.total - self.done) / self.done
        return f", about {_words(seconds)} left"


def _words(seconds: float) -> str:
    for size, unit in ((3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"
