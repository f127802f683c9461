"""Bring in, list and destroy rolls: lists of voters or residents (docs/run/rolls.md)."""

import argparse
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from undersigned.config.terminal import Progress, Stop, say

if TYPE_CHECKING:
    from undersigned.config.commands import Subparsers
    from undersigned.verification.models import Roll
    from undersigned.verification.rolls.catalogue import Known
    from undersigned.verification.rolls.layout import Layout
    from undersigned.verification.rolls.receiving import Received
    from undersigned.verification.rolls.trouble import Trouble

PIECE = 1024 * 1024
BY = "operator"


def add(words: "Subparsers") -> None:
    parser = words.add_parser(
        "roll",
        help="bring in, list or destroy a list of voters",
        description="A roll is an immutable, encrypted list of voters or residents as of one day.",
    )
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    bring = verbs.add_parser(
        "import", help="read FILE in; nothing is kept of a file that is refused"
    )
    bring.add_argument("file", metavar="FILE", type=Path)
    bring.add_argument(
        "--council", required=True, metavar="SLUG", help="whose signatures it is for"
    )
    bring.add_argument("--as-of", required=True, type=date.fromisoformat, metavar="YYYY-MM-DD")
    bring.add_argument("--title", default="", help="what the list is (the file's name)")
    bring.add_argument(
        "--purge-on", type=date.fromisoformat, metavar="YYYY-MM-DD", help="(180 days from now)"
    )
    bring.add_argument(
        "--layout", metavar="KEY", help="one that `roll layouts` lists (whichever fits)"
    )
    bring.add_argument(
        "--latin", action="store_true", help="all of it is in the older Western encoding (cp1252)"
    )
    go_on = verbs.add_parser("resume", help="go on with an import that was interrupted")
    go_on.add_argument("roll", metavar="ROLL", type=int)
    rejected = verbs.add_parser(
        "rejected", help="write the report of rejected rows to standard output"
    )
    rejected.add_argument("roll", metavar="ROLL", type=int)
    purge = verbs.add_parser("purge", help="destroy a roll's key and files")
    purge.add_argument("roll", metavar="ROLL", type=int)
    verbs.add_parser("list", help="every roll: number, day, voters, state")
    verbs.add_parser("layouts", help="the layouts that come with the software")


def run(args: argparse.Namespace) -> int:
    verbs = {
        "import": _import,
        "resume": _resume,
        "rejected": _rejected,
        "purge": _purge,
        "list": _list,
        "layouts": _layouts,
    }
    return verbs[args.verb](args)


def _import(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from undersigned.councils.models import Council
    from undersigned.verification.actions.receive_roll import ask_import, receive_roll

    council = Council.objects.filter(slug=args.council).first()
    if council is None:
        raise Stop(f"There is no council {args.council!r}.")
    known = _known(args.layout) if args.layout else None
    received = _receive(args.file)
    layout = replace(_layout(received, known), latin=args.latin)
    now = timezone.now()
    roll = receive_roll(council=council, received=received, at=now, by=BY)
    facts = {
        "title": args.title or args.file.name,
        "as_of": args.as_of,
        "purge_on": args.purge_on or roll.purge_on,
    }
    ask_import(roll=roll, layout=layout, **facts, at=now, by=BY)
    return _read(roll)


def _receive(file: Path) -> "Received":
    """The file, encrypted as it is read."""
    from undersigned.verification.rolls.receiving import Receiver
    from undersigned.verification.rolls.trouble import Trouble

    receiver = None
    try:
        with (
            file.open("rb") as source,
            Progress("Encrypting", total=file.stat().st_size, unit="bytes") as progress,
        ):
            receiver = Receiver()
            while piece := source.read(PIECE):
                receiver.write(piece)
                progress.step(len(piece))
        return receiver.finish()
    except BaseException as error:
        if receiver:
            receiver.drop()
        if isinstance(error, Trouble):
            raise Stop(_refusal(error)) from None
        raise


def _known(key: str) -> "Known":
    from undersigned.verification.rolls.catalogue import shipped

    for known in shipped():
        if known.key == key:
            return known
    raise Stop(f"There is no layout {key!r}; `undersigned roll layouts` lists them.")


def _layout(received: "Received", known: "Known | None") -> "Layout":
    """The chosen layout, or the one that was found."""
    layout = known.put_on(received.layout) if known else received.layout
    if layout is None or not layout.usable:
        from undersigned.verification.rolls.receiving import forget

        forget(received)
        why = (
            "has not the columns of that layout" if known else "has no header whose names are known"
        )
        raise Stop(f"The file {why}: send it through the office, where its columns can be named.")
    return layout


def _resume(args: argparse.Namespace) -> int:
    roll = _find(args.roll)
    if roll.state != "importing":
        raise Stop(f"Roll {roll.pk} is not being read; its state: {roll.get_state_display()}.")
    return _read(roll)


def _read(roll: "Roll") -> int:
    from undersigned.verification.actions.import_roll import import_roll

    with Progress(f"Reading roll {roll.pk}", total=roll.file_size, unit="bytes") as progress:
        told = import_roll(
            roll=roll, by=BY, tell=lambda said: progress.reach(said.get("done", progress.done))
        )
    if not told:
        raise Stop(
            f"The worker is reading roll {roll.pk} already; `undersigned roll list` says how it ends."
        )
    return _ended(roll)


def _ended(roll: "Roll") -> int:
    from undersigned.verification.rolls.trouble import Trouble, Why

    if roll.state != "ready":
        why = _refusal(Trouble(Why(roll.trouble), roll.trouble_line))
        raise Stop(
            f"Roll {roll.pk} was refused. {why} `undersigned roll rejected {roll.pk}` reports on its rows."
        )
    say(
        f"Roll {roll.pk}: {roll.rows:,} voters as of {roll.as_of}, {roll.rejected:,} rows rejected."
    )
    say(f"SHA-256 of the file {roll.file_sha256}, of the snapshot {roll.snapshot_sha256}.")
    say(f"It will be destroyed on {roll.purge_on}.")
    return 0


def _refusal(trouble: "Trouble") -> str:
    from undersigned.verification.states.rolls import REASONS

    line = f" (Line {trouble.line:,}.)" if trouble.line else ""
    return f"{REASONS[trouble.why]}{line}"


def _rejected(args: argparse.Namespace) -> int:
    from undersigned.verification.queries.rolls import report_lines

    for line in report_lines(_find(args.roll)):
        sys.stdout.write(line)
    return 0


def _purge(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from undersigned.verification.actions.purge_rolls import purge_roll

    if not purge_roll(roll=_find(args.roll), at=timezone.now(), by=BY):
        raise Stop(f"Roll {args.roll} is destroyed already.")
    say(f"Roll {args.roll} is destroyed.")
    return 0


def _list(_: argparse.Namespace) -> int:
    from undersigned.verification.models import Roll

    for roll in Roll.objects.select_related("council").order_by("pk"):
        say(
            f"{roll.pk:4}  {roll.as_of}  {roll.rows:>12,}  {roll.state:10}  {roll.council.slug}  {roll.title}"
        )
    return 0


def _layouts(_: argparse.Namespace) -> int:
    from undersigned.verification.rolls.catalogue import shipped

    for known in shipped():
        say(f"{known.key:22} {known.title}")
    return 0


def _find(pk: int) -> "Roll":
    from undersigned.verification.models import Roll

    roll = Roll.objects.filter(pk=pk).first()
    if roll is None:
        raise Stop(f"There is no roll {pk}; `undersigned roll list` lists them.")
    return roll
