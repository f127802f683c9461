"""Serve the office: for organisers, clerks, council offices, moderators and operators."""

import argparse
from typing import TYPE_CHECKING

from undersigned.config.serving import add_options, serve

if TYPE_CHECKING:
    from undersigned.config.commands import Subparsers

DJANGO = False


def add(words: "Subparsers") -> None:
    add_options(words, "office", help="serve the office", port=8001, workers=False)


def run(args: argparse.Namespace) -> int:
    return serve("office", args)
