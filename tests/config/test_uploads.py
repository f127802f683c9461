"""A large file goes through the front only from who holds a ticket, within its limit, and never in plain text."""

import asyncio
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from django.core.signing import TimestampSigner
from pytest_django import Settings
from tests.config.test_front import ask, scope

from undersigned.config import front, uploads
from undersigned.config.refusals import Refused
from undersigned.verification.tickets import SALT, holder_of

TICKET = "{ticket}"
PATH = f"/council/sampleton/rolls/upload/{TICKET}/"
MEGABYTE = 1024 * 1024


@pytest.fixture(autouse=True)
def office(settings: Settings, tmp_path: Path) -> Settings:
    settings.PROCESS = "office"
    settings.ROLLS = tmp_path / "rolls"
    settings.ROLL_MEGABYTES = 2
    return settings


def address(language: str = "") -> str:
    """The address that a signed-in clerk's form has."""
    return language + PATH.replace(TICKET, TimestampSigner(salt=SALT).sign(7))


@pytest.fixture
def django(monkeypatch: pytest.MonkeyPatch, office: Settings) -> list[Any]:
    """In Django's place: keeps how long each body was and what was in it, and which files stood beside it."""
    seen: list[Any] = []

    def answer(environ: dict[str, Any]) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
        body = environ["wsgi.input"].read()
        seen.append((environ["CONTENT_LENGTH"], len(body), body[:6]))
        seen.append([path for path in Path(office.ROLLS).rglob("*") if path.is_file()])
        return 200, [], b""

    monkeypatch.setattr(front, "call", answer)
    return seen


@pytest.mark.parametrize("language", ["", "/es"])
def test_a_ticket_lets_a_large_body_through(django: list[Any], language: str) -> None:
    status, _, _ = ask(scope("POST", address(language)), [b"Sample", b"x" * (MEGABYTE + 1)])
    assert (status, django[0]) == (200, (str(MEGABYTE + 7), MEGABYTE + 7, b"Sample"))
    assert django[1] == []  # its file has no name


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", PATH.replace(TICKET, "7:forged:forged")),
        ("POST", PATH.replace(TICKET, TimestampSigner(salt="other").sign(7))),
        ("POST", "/council/sampleton/rolls/"),
        ("GET", PATH),
    ],
    ids=["forged", "for something else", "another address", "another method"],
)
def test_without_a_ticket_a_body_has_its_ordinary_limit(method: str, path: str) -> None:
    assert uploads.sender_of(method, path) is None
    if method == "POST":
        status, _, _ = ask(scope("POST", path), [b"x" * (MEGABYTE + 1)])
        assert status == 413


def test_the_public_site_takes_no_large_body_from_anybody(office: Settings) -> None:
    assert uploads.sender_of("POST", address()) == 7
    office.PROCESS = "web"
    assert uploads.sender_of("POST", address()) is None


def test_a_file_beyond_its_limit_is_refused_with_that_limit(django: list[Any]) -> None:
    status, _, body = ask(scope("POST", address()), [b"x" * MEGABYTE] * 3)
    assert (status, django) == (413, [])
    assert b"2112 KB" in body


def take(pieces: Iterable[dict[str, Any]], *, every: float = 0) -> bytes:
    """What `take` hands on of a body that comes so, a piece after so many seconds."""
    waiting = iter(pieces)

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(every)
        return next(waiting, None) or await asyncio.sleep(9) or {}

    async def run() -> bytes:
        with ThreadPoolExecutor(1) as pool, await uploads.take(receive, 7, pool) as body:
            return body.read()

    return asyncio.run(run())


PIECE = {"type": "http.request", "body": b"Ana", "more_body": True}
LAST = {"type": "http.request", "body": b" Sample"}


def test_what_was_sent_is_handed_on_whole() -> None:
    assert take([PIECE, PIECE, LAST]) == b"AnaAna Sample"


def test_nothing_stands_on_the_disk_in_plain_text(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    named = (tmp_path / "spool").open("w+b")
    monkeypatch.setattr("tempfile.TemporaryFile", lambda **_: named)
    assert len(take([{**PIECE, "body": b"Ana" * 20_000}] * 5 + [LAST])) == 300_007
    assert b"AnaAna" not in (tmp_path / "spool").read_bytes()
    assert (tmp_path / "spool").stat().st_size > 300_007


@pytest.mark.parametrize(
    ("pieces", "status"),
    [
        ([PIECE, {"type": "http.disconnect"}], HTTPStatus.REQUEST_TIMEOUT),
        ([PIECE], HTTPStatus.REQUEST_TIMEOUT),
        ([{**PIECE, "body": b"x" * (3 * MEGABYTE)}], HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    ],
)
def test_a_body_that_breaks_off_or_grows_too_long_is_refused(
    monkeypatch: pytest.MonkeyPatch, pieces: list[dict[str, Any]], status: HTTPStatus
) -> None:
    monkeypatch.setattr(uploads, "IDLE", 0.05)
    with pytest.raises(Refused) as refused:
        take(pieces)
    assert (refused.value.status, uploads.coming) == (status, set())


def test_a_body_that_trickles_in_for_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "WHOLE", 0.1)
    with pytest.raises(Refused) as refused:
        take([PIECE] * 100, every=0.01)
    assert (refused.value.status, uploads.coming) == (HTTPStatus.REQUEST_TIMEOUT, set())


@pytest.mark.parametrize("coming", [{7}, {8, 9}])
def test_of_one_sender_one_file_comes_at_once_and_of_all_two(
    monkeypatch: pytest.MonkeyPatch, coming: set[int]
) -> None:
    monkeypatch.setattr(uploads, "coming", coming)
    with pytest.raises(Refused) as refused:
        take([LAST])
    assert refused.value.status == HTTPStatus.SERVICE_UNAVAILABLE


def test_an_old_ticket_is_nobodys(monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = TimestampSigner(salt=SALT).sign(7)
    assert holder_of(ticket) == 7
    monkeypatch.setattr("django.core.signing.time.time", lambda: 4_000_000_000)
    assert holder_of(ticket) is None
