"""Run a witness of somebody's public log (docs/run/witness.md)."""

import argparse
from typing import TYPE_CHECKING

from undersigned.proof.witness import command

if TYPE_CHECKING:
    from undersigned.config.commands import Subparsers

DJANGO = False


def add(words: "Subparsers") -> None:
    parser = words.add_parser(
        "witness",
        help="watch somebody's public log and vouch for it",
        description="Watch that a public log of signatures only grows, and vouch for it. A witness "
        "should be run by somebody else than the log: a library, a newspaper, an opposing group.",
    )
    command.add_words(parser)


def run(args: argparse.Namespace) -> int:
    return command.run(args)
