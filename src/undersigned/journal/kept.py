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
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, TypeVar

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from undersigned.journal.models import Change

ASK_EVERY = 1.0  # seconds
LOOK_BACK = timedelta(seconds=60)  # longer than any transaction may take
LIMIT = 64 * 1024 * 1024  # bytes of bodies
VALUE_SIZE = 16 * 1024  # what a remembered value counts for

T = TypeVar("T")


@dataclass(frozen=True)
class Kept:
    """Something made from rows, its size in bytes, and the stamps of its scopes when its making began."""

    value: Any
    size: int
    stamps: tuple[tuple[str, str], ...]


class Store:
    """What a process keeps, oldest dropped first when it grows over the limit."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._size = 0
        self._asked = float("-inf")
        self._known_until: datetime | None = None
        self.stamps: dict[str, str] = {}

    def get(self, key: str) -> Any | None:
        """What is kept under this key, unless a scope of it changed since."""
        kept = self._kept.get(key)
        if kept is None:
            return None
        if any(self.stamps.get(scope, "") != stamp for scope, stamp in kept.stamps):
            with self._lock:
                self._drop(key)
            return None
        return kept.value

    def put(
        self, key: str, value: object, *, size: int, scopes: Iterable[str], stamps: dict[str, str]
    ) -> None:
        """Keep a value that shows these scopes, made under these stamps."""
        with self._lock:
            self._drop(key)
            marks = tuple((scope, stamps.get(scope, "")) for scope in scopes)
            self._kept[key] = Kept(value, size, marks)
            self._size += size
            while self._size > LIMIT:
                self._drop(next(iter(self._kept)))

    def _drop(self, key: str) -> None:
        kept = self._kept.pop(key, None)
        if kept:
            self._size -= kept.size

    def ask(self) -> None:
        """Learn what changed, at most once a second; while the database is away, keep serving what is kept."""
        if time.monotonic() - self._asked < ASK_EVERY:
            return
        self._asked = time.monotonic()
        now = timezone.now()
        since = (self._known_until or now) - LOOK_BACK
        try:
            self.stamps.update(Change.objects.filter(at__gt=since).values_list("scope", "stamp"))
        except DatabaseError:
            return
        self._known_until = now


STORE = Store()


def remember(key: str, make: Callable[[], T], *, scopes: Callable[[T], Iterable[str]]) -> T:
    """What `make` returns, kept in memory until a scope of it changes; whatever it raises is not kept."""
    STORE.ask()
    value: T | None = STORE.get(key)
    if value is None:
        stamps = dict(STORE.stamps)
        value = make()
        STORE.put(key, value, size=VALUE_SIZE, scopes=scopes(value), stamps=stamps)
    return value


def keep(response: HttpResponse, *scopes: str) -> HttpResponse:
    """Mark a finished public page as shown by these scopes; the middleware keeps its bytes."""
    response.headers.setdefault("Cache-Control", "no-cache")  # browsers ask again; 304 is cheap
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
        page: Page | None = STORE.get(request.path_info)
        if page is None:
            stamps = dict(STORE.stamps)
            response = self.get_response(request)
            page = _finish(response)
            if page is None:
                return response
            size = len(page.body) + len(page.gzipped)
            scopes = response.kept_scopes  # type: ignore[attr-defined]
            STORE.put(request.path_info, page, size=size, scopes=scopes, stamps=stamps)
        return _answer(request, page)


@dataclass(frozen=True)
class Page:
    """A finished response: its headers, and its body plain and gzipped."""

    headers: tuple[tuple[str, str], ...]
    etag: str
    body: bytes
    gzipped: bytes


def _finish(response: HttpResponseBase) -> Page | None:
    if not isinstance(response, HttpResponse) or not hasattr(response, "kept_scopes"):
        return None
    if response.status_code != HTTPStatus.OK or response.cookies:
        return None
    body = response.content
    return Page(
        headers=tuple(response.headers.items()),
        etag=f'"{hashlib.sha256(body).hexdigest()[:32]}"',
        body=body,
        gzipped=gzip.compress(body, mtime=0),
    )


def _answer(request: HttpRequest, page: Page) -> HttpResponse:
    if request.META.get("HTTP_IF_NONE_MATCH") == page.etag:
        response = HttpResponse(status=304)
    elif "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
        response = HttpResponse(page.gzipped)
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(page.body)
    for name, value in page.headers:
        if name != "Content-Length":
            response.headers[name] = value
    response.headers["Content-Length"] = str(len(response.content))
    response.headers["ETag"] = page.etag
    response.headers["Vary"] = "Accept-Encoding"
    return response
