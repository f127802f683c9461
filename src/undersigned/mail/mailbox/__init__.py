"""The demo's mailbox: an SMTP server that keeps every letter in a folder, and a page to read them.

A process of its own, which no production has: whoever sees the page reads everybody's letters.
"""

import logging
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from undersigned.mail.mailbox.box import Box
from undersigned.mail.mailbox.page import page_server
from undersigned.mail.mailbox.sink import Sink


def serve(folder: Path, *, host: str, port: int, smtp_port: int) -> None:
    """Take letters at `smtp_port` and show them at `port` until interrupted.

    Raises ImproperlyConfigured in production, OSError when a port is taken.
    """
    refuse_in_production()
    logging.getLogger("mail.log").setLevel(logging.WARNING)  # aiosmtpd's, which names addresses
    box = Box(folder)
    with page_server(box, host, port) as page, Sink(box, host, smtp_port):
        page.serve_forever(poll_interval=0.2)


def refuse_in_production() -> None:
    """Raises ImproperlyConfigured where UNDERSIGNED_PRODUCTION is set."""
    if settings.PRODUCTION:
        raise ImproperlyConfigured("The mailbox shows everybody's letters: not in production.")
