"""Send letters, move counts, run what follows from events, do what happens by date."""

import argparse
import os
from typing import TYPE_CHECKING

from undersigned.config.beat import BEAT
from undersigned.config.serving import refuse_if_unfit

if TYPE_CHECKING:
    from undersigned.config.commands import Subparsers

DJANGO = False


def add(words: "Subparsers") -> None:
    words.add_parser(
        "worker",
        help="send letters, move counts, do what happens by date",
        description="Do what nobody waits for. One for an installation; SIGTERM ends it.",
    )


def run(_: argparse.Namespace) -> int:
    os.environ["UNDERSIGNED_PROCESS"] = "worker"
    refuse_if_unfit()
    from undersigned.config.errands import take_back
    from undersigned.config.worker import stop_on_signals, work

    stop = stop_on_signals()
    take_back()
    work(BEAT, stop)
    return 0
