"""Serve the demo's mailbox: every letter ends there, and anyone may read them."""

import argparse
from typing import TYPE_CHECKING

from undersigned.config.process import claim
from undersigned.config.terminal import say

if TYPE_CHECKING:
    from undersigned.config.commands import Subparsers


def add(words: "Subparsers") -> None:
    parser = words.add_parser(
        "mailbox",
        help="take all letters, and show them on a page (demo and development)",
        description=(
            "An SMTP server that keeps every letter in UNDERSIGNED_VAR/mailbox and sends none on, "
            "and a page that shows them. For the demo and development; production refuses it."
        ),
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, default=8025, help="the page's port (%(default)s)")
    parser.add_argument(
        "--smtp-port", type=int, default=2525, help="where letters arrive (%(default)s)"
    )


def run(args: argparse.Namespace) -> int:
    from django.conf import settings

    from undersigned.mail.mailbox import refuse_in_production, serve

    refuse_in_production()
    for port in (args.port, args.smtp_port):
        claim(args.host, port)
    say(f"Mailbox  http://localhost:{args.port}/   SMTP port {args.smtp_port}   Ctrl-C ends it")
    serve(settings.VAR / "mailbox", host=args.host, port=args.port, smtp_port=args.smtp_port)
    return 0
