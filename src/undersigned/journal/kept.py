"""Public pages, served from bytes that are kept until something on them changes.

A view says what its page shows: `return keep(response, "petition:7")`. The outermost middleware keeps the finished
bytes and answers later requests with them. Once a second each process asks which scopes changed (one indexed
query); a page whose scopes carry another stamp than when its request began is dropped, so a page is at most about
a second late. The stamp is compared, not the clock: a page rendered just before a commit is dropped after it.
"""

import gzip
import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from undersigned.journal.models import Change

ASK_EVERY = 1.0  # seconds
LOOK_BACK = timedelta(seconds=60)  # longer than any transaction may take
LIMIT = 64 * 1024 * 1024  # bytes of bodies

Stamps = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Kept:
    """A finished response: its headers, its body plain and gzipped, and the stamps it was made under."""

    headers: tuple[tuple[str, str], ...]
    etag: str
    body: bytes
    gzipped: bytes
    stamps: Stamps


class _Store:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.pages: OrderedDict[str, Kept] = OrderedDict()
        self.stamps: dict[str, str] = {}
        self.size = 0
        self.asked = float("-inf")

    def get(self, path: str) -> Kept | None:
        kept = self.pages.get(path)
        if kept and any(self.stamps.get(scope, "") != stamp for scope, stamp in kept.stamps):
            self.drop(path)
            return None
        return kept

    def put(self, path: str, kept: Kept) -> None:
        with self.lock:
            self._drop(path)
            self.pages[path] = kept
            self.size += len(kept.body) + len(kept.gzipped)
            while self.size > LIMIT:
                self._drop(next(iter(self.pages)))

    def drop(self, path: str) -> None:
        with self.lock:
            self._drop(path)

    def _drop(self, path: str) -> None:
        kept = self.pages.pop(path, None)
        if kept:
            self.size -= len(kept.body) + len(kept.gzipped)

    def ask(self) -> None:
        """Learn what changed, at most once a second; while the database is away, keep serving what is kept."""
        if time.monotonic() - self.asked < ASK_EVERY:
            return
        self.asked = time.monotonic()
        recent = Change.objects.filter(at__gt=timezone.now() - LOOK_BACK)
        try:
            self.stamps.update(recent.values_list("scope", "stamp"))
        except DatabaseError:
            return


STORE = _Store()


def keep(response: HttpResponse, *scopes: str) -> HttpResponse:
    """Mark a finished public page as shown by these scopes; the middleware keeps its bytes."""
    response.kept_scopes = scopes  # type: ignore[attr-defined]
    return response


class KeptPages:
    """Outermost middleware of the public site."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"} or request.META.get("QUERY_STRING"):
            return self.get_response(request)
        STORE.ask()
        path = request.path_info
        kept = STORE.get(path)
        if kept is None:
            stamps = dict(STORE.stamps)
            response = self.get_response(request)
            kept = _finish(response, stamps)
            if kept is None:
                return response
            STORE.put(path, kept)
        return _answer(request, kept)


def _finish(response: HttpResponseBase, stamps: dict[str, str]) -> Kept | None:
    scopes: tuple[str, ...] | None = getattr(response, "kept_scopes", None)
    if scopes is None or not isinstance(response, HttpResponse) or response.status_code != 200:  # noqa: PLR2004
        return None
    if response.cookies:
        return None
    body = response.content
    return Kept(
        headers=tuple(response.headers.items()),
        etag=f'"{hashlib.sha256(body).hexdigest()[:32]}"',
        body=body,
        gzipped=gzip.compress(body, mtime=0),
        stamps=tuple((scope, stamps.get(scope, "")) for scope in scopes),
    )


def _answer(request: HttpRequest, kept: Kept) -> HttpResponse:
    if request.META.get("HTTP_IF_NONE_MATCH") == kept.etag:
        response = HttpResponse(status=304)
    elif "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
        response = HttpResponse(kept.gzipped)
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(kept.body)
    for name, value in kept.headers:
        if name != "Content-Length":
            response.headers[name] = value
    response.headers["Content-Length"] = str(len(response.content))
    response.headers["ETag"] = kept.etag
    response.headers["Vary"] = "Accept-Encoding"
    return response
