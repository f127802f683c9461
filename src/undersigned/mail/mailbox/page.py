"""The page: letters newest first, one letter, and all of them as JSON.

The HTML of a letter is shown in a frame without scripts, forms, pictures or an origin of its own.
"""

import json
from dataclasses import asdict
from functools import cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.template import Context
from django.template.engine import Engine

from undersigned.mail.mailbox.box import Box, Received

PAGES = Path(__file__).resolve().parent / "pages"
AT_ONCE = 100
OURS = (
    "default-src 'none'; style-src 'self'; frame-src 'self'; img-src data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
THEIRS = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)

Answer = tuple[HTTPStatus, str, str, str]  # status, type, policy, body


def page_server(box: Box, host: str, port: int) -> ThreadingHTTPServer:
    """A server of the page, bound and not yet serving. Raises OSError when the port is taken."""

    class OfThisBox(_Handler):
        def answer(self) -> Answer:
            return _answer(box, self.path)

    return ThreadingHTTPServer((host, port), OfThisBox)


class _Handler(BaseHTTPRequestHandler):
    server_version = "Mailbox"
    sys_version = ""

    def answer(self) -> Answer:
        raise NotImplementedError

    def do_GET(self) -> None:
        status, kind, policy, body = self.answer()
        raw = body.encode("utf-8", "replace")
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(raw)))
        self.send_header("Content-Security-Policy", policy)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_: object) -> None:
        """Nothing: addresses stand in the queries."""


def _answer(box: Box, target: str) -> Answer:
    parts = urlsplit(target)
    asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    match parts.path.strip("/").split("/"):
        case [""]:
            return _list(box, asked)
        case ["letters.json"]:
            return _json(box.letters(asked.get("to", "")))
        case ["mailbox.css"]:
            return HTTPStatus.OK, "text/css", OURS, _text("mailbox.css")
        case ["letters", ref] if letter := box.letter(ref):
            return _html("letter.html", letter=letter)
        case ["letters", ref, "html"] if letter := box.letter(ref):
            return HTTPStatus.OK, "text/html", THEIRS, _in_a_frame(letter.html)
    return HTTPStatus.NOT_FOUND, *_html("missing.html")[1:]


def _list(box: Box, asked: dict[str, str]) -> Answer:
    to, before = asked.get("to", "").strip(), asked.get("before", "")
    letters = box.letters(to)
    if before.isdecimal():
        letters = [letter for letter in letters if int(letter.ref) < int(before)]
    shown = letters[:AT_ONCE]
    older = shown[-1].ref if len(letters) > len(shown) else ""
    return _html("letters.html", letters=shown, to=to, older=older)


def _json(letters: list[Received]) -> Answer:
    listed = [asdict(letter) | {"at": letter.at.isoformat()} for letter in letters]
    body = json.dumps(listed, ensure_ascii=False, indent=1)
    return HTTPStatus.OK, "application/json", OURS, body


def _html(name: str, **facts: Any) -> Answer:
    context = Context({**facts, "site_name": settings.SITE_NAME, "site": settings.PUBLIC_ADDRESS})
    return HTTPStatus.OK, "text/html", OURS, _engine().get_template(name).render(context)


def _in_a_frame(html: str) -> str:
    """Links leave the frame for a page of their own: the sites refuse to be framed."""
    return html.replace("<head>", '<head><base target="_blank">', 1)


@cache
def _engine() -> Engine:
    return Engine(dirs=[str(PAGES)])


@cache
def _text(name: str) -> str:
    return (PAGES / name).read_text(encoding="utf-8")
