"""The public log under /log/: plain files, answered before anything else is asked.

Anyone may read them from any site (Access-Control-Allow-Origin), or no other page could check this one.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from http import HTTPStatus
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from undersigned.proof import browser
from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.tiles import parse_path

PREFIX = "/log/"
TEXT, BYTES = "text/plain; charset=utf-8", "application/octet-stream"
FOR_EVER = "public, max-age=31536000, immutable"
SECONDS, MINUTES = (
    "public, max-age=2",
    "public, max-age=300",
)  # what may be withheld is not kept long
NOTHING = "default-src 'none'; frame-ancestors 'none'; sandbox"
VERIFIER = "verify.html"
NAMED = {
    "checkpoint": (TEXT, SECONDS),
    "vkey": (TEXT, MINUTES),
    "promise.vkey": (TEXT, MINUTES),
    "policy": (TEXT, MINUTES),
    VERIFIER: ("text/html; charset=utf-8", MINUTES),
    "undersigned-verify.pyz": (BYTES, MINUTES),
}
PATTERNS = {
    re.compile(r"record/[a-z0-9_-]{1,80}\.json"): ("application/json", MINUTES),
    re.compile(r"record/[a-z0-9_-]{1,80}\.salt"): (TEXT, MINUTES),
    re.compile(r"keys/(log|promise)-[0-9a-f]{8}\.(vkey|note)"): (TEXT, MINUTES),
}


@dataclass(frozen=True)
class Served:
    """How a file is served: its place, and the headers."""

    path: Path
    headers: tuple[tuple[str, str], ...]


class LogFiles:
    """Outermost middleware of the public site."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        if request.method not in {"GET", "HEAD"}:
            return _plain(HTTPStatus.METHOD_NOT_ALLOWED, "The log is only read.\n")
        try:
            served = _served(settings.LOG, request.path_info.removeprefix(PREFIX))
            content = served.path.read_bytes()
        except (Invalid, FileNotFoundError):
            return _plain(HTTPStatus.NOT_FOUND, "The log has no such file.\n")
        response = HttpResponse(content)
        for name, value in served.headers:
            response.headers[name] = value
        return response


@lru_cache(maxsize=4096)
def _served(folder: Path, path: str) -> Served:
    """How the file at a path is served. Raises Invalid for whatever the log does not consist of."""
    kind, caching = _kind(path)
    policy = browser.HEADER if path == VERIFIER else NOTHING
    headers = {"Content-Type": kind, "Cache-Control": caching, "Content-Security-Policy": policy}
    return Served(folder / path, tuple({**headers, **_always()}.items()))


def _kind(path: str) -> tuple[str, str]:
    if path in NAMED:
        return NAMED[path]
    for pattern, kind in PATTERNS.items():
        if pattern.fullmatch(path):
            return kind
    parse_path(path)
    return BYTES, FOR_EVER


@cache
def _always() -> dict[str, str]:
    headers = {
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
    }
    if settings.HTTPS:
        below = "; includeSubDomains" if settings.SECURE_HSTS_INCLUDE_SUBDOMAINS else ""
        headers["Strict-Transport-Security"] = f"max-age={settings.SECURE_HSTS_SECONDS}{below}"
    return headers


def _plain(status: HTTPStatus, words: str) -> HttpResponse:
    headers = {"Content-Type": TEXT, "Cache-Control": "no-store", **_always()}
    return HttpResponse(words, status=status, headers=headers)
