"""Make, show and rotate the keys of this installation (docs/keys.md)."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from undersigned.config.terminal import Stop, say

if TYPE_CHECKING:
    from undersigned.config.commands import Subparsers


def add(words: "Subparsers") -> None:
    parser = words.add_parser(
        "keys",
        help="make, show or rotate key files",
        description="The key files in UNDERSIGNED_KEYS. Only ids are ever printed.",
    )
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    verbs.add_parser("make", help="make what is missing; nothing is overwritten")
    verbs.add_parser("show", help="list the key files here: name, kind, id, mode")
    rotate = verbs.add_parser(
        "rotate",
        help="put a new pair in place of NAME; the old private key stays as NAME-ID.key",
    )
    rotate.add_argument("name", metavar="NAME", help="signatures, letters, rolls or backup")


def run(args: argparse.Namespace) -> int:
    from django.conf import settings

    folder: Path = settings.KEYS
    verbs = {"make": _make, "show": _show, "rotate": _rotate}
    verbs[args.verb](folder, args)
    return 0


def _make(folder: Path, _: argparse.Namespace) -> None:
    from undersigned.journal import keys

    made = keys.make(folder)
    for path in made:
        say(f"made {path}")
    if not made:
        say(f"Nothing is missing in {folder}.")


def _show(folder: Path, _: argparse.Namespace) -> None:
    from undersigned.config import keyfiles

    files = keyfiles.listed(folder)
    if not files:
        raise Stop(f"There is no key in {folder}; `undersigned keys make` makes them.")
    for file in files:
        exposed = "  PROBLEM: others may read it (chmod o-rwx)" if file.exposed else ""
        say(f"{file.path.name:28} {file.kind:8} {file.key_id or '-':8} {file.mode:04o}{exposed}")


def _rotate(folder: Path, args: argparse.Namespace) -> None:
    from undersigned.config import keyfiles
    from undersigned.journal import keys

    if args.name not in keys.PAIRS:
        raise Stop(f"No pair is called {args.name!r}; there are {', '.join(keys.PAIRS)}.")
    old, new = keyfiles.rotate(folder, args.name)
    say(f"{args.name}: {new} takes the place of {old}. Restart web, office and worker.")
    say(f"Keep {args.name}-{old}.key for as long as anything is sealed to it (docs/keys.md).")
