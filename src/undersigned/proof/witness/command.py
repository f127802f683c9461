"""`witness init`, `add-log`, `serve`: what a person says to a witness, whether this site is installed or not."""

import argparse
import signal
import sys
from pathlib import Path

from undersigned.proof.witness.server import Server
from undersigned.proof.witness.store import Broken, Store, begin
from undersigned.pure.tlog import ed25519
from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.keys import parse_vkey

FAILED = 1


def main() -> int:
    """A witness alone, without the rest of this software."""
    parser = argparse.ArgumentParser(
        prog="undersigned-witness",
        description="Watch that a public log of signatures only grows, and vouch for it.",
    )
    add_words(parser)
    return run(parser.parse_args())


def add_words(parser: argparse.ArgumentParser) -> None:
    """The verbs of a witness and their options."""
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    init = verbs.add_parser("init", help="make a key and a folder for a new witness")
    init.add_argument("name", metavar="NAME", help="such as library.example.org/witness")
    log = verbs.add_parser("add-log", help="watch a log from now on")
    log.add_argument("vkey", metavar="VKEY", help="the log's public key, as it publishes it")
    serve = verbs.add_parser("serve", help="answer the logs that ask")
    serve.add_argument("--host", default="127.0.0.1", help="address to answer at (%(default)s)")
    serve.add_argument("--port", type=int, default=8090, help="and port (%(default)s)")
    verbs.add_parser("show", help="print the witness's public key and what it watches")
    for verb in verbs.choices.values():
        verb.add_argument(
            "--folder", type=Path, default=Path("witness"), help="what it keeps (%(default)s)"
        )


def run(args: argparse.Namespace) -> int:
    """Do what was asked; 0 if it went well, 1 with a sentence if not."""
    if not ed25519.INSTALLED:
        return _complain("a witness signs, which needs the Python library `cryptography`.")
    try:
        VERBS[args.verb](args)
    except (Broken, Invalid, OSError) as error:
        return _complain(str(error))
    return 0


def _init(args: argparse.Namespace) -> None:
    store = begin(args.folder, args.name)
    _say(f"The public key of this witness, for those who shall believe it:\n{store.vkey.text}")
    _say(f"Its private key is in {args.folder}. Let nobody read it, and never bring back an old")
    _say("copy of that folder: the witness would forget what it vouched for.")


def _add_log(args: argparse.Namespace) -> None:
    log = Store(args.folder).add_log(parse_vkey(args.vkey))
    _say(f"Watching {log.origin} ({len(log.keys)} key{'s' if len(log.keys) > 1 else ''}).")


def _show(args: argparse.Namespace) -> None:
    store = Store(args.folder)
    _say(store.vkey.text)
    for log in store.logs():
        latest = log.latest()
        _say(f"{log.origin}: {f'{latest.size} entries' if latest else 'nothing seen yet'}")


def _serve(args: argparse.Namespace) -> None:
    store = Store(args.folder)
    store.check()
    with Server(store, args.host, args.port) as server:
        signal.signal(signal.SIGTERM, lambda *_: _leave())
        _say(f"{store.name} answers at http://{args.host}:{server.server_address[1]}/")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return


def _leave() -> None:
    raise KeyboardInterrupt


VERBS = {"init": _init, "add-log": _add_log, "serve": _serve, "show": _show}


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _complain(sentence: str) -> int:
    sys.stderr.write(f"undersigned-witness: {sentence}\n")
    return FAILED
