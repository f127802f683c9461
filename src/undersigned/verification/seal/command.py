"""What a clerk says to the tool: its words, and how each ends."""

import argparse
import getpass
import sys
from collections.abc import Callable, Sequence
from enum import IntEnum
from hashlib import sha256
from pathlib import Path

from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.keys import VKey, parse_vkey
from undersigned.verification.seal import keyfile, sealing
from undersigned.verification.seal.age import NotOpened, open_file
from undersigned.verification.seal.keyfile import Key, NotUnlocked
from undersigned.verification.seal.words import plain, summary

ENDS = (
    "It ends with 0 if all is well, 1 if something does not hold, 2 if it was used wrongly "
    "or a file cannot be read or written."
)
INTERRUPTED = 130
SHORTEST = 12  # characters of a passphrase


class Code(IntEnum):
    """The exit codes."""

    OK = 0
    INVALID = 1
    USAGE = 2


class Stopped(Exception):
    """Nothing was done; the message says why."""


def parser(prog: str) -> argparse.ArgumentParser:
    """All words with their options."""
    top = argparse.ArgumentParser(
        prog=prog, description="Seal certificates with a key of your own.", epilog=ENDS
    )
    words = top.add_subparsers(title="words", metavar="WORD", required=True)
    for word, help_, add in WORDS:
        add(words.add_parser(word, help=help_, description=help_, epilog=ENDS))
    return top


def _add_key(word: argparse.ArgumentParser) -> None:
    word.add_argument("name", metavar="NAME", help="as it stands in seals: clerk.example.org")
    word.add_argument("--out", metavar="FILE", type=Path, default=Path("clerk.key"))
    word.set_defaults(run=_key)


def _key(args: argparse.Namespace) -> Code:
    if args.out.exists():
        raise Stopped(f"{args.out} is there already; a key is never overwritten.")
    key = keyfile.make(args.name)
    keyfile.write(key, args.out, _new_passphrase())
    _say(f"Your private key is in {args.out}. Keep a copy in a safe place, and never send it.\n")
    _say("Give these two lines to the site (office, Verification, Your key):\n")
    _show(key)
    return Code.OK


def _add_show(word: argparse.ArgumentParser) -> None:
    _add_own_key(word)
    word.set_defaults(run=_show_again)


def _show_again(args: argparse.Namespace) -> Code:
    _show(_unlock(args.key))
    return Code.OK


def _show(key: Key) -> None:
    _say(f"{key.vkey.text}\n{key.recipient}\n")
    _say(f"Fingerprint, to compare by telephone: {_fingerprint(key.vkey)}")


def _add_seal(word: argparse.ArgumentParser) -> None:
    word.add_argument("file", metavar="CERTIFICATE.json", type=Path, help="as downloaded")
    _add_own_key(word)
    word.add_argument("--out", metavar="FILE", type=Path, help="CERTIFICATE.sealed")
    word.add_argument("--yes", action="store_true", help="do not ask before sealing")
    word.set_defaults(run=_seal)


def _seal(args: argparse.Namespace) -> Code:
    raw = args.file.read_bytes()
    certificate = sealing.read_certificate(raw)
    out = args.out or args.file.with_suffix(".sealed")
    _say(f"You are about to seal:\n\n{summary(certificate)}\n")
    if not args.yes and _ask("Seal this? Type yes: ").strip().lower() != "yes":
        raise Stopped("Nothing was sealed.")
    key = _unlock(args.key)
    _write_new(out, sealing.seal(raw, key))
    _say(f"Sealed by {key.name}: {out}. Upload this file to the site.")
    return Code.OK


def _add_check(word: argparse.ArgumentParser) -> None:
    word.add_argument("file", metavar="CERTIFICATE.sealed", type=Path)
    word.add_argument(
        "--by", metavar="LINE|FILE", required=True, help="the clerk's public line: name+id+key"
    )
    word.set_defaults(run=_check)


def _check(args: argparse.Namespace) -> Code:
    vkey = _vkey(args.by)
    certificate = sealing.check(args.file.read_bytes(), vkey)
    _say(f"{summary(certificate)}\n")
    _say(f"VALID: sealed by {vkey.name}, fingerprint {_fingerprint(vkey)}")
    return Code.OK


def _add_open(word: argparse.ArgumentParser) -> None:
    word.add_argument("file", metavar="FILE.age", type=Path, help="a list that was handed over")
    _add_own_key(word)
    word.add_argument("--out", metavar="FILE", type=Path, help="FILE")
    word.set_defaults(run=_open)


def _open(args: argparse.Namespace) -> Code:
    out = args.out or args.file.with_suffix("")
    if out == args.file:
        raise Stopped("Say with --out where the opened file goes.")
    _write_new(out, open_file(args.file.read_bytes(), _unlock(args.key).private))
    _say(f"Opened: {out}. It holds personal data: delete it when you are done.")
    return Code.OK


WORDS: tuple[tuple[str, str, Callable[[argparse.ArgumentParser], None]], ...] = (
    ("key", "make your key", _add_key),
    ("show", "show the public lines of your key", _add_show),
    ("seal", "seal a certificate", _add_seal),
    ("check", "check a sealed certificate", _add_check),
    ("open", "open a file that was encrypted to you", _add_open),
)


def _add_own_key(word: argparse.ArgumentParser) -> None:
    word.add_argument("--key", metavar="FILE", type=Path, default=Path("clerk.key"))


def main(argv: Sequence[str], prog: str) -> int:
    """Do what was asked; the exit code."""
    args = parser(prog).parse_args(argv)
    run: Callable[[argparse.Namespace], Code] = args.run
    try:
        return run(args)
    except (Invalid, NotOpened, NotUnlocked) as fault:
        return _complain(f"NOT VALID: {fault}", Code.INVALID)
    except Stopped as stop:
        return _complain(str(stop), Code.USAGE)
    except OSError as error:
        return _complain(f"{error.filename}: {error.strerror}", Code.USAGE)
    except KeyboardInterrupt:
        return _complain("Interrupted.", INTERRUPTED)


def _vkey(text: str) -> VKey:
    """From the line itself, or a file that begins with it."""
    if "+" not in text:
        lines = Path(text).read_text(encoding="utf-8").splitlines()
        text = lines[0].strip() if lines else ""
    return parse_vkey(text)


def _fingerprint(vkey: VKey) -> str:
    digest = sha256(vkey.public).hexdigest()[:32]
    return " ".join(digest[start : start + 4] for start in range(0, 32, 4))


def _unlock(path: Path) -> Key:
    if not path.exists():
        raise Stopped(f"There is no {path}. Name yours with --key, or make one: key NAME.")
    return keyfile.read(path, _secret("Passphrase: "))


def _new_passphrase() -> str:
    first = _secret(f"A passphrase of {SHORTEST} characters or more: ")
    if len(first) < SHORTEST:
        raise Stopped("The passphrase is too short; no key was made.")
    if _secret("Once more: ") != first:
        raise Stopped("The two differ; no key was made.")
    return first


def _secret(question: str) -> str:
    """Not shown while it is typed; from a pipe, one line."""
    return getpass.getpass(question) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")


def _ask(question: str) -> str:
    sys.stdout.write(question)
    sys.stdout.flush()
    return sys.stdin.readline()


def _write_new(path: Path, content: bytes) -> None:
    """Never over another file."""
    with path.open("xb") as file:
        path.chmod(0o600)
        file.write(content)


def _say(text: str) -> None:
    sys.stdout.write(plain(text) + "\n")


def _complain(sentence: str, code: int) -> int:
    sys.stdout.flush()
    sys.stderr.write(f"{plain(sentence)}\n")
    return code
