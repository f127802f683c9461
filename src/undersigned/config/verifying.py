"""The words of `undersigned-verify.pyz`, for who has the site installed anyway: the same options and exit codes."""

import argparse
from typing import TYPE_CHECKING

from undersigned.proof.verifier import command

if TYPE_CHECKING:
    from undersigned.config.commands import Subparsers

NO_OPTIONS = "\0"  # the verifier reads its own, because used wrongly it ends with 4


def add(words: "Subparsers", *, word: str) -> None:
    """Add one word of the verifier, which takes whatever follows."""
    help_ = {name: help_ for name, help_, _ in command.WORDS}[word]
    parser = words.add_parser(word, help=help_, prefix_chars=NO_OPTIONS, add_help=False)
    parser.add_argument("rest", nargs="*")
    parser.set_defaults(word=word)


def run(args: argparse.Namespace) -> int:
    """Let the verifier do it; its exit code."""
    return command.main([args.word, *args.rest], "undersigned")
