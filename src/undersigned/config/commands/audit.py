"""Draw signatures by lot from a public seed (docs/run/verify.md)."""

from functools import partial

from undersigned.config import verifying
from undersigned.config.verifying import run

__all__ = ["DJANGO", "add", "run"]

DJANGO = False
add = partial(verifying.add, word="audit")
