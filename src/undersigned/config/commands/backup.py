"""Make an encrypted backup of the database while it serves; verify one by restoring it."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from undersigned.config.terminal import Stop, say

if TYPE_CHECKING:
    from undersigned.config.commands import Subparsers


def add(words: "Subparsers") -> None:
    parser = words.add_parser(
        "backup",
        help="make an encrypted backup, or verify one",
        description="Make a backup of the database in UNDERSIGNED_BACKUPS, encrypted to backup.pub, "
        "while the site serves. Private keys and the erasure ledger are never in it: keep those "
        "apart. Backups older than UNDERSIGNED_BACKUP_DAYS are deleted.",
    )
    parser.add_argument(
        "--verify",
        nargs="?",
        const=Path(),
        type=Path,
        metavar="FILE",
        help="restore into a scratch database and check it there: FILE, or without FILE the backup "
        "that is made now; needs backup.key",
    )
    parser.add_argument(
        "--key", type=Path, metavar="FILE", help="backup.key (default: the key folder's)"
    )
    parser.add_argument(
        "--keep-days", type=int, metavar="N", help="instead of UNDERSIGNED_BACKUP_DAYS"
    )


def run(args: argparse.Namespace) -> int:
    existing: Path | None = args.verify if args.verify and args.verify.name else None
    if existing:
        _verify(existing, args.key)
        return 0
    path = _make(args.keep_days)
    if args.verify:
        _verify(path, args.key)
    return 0


def _make(keep_days: int | None) -> Path:
    from django.conf import settings
    from django.utils import timezone

    from undersigned.config.backups.take import back_up, prune

    days = settings.BACKUP_DAYS if keep_days is None else keep_days
    if days < 1:
        raise Stop("Backups are kept for at least one day.")
    at = timezone.now()
    path = back_up(at=at)
    say(f"Backup: {path} ({path.stat().st_size:,} bytes)")
    for old in prune(days=days, at=at):
        say(f"Deleted {old}, older than {days} days.")
    return path


def _verify(path: Path, key: Path | None) -> None:
    from django.conf import settings
    from django.utils import timezone

    from undersigned.config.backups.restore import verify
    from undersigned.config.keyfiles import private_key_at

    verify(path, private_key_at(key or settings.KEYS / "backup.key"), at=timezone.now())
    say(f"Verified: {path} restores into a sound database.")
