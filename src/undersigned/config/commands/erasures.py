"""The erasure ledger: show it, verify it, replay it; erase what one signature holds."""

import argparse
from typing import TYPE_CHECKING

from undersigned.config.terminal import Stop, say

if TYPE_CHECKING:
    from undersigned.config.commands import Subparsers

REF_LENGTH = 16


def add(words: "Subparsers") -> None:
    parser = words.add_parser(
        "erasures",
        help="erase a signer's data; show, verify or replay the erasure ledger",
        description="The ledger UNDERSIGNED_ERASURE_LEDGER names every erased row by its random "
        "ref. It is kept outside backups, and replayed before a restored one serves.",
    )
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    verbs.add_parser("show", help="print moment, kind and ref of every erasure")
    verbs.add_parser(
        "verify", help="check the ledger's chain, and that the database agrees with it"
    )
    replay = verbs.add_parser(
        "replay", help="erase again whatever the ledger names; harmless to repeat"
    )
    replay.add_argument(
        "--restored",
        action="store_true",
        help="also give up letters that waited when the newest erasure came: they may be to the erased",
    )
    erase = verbs.add_parser(
        "erase",
        help="destroy what one signature holds of a person, for good; one that counts is withdrawn",
    )
    erase.add_argument("ref", metavar="REF", help="32 hex digits, as in the signer's addresses")


def run(args: argparse.Namespace) -> int:
    verbs = {"show": _show, "verify": _verify, "replay": _replay, "erase": _erase}
    return verbs[args.verb](args)


def _show(_: argparse.Namespace) -> int:
    from undersigned.config import ledger

    for erasure in ledger.read():
        say(f"{erasure.at:%Y-%m-%d %H:%M:%S} {erasure.kind} {erasure.ref.hex()}")
    return 0


def _verify(_: argparse.Namespace) -> int:
    from undersigned.config import ledger
    from undersigned.config.fsck import erasures

    head = ledger.head()
    faults = list(erasures.check())
    for fault in faults:
        say(str(fault))
    verdict = f"Faults: {len(faults):,}." if faults else "No fault found."
    say(f"Lines: {head.lines:,}, chain {head.chain}. {verdict}")
    return 1 if faults else 0


def _replay(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from undersigned.config import ledger

    at = timezone.now()
    for kind, number in ledger.replay(at=at).items():
        say(f"Erased again: {number:,} rows of kind {kind}.")
    if args.restored and (number := ledger.give_up_letters(at=at)):
        say(f"Given up: {number:,} letters that waited when the newest erasure came.")
    return 0


def _erase(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from undersigned.signatures.actions import erase

    try:
        ref = bytes.fromhex(args.ref)
    except ValueError:
        ref = b""
    if len(ref) != REF_LENGTH:
        raise Stop("A ref is 32 digits 0-9 and letters a-f.")
    if not erase([ref], at=timezone.now()):
        raise Stop("No signature with this ref holds anything of a person.")
    say("Erased. The ledger has the ref, so that no backup brings it back.")
    return 0
