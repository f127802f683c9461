"""Bring a backup back, with everything erased since; or give up a restore that was cut short."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from undersigned.config.terminal import Stop, say

if TYPE_CHECKING:
    from undersigned.config.commands import Subparsers


def add(words: "Subparsers") -> None:
    parser = words.add_parser(
        "restore",
        help="bring a backup back, erasures replayed",
        description="Restore a backup into a new database, bring its tables up to date, erase again "
        "what the erasure ledger names, check it, and only then put it in place. Stop web, office "
        "and worker first. Whatever fails, the database in place is not touched.",
    )
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="the backup")
    parser.add_argument(
        "--key", type=Path, metavar="FILE", help="backup.key (default: the key folder's)"
    )
    parser.add_argument(
        "--ledger-lost",
        action="store_true",
        help="go on although the erasure ledger lacks lines: erased people may return",
    )
    parser.add_argument(
        "--accept-faults",
        action="store_true",
        help="put the database in place although fsck finds faults in it",
    )
    parser.add_argument(
        "--abandon",
        action="store_true",
        help="give up a restore that was cut short: let the database in place serve again",
    )


def run(args: argparse.Namespace) -> int:
    if args.abandon:
        return _abandon()
    if args.file is None:
        raise Stop("Which backup? Say `undersigned restore FILE`.")
    return _restore(args)


def _restore(args: argparse.Namespace) -> int:
    from django.conf import settings
    from django.utils import timezone

    from undersigned.config.backups.restore import restore
    from undersigned.config.keyfiles import private_key_at

    key = private_key_at(args.key or settings.KEYS / "backup.key")
    old = restore(
        args.file,
        key,
        at=timezone.now(),
        ledger_lost=args.ledger_lost,
        faults=args.accept_faults,
    )
    say("The backup is in place. Start web, office and worker.")
    say("Then `undersigned log adopt`: the public log knows what was published since the backup.")
    if old:
        say(f"What it replaced is {old}, not encrypted: delete it once you are content.")
    return 0


def _abandon() -> int:
    from django.conf import settings

    from undersigned.config.backups import snapshot

    if not settings.RESTORE_PENDING.exists():
        raise Stop("No restore is pending.")
    if not snapshot.this().exists():
        raise Stop("There is no database in place to serve; restore a backup instead.")
    settings.RESTORE_PENDING.unlink()
    say("The restore is given up; the database in place may serve.")
    return 0
