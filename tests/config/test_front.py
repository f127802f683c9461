"""What the front lets through to Django, and what it answers itself."""

import asyncio
import io
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings

from undersigned.config import front
from undersigned.config.gateway import environ_of

Message = dict[str, Any]


def scope(method: str = "POST", path: str = "/", *headers: tuple[str, str]) -> Message:
    return {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "query_string": b"q=%C3%A1",
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers],
        "server": ("127.0.0.1", 8000),
        "client": ("192.0.2.7", 40000),
    }


def ask(
    request: Message, pieces: Iterable[bytes] = (), *, after: float = 0.0
) -> tuple[int, dict[str, str], bytes]:
    """One request, its body in these pieces, each coming `after` so many seconds."""
    waiting = iter(pieces)
    sent: list[Message] = []

    async def receive() -> Message:
        await asyncio.sleep(after)
        piece = next(waiting, None)
        if piece is None:
            return {"type": "http.request", "body": b"", "more_body": False}
        return {"type": "http.request", "body": piece, "more_body": True}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(front.app(request, receive, send))
    start, body = sent
    headers = {name.decode(): value.decode("latin-1") for name, value in start["headers"]}
    return start["status"], headers, body["body"]


@pytest.fixture
def echo(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Message]]:
    """In Django's place: keeps the environments it was called with and says how long the body was."""
    seen: list[Message] = []

    class Answer(list[bytes]):
        closed = False

        def close(self) -> None:
            self.closed = True

    def application(environ: Message, start_response: Any) -> Answer:
        body = environ["wsgi.input"].read()
        answer = Answer([b"bytes: ", str(len(body)).encode()])
        seen.append(environ | {"answer": answer})
        start_response(
            "201 Created", [("X-Seen", "yes"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")]
        )
        return answer

    monkeypatch.setattr("undersigned.config.gateway.application", application)
    yield seen
    assert all(call["answer"].closed for call in seen)


def test_a_body_that_comes_in_pieces_reaches_django_whole(echo: list[Message]) -> None:
    status, headers, body = ask(scope(), [b"a" * 1000, b"b" * 24])
    assert (status, headers["x-seen"], body) == (201, "yes", b"bytes: 1024")
    assert echo[0]["CONTENT_LENGTH"] == "1024"


def test_a_body_at_the_limit_passes_and_one_byte_more_does_not(echo: list[Message]) -> None:
    limit = django_settings.BODY_LIMIT
    assert ask(scope(), [b"x" * limit])[0] == 201
    status, headers, body = ask(scope(), [b"x" * limit, b"x"])
    assert status == 413
    assert headers["connection"] == "close"
    assert "This is too long" in body.decode()
    assert len(echo) == 1


def test_what_is_far_too_long_is_not_read_to_its_end(echo: list[Message]) -> None:
    pieces = iter([b"x" * 64 * 1024] * 100)
    assert ask(scope(), pieces)[0] == 413
    assert len(list(pieces)) == 100 - front.SWALLOW // (64 * 1024) - 1
    assert echo == []


def test_a_body_that_does_not_arrive_in_time_is_refused(echo: list[Message], settings: Any) -> None:
    settings.BODY_SECONDS = 0.05
    status, _, body = ask(scope(), [b"a", b"b", b"c"], after=0.03)
    assert status == 408
    assert "The connection was too slow" in body.decode()
    assert echo == []


def test_a_refusal_is_in_the_language_of_the_path(settings: Any, echo: list[Message]) -> None:
    settings.BODY_LIMIT = 10
    assert '<html lang="es">' in ask(scope("POST", "/es/petitions/"), [b"x" * 11])[2].decode()
    assert '<html lang="en">' in ask(scope("POST", "/petitions/"), [b"x" * 11])[2].decode()


def test_when_too_many_wait_for_a_thread_the_next_is_told_when_to_try_again(
    echo: list[Message], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(front, "waiting", front.WAITING_LIMIT)
    status, headers, body = ask(scope("GET"))
    assert (status, headers["retry-after"]) == (503, "30")
    assert "Too many people at once" in body.decode()
    assert echo == []


def test_a_head_request_gets_headers_without_a_body(echo: list[Message]) -> None:
    status, headers, body = ask(scope("HEAD"))
    assert (status, headers["x-seen"], body) == (201, "yes", b"")


def test_a_path_is_handed_on_as_wsgi_wants_it() -> None:
    environ = environ_of(scope("GET", "/peticiones/año/"), b"")
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/peticiones/año/"
    assert environ["QUERY_STRING"] == "q=%C3%A1"
    assert environ["REMOTE_ADDR"] == "192.0.2.7"


def test_repeated_headers_are_joined_and_those_that_pose_as_others_are_dropped() -> None:
    request = scope(
        "POST",
        "/",
        ("accept", "text/html"),
        ("accept", "text/plain"),
        ("cookie", "a=1"),
        ("cookie", "b=2"),
        ("x_forwarded_for", "203.0.113.9"),
        ("content-type", "text/plain"),
        ("content-length", "999"),
    )
    environ = environ_of(request, b"abc")
    assert environ["HTTP_ACCEPT"] == "text/html,text/plain"
    assert environ["HTTP_COOKIE"] == "a=1; b=2"
    assert "HTTP_X_FORWARDED_FOR" not in environ
    assert environ["CONTENT_TYPE"] == "text/plain"
    assert environ["CONTENT_LENGTH"] == "3"
    assert isinstance(environ["wsgi.input"], io.BytesIO)


def test_it_lives_and_dies_as_the_server_asks() -> None:
    messages = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])
    said: list[str] = []

    async def receive() -> Message:
        return next(messages)

    async def send(message: Any) -> None:
        said.append(message["type"])

    asyncio.run(front.app({"type": "lifespan"}, receive, send))
    assert said == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
