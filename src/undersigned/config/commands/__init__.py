"""What an operator can say: each module here is one word of `undersigned`.

A module has `add(subparsers)`, which names the word and its options, and `run(args) -> int`,
which returns 0 (done) or 1 (something is wrong, and was said). It raises `terminal.Stop` with one
sentence for whoever sits at the terminal. Django is set up before `run` unless the module says
`DJANGO = False` (words that only start other processes); models are so imported inside `run`.
"""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - argparse has no other name for it
