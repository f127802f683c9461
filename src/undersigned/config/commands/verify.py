"""Read a whole public log and recount it (docs/run/verify.md)."""

from functools import partial

from undersigned.config import verifying
from undersigned.config.verifying import run

__all__ = ["DJANGO", "add", "run"]

DJANGO = False
add = partial(verifying.add, word="verify")
