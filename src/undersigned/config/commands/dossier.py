"""Import a dossier from a file, or export one (docs/open-data/dossier.md)."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from undersigned.config.terminal import Stop, say

if TYPE_CHECKING:
    from undersigned.config.commands import Subparsers
    from undersigned.record.reader import Fault


def add(words: "Subparsers") -> None:
    parser = words.add_parser(
        "dossier",
        help="import or export a dossier",
        description="A dossier is one matter's public record in one file.",
    )
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    bring = verbs.add_parser(
        "import", help="check FILE and keep it as a version that waits for a moderator"
    )
    bring.add_argument("file", metavar="FILE", type=Path)
    take = verbs.add_parser("export", help="write a version to standard output")
    take.add_argument("slug", metavar="SLUG")
    take.add_argument(
        "--version", metavar="N", type=int, help="a version by its number; else the latest shown"
    )


def run(args: argparse.Namespace) -> int:
    return _import(args.file) if args.verb == "import" else _export(args.slug, args.version)


def _import(file: Path) -> int:
    from django.utils import timezone

    from undersigned.record.actions import FaultyDossier, import_dossier

    try:
        done = import_dossier(content=file.read_bytes(), at=timezone.now(), by="operator")
    except FaultyDossier as refused:
        _complain(file, refused.faults)
        return 1
    name = f"{done.version.dossier} version {done.version.number}"
    if done.already:
        say(f"This content is already here as {name} ({done.version.get_state_display()}).")
    else:
        say(f"Imported {name}. It shows once a moderator has reviewed it.")
    return 0


def _complain(file: Path, faults: "list[Fault]") -> None:
    for fault in faults:
        field = f"{fault.field}: " if fault.field else ""
        sys.stderr.write(f"{file}:{fault.line}:{fault.column}: {field}{fault.problem}\n")
    count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
    sys.stderr.write(f"{count}; nothing was imported.\n")


def _export(slug: str, number: int | None) -> int:
    from undersigned.record.queries import version_of

    version = version_of(slug, number)
    if version is None:
        which = f"version {number}" if number else "shown version"
        raise Stop(f"There is no {which} of {slug}; a version by number also exports unshown.")
    sys.stdout.buffer.write(bytes(version.content))
    sys.stdout.buffer.flush()
    return 0
