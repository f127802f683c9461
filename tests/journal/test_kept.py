import gzip
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from undersigned.journal import kept
from undersigned.journal.announce import touch
from undersigned.journal.kept import STORE, KeptPages, keep, remember

pytestmark = pytest.mark.django_db


class Site:
    """A site of one page that counts how often it is made."""

    def __init__(self) -> None:
        self.made = 0
        self.middleware = KeptPages(self.view)

    def view(self, request: HttpRequest) -> HttpResponse:
        self.made += 1
        response = HttpResponse(f"made {self.made}")
        if request.path == "/cookie/":
            response.set_cookie("a", "b")
        return keep(response, "petition:1")

    def get(self, path: str = "/", **headers: str) -> HttpResponse:
        STORE._asked = float("-inf")  # a second has passed
        response = self.middleware(RequestFactory(headers=headers).get(path))
        assert isinstance(response, HttpResponse)
        return response


def change(scope: str) -> None:
    with transaction.atomic():
        touch([scope], at=timezone.now())


def test_a_page_is_made_once_until_something_on_it_changes() -> None:
    site = Site()

    before = [site.get().content for _ in range(3)]
    change("petition:2")
    other = site.get().content
    change("petition:1")
    after = site.get().content

    assert (before, other, after) == ([b"made 1"] * 3, b"made 1", b"made 2")


def test_a_change_is_noticed_after_any_silence() -> None:
    site = Site()
    site.get()
    assert STORE._known_until is not None
    STORE._known_until -= timedelta(hours=2)  # nobody asked for two hours
    with transaction.atomic():
        touch(["petition:1"], at=timezone.now() - timedelta(hours=1))

    assert site.get().content == b"made 2"


def test_a_change_that_commits_while_a_page_is_made_is_noticed_after_it() -> None:
    site = Site()
    site.get("/other/")

    def slow_view(request: HttpRequest) -> HttpResponse:
        response = site.view(request)
        change("petition:1")  # after the page's rows were read
        return response

    site.middleware.get_response = slow_view
    site.get()
    site.middleware.get_response = site.view

    assert site.get().content == b"made 3"


def test_questions_cookies_and_posts_are_never_kept() -> None:
    site = Site()

    for path in ("/?q=x", "/cookie/"):
        site.get(path)
        site.get(path)
    site.middleware(RequestFactory().post("/"))

    assert site.made == 5


def test_the_bytes_come_gzipped_and_with_an_etag() -> None:
    site = Site()
    site.get()

    packed = site.get(accept_encoding="gzip")
    again = site.get(if_none_match=packed["ETag"])

    assert gzip.decompress(packed.content) == b"made 1"
    assert packed["Vary"] == "Accept-Encoding"
    assert (again.status_code, again.content) == (304, b"")


def test_kept_pages_are_served_while_the_database_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site()
    site.get()

    def gone(*_: object, **__: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(connection, "cursor", gone)

    assert site.get().content == b"made 1"


def test_the_oldest_pages_go_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "LIMIT", 100)
    site = Site()
    for n in range(10):
        site.get(f"/{n}/")

    assert site.get("/9/").content == b"made 10"
    assert site.get("/0/").content == b"made 11"


def test_a_value_is_remembered_until_its_scope_changes() -> None:
    made = []

    def make() -> str:
        made.append(1)
        return "value"

    def read() -> str:
        STORE._asked = float("-inf")
        return remember("key", make, scopes=lambda _: ("petition:1",))

    read()
    read()
    change("petition:1")
    read()

    assert len(made) == 2
