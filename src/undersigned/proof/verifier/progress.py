"""How far a long check is, on a terminal; elsewhere nothing."""

import sys
import time
from types import TracebackType
from typing import Self, TextIO

EVERY = 0.2  # seconds between two drawings
WIDTH = 30


class Progress:
    """A bar on standard error, which goes away when the work is done."""

    def __init__(self, what: str, total: int, out: TextIO | None = None) -> None:
        self.what, self.total = what, total
        self.out = out or sys.stderr
        self.live = self.out.isatty()
        self.drawn = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.drawn:
            self.out.write("\r\x1b[K")
            self.out.flush()

    def reach(self, done: int) -> None:
        """So much is done altogether."""
        if self.live and time.monotonic() - self.drawn >= EVERY:
            self.drawn = time.monotonic()
            full = WIDTH * done // max(self.total, 1)
            bar = "#" * full + "." * (WIDTH - full)
            self.out.write(f"\r\x1b[K{self.what} [{bar}] {done:,} of {self.total:,}")
            self.out.flush()
