"""What a person says to the verifier: its words, and how each ends."""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NoReturn

from undersigned.proof.verifier import audit as auditing
from undersigned.proof.verifier import mirror, serving
from undersigned.proof.verifier import receipt as receipts
from undersigned.proof.verifier import verify as verifying
from undersigned.proof.verifier.audit import audit
from undersigned.proof.verifier.compare import compare, side_of
from undersigned.proof.verifier.outcome import Code, Ended
from undersigned.proof.verifier.receipt import receipt
from undersigned.proof.verifier.sources import source_of
from undersigned.proof.verifier.verify import verify
from undersigned.proof.verifier.words import plain
from undersigned.pure.tlog.faults import Invalid

INTERRUPTED = 130
ENDS = (
    "It ends with 0 if all is well, 1 if something does not hold, 2 if the log showed two pasts, "
    "3 if what is shown is old or too few witnesses vouch for it, 4 if nothing could be checked."
)


class _Parser(argparse.ArgumentParser):
    """Ends with 4 where it is used wrongly: 2 would say that a log is forked."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(Code.USAGE, f"{self.prog}: {message}\n")


def parser(prog: str) -> argparse.ArgumentParser:
    """All words with their options."""
    top = _Parser(prog=prog, description="Check a public log of signatures.", epilog=ENDS)
    words = top.add_subparsers(title="words", metavar="WORD", required=True, parser_class=_Parser)
    for word, help_, add in WORDS:
        add(words.add_parser(word, help=help_, description=help_, epilog=ENDS))
    return top


def _add_verify(word: argparse.ArgumentParser) -> None:
    _add_log(word)
    _add_policy(word)
    word.add_argument("--state", metavar="FILE", type=Path, help="where the last look is kept")
    word.add_argument(
        "--max-age", metavar="HOURS", type=float, default=48.0, help="of witnesses' words (48)"
    )
    word.set_defaults(run=_verify)


def _verify(args: argparse.Namespace) -> Code:
    source = source_of(args.log)
    return verify(verifying.Asked(source, args.policy, args.state, args.max_age, time.time()))


def _add_receipt(word: argparse.ArgumentParser) -> None:
    word.add_argument("file", metavar="FILE", type=Path, help="a .tlog-proof, or a promise")
    word.add_argument("--opening", help="the end of your letter's link: shows that it is yours")
    word.add_argument("--fields", metavar="FILE", type=Path, help="what you entered, as JSON")
    word.add_argument("--log", metavar="ADDRESS|FOLDER", help="look whether it still counts")
    _add_policy(word)
    word.set_defaults(run=_receipt)


def _receipt(args: argparse.Namespace) -> Code:
    source = source_of(args.log) if args.log else None
    return receipt(
        receipts.Asked(args.file, args.opening, args.fields, source, args.policy, time.time())
    )


def _add_compare(word: argparse.ArgumentParser) -> None:
    for side in ("one", "other"):
        word.add_argument(side, metavar=side.upper(), help="a receipt, checkpoint, folder, address")
    word.add_argument("--log", metavar="ADDRESS|FOLDER", help="needed if their sizes differ")
    _add_policy(word)
    word.set_defaults(run=_compare)


def _compare(args: argparse.Namespace) -> Code:
    log = source_of(args.log) if args.log else None
    return compare(side_of(args.one), side_of(args.other), log, args.policy)


def _add_audit(word: argparse.ArgumentParser) -> None:
    _add_log(word)
    _add_policy(word)
    word.add_argument("--seed", metavar="DIGITS", required=True, help="20 or more, as thrown")
    word.add_argument("-n", metavar="NUMBER", type=_number, default=59, help="how many (59)")
    word.add_argument("--petition", metavar="NAME", help="of this one alone")
    word.add_argument("--size", metavar="NUMBER", type=_number, help="as laid down before")
    word.set_defaults(run=_audit)


def _audit(args: argparse.Namespace) -> Code:
    source = source_of(args.log)
    return audit(auditing.Asked(source, args.policy, args.seed, args.n, args.petition, args.size))


def _add_mirror(word: argparse.ArgumentParser) -> None:
    _add_log(word)
    word.add_argument("folder", metavar="COPY", type=Path, help="the folder of the copy")
    _add_policy(word)
    word.add_argument("--serve", metavar="PORT", type=int, help="go on, and serve the copy there")
    word.add_argument("--host", default="127.0.0.1", help="where to serve (%(default)s)")
    word.add_argument(
        "--every", metavar="MINUTES", type=float, default=10.0, help="look again (%(default)s)"
    )
    word.set_defaults(run=_mirror)


def _mirror(args: argparse.Namespace) -> Code:
    again = partial(mirror.update, source_of(args.log), args.folder, args.policy)
    if args.serve is None:
        again()
    else:
        serving.serve(args.folder, args.host, args.serve, args.every, again)
    return Code.OK


def _add_log(word: argparse.ArgumentParser) -> None:
    word.add_argument("log", metavar="ADDRESS|FOLDER", help="such as https://example.org/log/")


def _add_policy(word: argparse.ArgumentParser) -> None:
    word.add_argument(
        "--policy", metavar="FILE", type=Path, help="your own list of keys (C2SP tlog-policy)"
    )


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text)):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number above 0")
    return int(text)


WORDS = (
    ("verify", "read a whole log and recount it", _add_verify),
    ("receipt", "check a signature's receipt, or a promise", _add_receipt),
    ("compare", "look whether a log showed two pasts", _add_compare),
    ("audit", "draw signatures by lot", _add_audit),
    ("mirror", "keep a verified copy of a log, and serve it", _add_mirror),
)


def main(argv: Sequence[str], prog: str) -> int:
    """Do what was asked; the exit code."""
    args = parser(prog).parse_args(argv)
    run: Callable[[argparse.Namespace], Code] = args.run
    try:
        return run(args)
    except Ended as end:
        return _complain(str(end), end.code)
    except Invalid as fault:
        return _complain(f"NOT VALID: {fault}", Code.INVALID)
    except KeyboardInterrupt:
        return _complain("Interrupted.", INTERRUPTED)


def _complain(sentence: str, code: int) -> int:
    sys.stdout.flush()  # the verdict comes last, in a file too
    sys.stderr.write(f"{plain(sentence)}\n")
    return code
