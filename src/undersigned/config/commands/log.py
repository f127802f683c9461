"""Look at the public log; after a restore adopt what was published; rotate its keys; withhold a document."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from undersigned.config.terminal import Stop, say

if TYPE_CHECKING:
    from undersigned.config.commands import Subparsers
    from undersigned.proof.actions.adopt import Adopted
    from undersigned.pure.tlog.notes import VKey

PATIENCE = 60.0  # seconds for the worker to finish what it writes


def add(words: "Subparsers") -> None:
    parser = words.add_parser(
        "log",
        help="look at the public log, adopt it after a restore, rotate its keys",
        description="The public log of signatures (docs/run/log.md).",
    )
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    verbs.add_parser("status", help="say how the log stands; ends with 1 if nothing can be signed")
    adopt = verbs.add_parser(
        "adopt", help="after a restore: read back what was published and the database lacks"
    )
    adopt.add_argument(
        "--rebuild",
        action="store_true",
        help="the other way round: write the files again from the database; "
        "only if that is not from a backup",
    )
    rotate = verbs.add_parser("rotate", help="put a new key in place, and say so to everybody")
    rotate.add_argument("key", nargs="?", choices=["log", "promise"], default="log")
    why = rotate.add_mutually_exclusive_group()
    why.add_argument("--lost", action="store_true", help="the old private key is nowhere any more")
    why.add_argument("--stolen", action="store_true", help="somebody else may hold the old one")
    withhold = verbs.add_parser(
        "withhold",
        help="take a published document away for a person's sake",
        description="Take a published document and its salt away for good; the log says so. Of the text, rules, "
        "wards and notice that a petition opened with, name any: the four go together, only while "
        "the petition is taken down, and do not come back if it is restored.",
    )
    withhold.add_argument(
        "name", metavar="NAME", help="its name below /log/record/, without ending"
    )
    withhold.add_argument("reason", metavar="REASON", help="person, law or other")


def run(args: argparse.Namespace) -> int:
    from undersigned.proof.actions.withhold import NotWithheld
    from undersigned.proof.files import Differs
    from undersigned.proof.guard import Behind

    verbs = {"status": _status, "adopt": _adopt, "rotate": _rotate, "withhold": _withhold}
    try:
        return verbs[args.verb](args)
    except (Behind, Differs, NotWithheld) as error:
        raise Stop(str(error)) from None


def _status(_: argparse.Namespace) -> int:
    from django.utils import timezone

    from undersigned.proof.queries.status import log_status

    status = log_status(at=timezone.now())
    since = f" since {status.published_at:%Y-%m-%d %H:%M} UTC" if status.published_at else ""
    oldest = f", the oldest since {status.oldest:%Y-%m-%d %H:%M} UTC" if status.oldest else ""
    say(
        f"Published: {'nothing yet' if status.published is None else f'{status.published:,} entries'}{since}."
    )
    say(f"Database: {status.size:,} entries in their places; {status.waiting:,} wait{oldest}.")
    if status.overdue:
        say(f"PROBLEM: {status.overdue:,} signatures were promised a place by now.")
    if status.refused:
        say(f"PROBLEM: Entries wait that the log's rules do not allow: {status.refused:,}.")
    if status.refusal:
        say(f"PROBLEM: nothing is signed. {status.refusal}")
    return 1 if status.refusal or status.overdue or status.refused else 0


@contextmanager
def _alone() -> Iterator[None]:
    from undersigned.proof.alone import alone

    with alone(patience=PATIENCE) as mine:
        if not mine:
            raise Stop("Another process writes the log. Stop the worker and try again.")
        yield


def _adopt(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from undersigned.proof.actions.adopt import adopt
    from undersigned.proof.actions.cosign import cosign, look_at_witnesses
    from undersigned.proof.actions.rebuild import rebuild
    from undersigned.proof.models import Witness

    at = timezone.now()
    with _alone():
        if args.rebuild:
            look_at_witnesses(at=at)
            size = rebuild(at=at)
            say(f"The files of {size:,} entries are written.")
        else:
            adopted = adopt(at=at, by="operator")
            say(f"{adopted.entries:,} published entries were read back into the database.")
            _tell(adopted)
            if Witness.objects.exclude(evidence=b"").exists():
                cosign(at=at)  # what a witness held against the database may be in it now
    return _status(args)


def _tell(adopted: "Adopted") -> None:
    if adopted.voided:
        say(f"{adopted.voided:,} signatures were declared void since the backup, and are again.")
        say("  Who decided that was lost with the database: the office cannot put them back.")
    if adopted.taken_back:
        say(f"{adopted.taken_back:,} signatures cannot be brought back, and are withdrawn:")
        say("  their signers were erased since, or the same address has signed again meanwhile.")


def _rotate(args: argparse.Namespace) -> int:
    from django.conf import settings
    from django.utils import timezone

    from undersigned.config import keyfiles
    from undersigned.journal import keys
    from undersigned.proof import vkeys
    from undersigned.proof.actions.retire import retire
    from undersigned.proof.actions.sequence import flush

    at = timezone.now()
    with _alone():
        old, seed = _old_key(args)
        if keys.signing_public(args.key) == old.public:  # else a rotation was cut short: finish it
            keyfiles.rotate(settings.KEYS, args.key)
        retire(key=args.key, old=old, old_seed=seed, reason=_reason(args), at=at, by="operator")
        flush(at=at)
    say(f"{args.key}: a new key signs from now on. The old public key and the note of both:")
    say(f"  {settings.LOG / vkeys.retired_path(args.key, old)}, and .note beside it")
    say("Give the worker and web their new key files and restart them; tell the witnesses.")
    say("Then destroy the old private key.")
    return 0


def _old_key(args: argparse.Namespace) -> "tuple[VKey, bytes | None]":
    """The published key, and its private half; None where that is lost. Raises Stop."""
    from django.conf import settings

    from undersigned.config import keyfiles
    from undersigned.proof import vkeys
    from undersigned.proof.actions.retire import PLANNED

    old = vkeys.published_vkey(args.key)
    if old is None:
        raise Stop("No key is published yet; replace the files with `undersigned keys make`.")
    seed = keyfiles.seed_of(settings.KEYS, args.key, old.public)
    if seed is None and _reason(args) == PLANNED:
        raise Stop(f"The private key of {old.text} is not in {settings.KEYS}: say --lost.")
    return old, seed


def _reason(args: argparse.Namespace) -> str:
    from undersigned.proof.actions.retire import LOST, PLANNED, STOLEN

    return LOST if args.lost else STOLEN if args.stolen else PLANNED


def _withhold(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from undersigned.proof.actions.withhold import withhold

    gone = withhold(name=args.name, reason=args.reason, at=timezone.now(), by="operator")
    say(f"Gone for good: {', '.join(gone)}. The log will say so. Backups hold it until they end.")
    return 0
