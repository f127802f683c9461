"""Look whether a public log showed two pasts (docs/run/verify.md)."""

from functools import partial

from undersigned.config import verifying
from undersigned.config.verifying import run

__all__ = ["DJANGO", "add", "run"]

DJANGO = False
add = partial(verifying.add, word="compare")
