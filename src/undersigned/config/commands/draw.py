"""Redraw a sample from its announcement and the dice (docs/open-data/draw.md)."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from undersigned.config.terminal import Stop, say
from undersigned.pure.sampling.ceremony import (
    Announcement,
    NotAnnounced,
    Stratum,
    parse_announcement,
)
from undersigned.pure.sampling.draw import SEED

if TYPE_CHECKING:
    from undersigned.config.commands import Subparsers

DJANGO = False


def add(words: "Subparsers") -> None:
    parser = words.add_parser(
        "draw",
        help="redraw a sample from its announcement and the dice",
        description="Draws the same lines as everybody else who has the announcement and the dice. "
        "Whether the announcement was in the log before the dice were thrown is for the log to show.",
    )
    parser.add_argument("file", metavar="FILE", type=Path, help="the announcement")
    parser.add_argument("dice", metavar="DICE", type=_dice, help="20 to 100 digits, as thrown")
    parser.add_argument("--stratum", metavar="NAME", help="this one alone (default: all)")
    parser.add_argument(
        "--count", metavar="N", type=_count, help="so many of each instead of the announced number"
    )


def run(args: argparse.Namespace) -> int:
    try:
        announcement = parse_announcement(args.file.read_bytes())
    except NotAnnounced as fault:
        raise Stop(f"{args.file}: {fault}") from None
    strata = [one for one in announcement.strata if args.stratum in {None, one.name}]
    if not strata:
        raise Stop(f"There is no stratum {args.stratum} in {args.file}.")
    for stratum in strata:
        _show(announcement, stratum, args.dice, args.count)
    return 0


def _dice(text: str) -> str:
    if not SEED.fullmatch(text):
        raise argparse.ArgumentTypeError("dice are 20 to 100 digits, as thrown")
    return text


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError("a number of lines")
    return int(text)


def _show(announcement: Announcement, stratum: Stratum, dice: str, count: int | None) -> None:
    lots = announcement.drawn(stratum, dice, count)
    say(f"{stratum.name}: {len(lots):,} of {len(stratum.entries):,} lines drawn.")
    say(f"  seed {announcement.seed(stratum.name, dice)}")
    for lot in lots:
        say(f"  {lot.place:5}  line {lot.line}  entry {lot.entry}")
