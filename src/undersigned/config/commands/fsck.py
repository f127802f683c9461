"""Recompute every figure from its rows, and hold every row against what vouches for it."""

import argparse
from typing import TYPE_CHECKING

from undersigned.config.terminal import say

if TYPE_CHECKING:
    from undersigned.config.commands import Subparsers


def add(words: "Subparsers") -> None:
    parser = words.add_parser(
        "fsck",
        help="check every row and every count",
        description="Recompute every count and hash from its rows, check states, keys and letters, "
        "and find rows that were changed, added or deleted behind the site's back. Reads only; "
        "the site may serve meanwhile. Ends with 1 if anything is wrong.",
    )
    parser.add_argument("--quiet", action="store_true", help="say only what is wrong")


def run(args: argparse.Namespace) -> int:
    from undersigned.config.fsck.run import fsck

    number = 0
    for rule, faults in fsck():
        number += len(faults)
        if faults or not args.quiet:
            say(f"{'PROBLEM' if faults else 'OK':8} {rule.name}: {rule.words}")
        for fault in faults:
            say(f"         - {fault}")
        if faults:
            say(f"         What to do: {rule.remedy}")
    say(f"Faults: {number:,}." if number else "No fault found.")
    return 1 if number else 0
