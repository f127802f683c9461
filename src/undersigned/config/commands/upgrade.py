"""Bring the database and the files up to this version; a backup first."""

import argparse
from typing import TYPE_CHECKING

from undersigned.config.terminal import Stop, say

if TYPE_CHECKING:
    from undersigned.config.commands import Subparsers


def add(words: "Subparsers") -> None:
    parser = words.add_parser(
        "upgrade",
        help="bring database and files up to this version",
        description="Make a backup if the tables are to change, change them, collect styles and "
        "scripts, compile translations. Also the first set-up. Stop web, office and worker before "
        "an upgrade, start them after it. Harmless to repeat.",
    )
    parser.add_argument(
        "--no-backup", action="store_true", help="make none (there is another way back)"
    )


def run(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from undersigned.config import upgrade

    _refuse_if_unfit()
    for words in upgrade.upgrade(at=timezone.now(), backup=not args.no_backup):
        say(words)
    return 0


def _refuse_if_unfit() -> None:
    from django.core.checks import ERROR, run_checks

    faults = [message for message in run_checks() if message.level >= ERROR]
    if faults:
        lines = [f"- {fault.msg} {fault.hint or ''}".rstrip() for fault in faults]
        raise Stop("\n".join(["This installation is not fit for an upgrade:", *lines]))
