"""Keep a verified copy of a public log, and serve it (docs/run/mirror.md)."""

from functools import partial

from undersigned.config import verifying
from undersigned.config.verifying import run

__all__ = ["DJANGO", "add", "run"]

DJANGO = False
add = partial(verifying.add, word="mirror")
