"""A made-up town on this machine, to look around in."""

import argparse
import os
import time
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import django

from undersigned.config.commands.run import children, command
from undersigned.config.demo.logins import Login, code_now, read_logins
from undersigned.config.process import answers, claim
from undersigned.config.supervise import Child, supervise
from undersigned.config.terminal import Stop, say
from undersigned.journal import keys

if TYPE_CHECKING:
    from undersigned.config.commands import Subparsers

DJANGO = False

HOST = "127.0.0.1"


def add(words: "Subparsers") -> None:
    parser = words.add_parser(
        "demo",
        help="serve a made-up town with sample data",
        description=(
            "Serve sample data from var/demo: the public site at PORT, the office at the next "
            "port, then the mailbox's page, its SMTP port, and two witnesses of the public log. "
            "Ctrl-C ends it; nothing is lost."
        ),
    )
    parser.add_argument("--port", type=int, default=8000, help="first of six ports (%(default)s)")
    parser.add_argument(
        "--codes", action="store_true", help="only print the log-ins with their codes of now"
    )
    parser.add_argument("--sign", action="store_true", help=argparse.SUPPRESS)


def run(args: argparse.Namespace) -> int:
    folder = _settle(args.port)
    if args.codes:
        _tell_logins(read_logins(folder / "logins.json"))
        return 0
    if args.sign:
        return _sign(args.port)
    for port in range(args.port, args.port + 6):
        claim(HOST, port)
    os.environ.setdefault("UNDERSIGNED_LOG_ORIGIN", _origin(folder))
    django.setup()
    from undersigned.config.demo.prepare import prepare
    from undersigned.config.demo.witnesses import prepare_witnesses

    web, office, mailbox, smtp, *watching = range(args.port, args.port + 6)
    fresh = prepare(folder)
    witnesses = prepare_witnesses(folder, HOST, watching)
    everyone = [
        Child("mailbox", command("mailbox", "--port", str(mailbox), "--smtp-port", str(smtp))),
        *(
            Child(home.name, _witness(home, port))
            for home, port in zip(witnesses, watching, strict=True)
        ),
        *children(HOST, web, office, workers=1),
        Child("signers", command("demo", "--sign", "--port", str(web)), once=True),
    ]
    return supervise(
        everyone,
        ready=lambda: all(answers(HOST, port) for port in (web, office, mailbox, smtp)),
        tell=lambda: _tell(web, folder, fresh=fresh),
    )


def _witness(home: Path, port: int) -> list[str]:
    return command("witness", "serve", "--folder", str(home), "--host", HOST, "--port", str(port))


def _settle(port: int) -> Path:
    """Settings of the demo, unless the environment says otherwise; returns its folder."""
    if os.environ.get("UNDERSIGNED_PRODUCTION"):
        raise Stop("The demo is not for production: UNDERSIGNED_PRODUCTION is set.")
    folder = Path(os.environ.setdefault("UNDERSIGNED_VAR", str(Path("var/demo").resolve())))
    for name, value in {
        "PUBLIC_ADDRESS": f"http://localhost:{port}",  # passkeys refuse 127.0.0.1
        "OFFICE_ADDRESS": f"http://localhost:{port + 1}",
        "SMTP_HOST": HOST,
        "SMTP_PORT": str(port + 3),
        "COLLECTED": "yes",
        "OPERATOR": "Sample Operator",
        "LOG_LEVEL": "WARNING",
        "LOG_FLUSH_SECONDS": "2",
        "WARDS_SECONDS": "60",
    }.items():
        os.environ.setdefault(f"UNDERSIGNED_{name}", value)
    return folder


def _origin(folder: Path) -> str:
    """The log's name: the same whatever the port, and another for each demo.

    Whoever checked one demo's log would else be told that the next one's is a fork of it.
    """
    kept = Path(os.environ.get("UNDERSIGNED_KEYS", folder / "keys"))
    keys.make(kept)
    key = sha256((kept / "log.pub").read_bytes()).hexdigest()[:8]
    return f"demo-{key}.example.org/log"


def _tell(port: int, folder: Path, *, fresh: bool) -> None:
    say()
    say(f"  Public site  http://localhost:{port}/")
    say(f"  Office       http://localhost:{port + 1}/")
    say(f"  Mailbox      http://localhost:{port + 2}/   every letter that the site sends")
    say()
    _tell_logins(read_logins(folder / "logins.json"))
    say(
        f"  New codes: .venv/bin/undersigned demo --codes   ·   Data: {folder}   ·   Ctrl-C ends it"
    )
    say()
    if fresh:
        say("  The first people are signing through the form and confirming by letter …")


def _tell_logins(logins: list[Login]) -> None:
    if not logins:
        raise Stop("There is no demo yet: `make demo` makes it.")
    say(f"  Log-ins of the office (password {logins[0].password}):")
    for login in logins:
        code = code_now(login.totp_secret, at=time.time())
        say(f"    {login.role:<10} {login.email:<24} TOTP {login.totp_secret}  code now {code}")


def _sign(port: int) -> int:
    django.setup()
    from undersigned.config.demo.prepare import sign

    return sign(f"http://localhost:{port}", f"http://localhost:{port + 2}")
