"""Check somebody's public log: the words of `undersigned-verify.pyz`, for who has the site anyway."""

import argparse
from typing import TYPE_CHECKING

from undersigned.proof.verifier import command

if TYPE_CHECKING:
    from undersigned.config.commands import Subparsers

DJANGO = False
NO_OPTIONS = "\0"  # the verifier reads its own, and ends with its own codes


def add(words: "Subparsers") -> None:
    for word, help_, _ in command.WORDS:
        parser = words.add_parser(word, help=help_, prefix_chars=NO_OPTIONS, add_help=False)
        parser.add_argument("rest", nargs="*")
        parser.set_defaults(word=word)


def run(args: argparse.Namespace) -> int:
    return command.main([args.word, *args.rest], "undersigned")
