"""Say whether this installation is well, and what to do where it is not."""

import argparse
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from undersigned.config.terminal import say

if TYPE_CHECKING:
    from undersigned.config.commands import Subparsers


def add(words: "Subparsers") -> None:
    parser = words.add_parser(
        "doctor",
        help="say whether this installation is well",
        description="One page of plain statements: settings, disks, keys, mail server, backups, "
        "database, clock, worker, letters. Ends with 1 if anything is not well. "
        "`undersigned fsck` looks into the rows themselves.",
    )
    parser.add_argument("--json", action="store_true", help="for programs: a list of objects")


def run(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from undersigned.config.doctor.examine import examine

    statements = list(examine(timezone.now()))
    if args.json:
        say(json.dumps([asdict(statement) for statement in statements], indent=2))
    else:
        for statement in statements:
            say(f"{'OK' if statement.well else 'PROBLEM':8} {statement.about}: {statement.words}")
            if statement.remedy:
                say(f"         What to do: {statement.remedy}")
    return 0 if all(statement.well for statement in statements) else 1
