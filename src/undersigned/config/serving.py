"""How the two sites are served: the checks first, then granian in this process's place."""

import argparse
import os
import sys
from typing import TYPE_CHECKING

import django

from undersigned.config.process import allow_many_connections, claim
from undersigned.config.terminal import Stop

if TYPE_CHECKING:
    from undersigned.config.commands import Subparsers

PATIENCE = 3.0  # seconds for a predecessor to let go of the port

FRONT = ["--interface", "asgi", "undersigned.config.front:app"]
PLAIN = ["--interface", "wsgi", "--blocking-threads", "4", "undersigned.config.wsgi:application"]
GRANIAN = [
    *("--http", "1", "--no-ws"),
    *("--respawn-failed-workers", "--respawn-interval", "1"),
    *("--workers-kill-timeout", "5"),  # a stop that comes while a worker starts would be lost
    *("--backlog", "4096", "--backpressure", "4096"),  # the default stops at 1,024 slow bodies
    *("--http1-header-read-timeout", "10000"),
    *("--log-level", "warning", "--no-access-log"),  # paths hold tokens
]


def add_options(words: "Subparsers", name: str, *, help: str, port: int, workers: bool) -> None:  # noqa: A002
    """Name a serving command and its options."""
    parser = words.add_parser(name, help=help, description=f"{help.capitalize()}. SIGTERM ends it.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, default=port, help="port to listen on (%(default)s)")
    parser.add_argument(
        "--plain",
        action="store_true",
        help="without the front; only behind a proxy that reads bodies first (deploy/nginx)",
    )
    if workers:
        parser.add_argument(
            "--workers", type=int, default=1, help="processes (%(default)s; more need PostgreSQL)"
        )
    else:
        parser.set_defaults(workers=1)


def serve(name: str, args: argparse.Namespace) -> int:
    """Check the installation as this process will see it, then become its server."""
    claim(args.host, args.port, patience=PATIENCE)
    os.environ["UNDERSIGNED_PROCESS"] = name
    os.environ["UNDERSIGNED_WORKERS"] = str(args.workers)
    refuse_if_unfit()
    allow_many_connections()
    listen = ["--host", args.host, "--port", str(args.port), "--workers", str(args.workers)]
    what = PLAIN if args.plain else FRONT
    program = [sys.executable, "-m", "granian", *GRANIAN, *listen, *what]
    os.execv(sys.executable, program)  # noqa: S606 - our own interpreter, no shell


def refuse_if_unfit() -> None:
    """Run the system checks; raises Stop with every fault that forbids a start."""
    django.setup()
    from django.core.checks import ERROR, run_checks  # noqa: PLC0415 - needs the settings

    faults = [
        message for message in run_checks(include_deployment_checks=False) if message.level >= ERROR
    ]
    lines = [f"- {fault.msg} {fault.hint or ''}".rstrip() for fault in faults]
    if lines:
        raise Stop("\n".join(["This installation is not fit to serve:", *lines]))
