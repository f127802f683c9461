"""The whole installation on one machine: web, office and worker, watched over."""

import argparse
import os
import sys
from typing import TYPE_CHECKING

from undersigned.config.process import answers, claim
from undersigned.config.supervise import Child, supervise
from undersigned.config.terminal import say

if TYPE_CHECKING:
    from undersigned.config.commands import Subparsers

DJANGO = False


def add(words: "Subparsers") -> None:
    parser = words.add_parser(
        "run",
        help="serve the public site and the office, and run the worker",
        description=(
            "Start web, office and worker, and start again whichever dies. Started as root, each "
            "drops to its own user (undersigned-web, -office, -worker) where there is one."
        ),
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument(
        "--port", type=int, default=8000, help="the public site's port (%(default)s)"
    )
    parser.add_argument("--office-port", type=int, help="the office's port (the next one)")
    parser.add_argument(
        "--workers",
        type=int,
        default=1,
        help="public processes (%(default)s; more need PostgreSQL)",
    )


def run(args: argparse.Namespace) -> int:
    office_port = args.office_port or args.port + 1
    for name, port in (("PUBLIC_ADDRESS", args.port), ("OFFICE_ADDRESS", office_port)):
        claim(args.host, port)
        os.environ.setdefault(f"UNDERSIGNED_{name}", f"http://localhost:{port}")
    return supervise(
        children(args.host, args.port, office_port, args.workers),
        ready=lambda: answers(args.host, args.port) and answers(args.host, office_port),
        tell=_tell,
    )


def children(host: str, port: int, office_port: int, workers: int) -> list[Child]:
    """Web, office and worker as children of this process."""
    web = ["web", "--host", host, "--port", str(port), "--workers", str(workers)]
    office = ["office", "--host", host, "--port", str(office_port)]
    return [
        Child(words[0], command(*words), user=f"undersigned-{words[0]}")
        for words in (web, office, ["worker"])
    ]


def command(*words: str) -> list[str]:
    """`undersigned <words>` with this interpreter."""
    return [sys.executable, "-m", "undersigned.config.cli", *words]


def _tell() -> None:
    from django.conf import settings

    say(f"Public site  {settings.PUBLIC_ADDRESS}/")
    say(f"Office       {settings.OFFICE_ADDRESS}/")
