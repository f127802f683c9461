"""Serve the public site."""

import argparse
from typing import TYPE_CHECKING

from undersigned.config.serving import add_options, serve

if TYPE_CHECKING:
    from undersigned.config.commands import Subparsers

DJANGO = False


def add(words: "Subparsers") -> None:
    add_options(words, "web", help="serve the public site", port=8000, workers=True)


def run(args: argparse.Namespace) -> int:
    return serve("web", args)
