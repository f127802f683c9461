"""The front: what granian serves. It reads bodies without holding threads; then Django answers.

Django's own ASGI handler is about ten times slower for such views, and a server that gives each
client a thread stops when enough of them are slow. So this ASGI application reads the whole body
first (at most settings.BODY_LIMIT bytes in settings.BODY_SECONDS; one address may have more,
config/uploads.py), calls the WSGI application in a thread, and hands the finished answer to the
server, which sends it at the client's pace.
Event streams (config/streams.py) hold no thread while they wait.
"""

import asyncio
import multiprocessing
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import Any

from django.conf import settings

from undersigned.config import streams, uploads
from undersigned.config.gateway import Scope, call, environ_of
from undersigned.config.process import die_with_parent
from undersigned.config.refusals import Headers, Refused, refusal

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

WAITING_LIMIT = 1024  # requests with a body already here, waiting for a thread
STREAM_LIMIT = 2048  # streams open at once in this process
SWALLOW = 2 * 1024 * 1024  # bytes of a body too long that are read, so that its sender sees why

pool = ThreadPoolExecutor(settings.THREADS, "django")
waiting = 0
streaming = 0
if multiprocessing.parent_process():  # a killed server must not leave workers at its port
    die_with_parent()


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request (ASGI 3)."""
    if scope["type"] == "lifespan":
        await _live(receive, send)
        return
    try:
        events = await streams.find(scope["path"], pool)
        if events is not None and scope["method"] == "GET":
            await _stream(events, receive, send)
            return
        if sender := uploads.sender_of(scope["method"], scope["path"]):
            status, headers, answer = await _ask_with_file(scope, receive, sender)
        else:
            body = await _body(scope, receive)
            status, headers, answer = await _ask_django(environ_of(scope, body))
    except Refused as refused:
        status = refused.status
        headers, answer = refusal(status, scope["path"], limit=refused.limit)
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else answer})


async def _live(receive: Receive, send: Send) -> None:
    message = {"type": ""}
    while message["type"] != "lifespan.shutdown":
        message = dict(await receive())
        await send({"type": f"{message['type']}.complete"})


async def _body(scope: Scope, receive: Receive) -> bytes:
    if scope["method"] in {"GET", "HEAD"}:
        return b""
    try:
        async with asyncio.timeout(settings.BODY_SECONDS):
            return await _read(receive)
    except TimeoutError:
        raise Refused(HTTPStatus.REQUEST_TIMEOUT) from None


async def _read(receive: Receive) -> bytes:
    body = bytearray()
    size = 0
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refused(HTTPStatus.REQUEST_TIMEOUT)
        piece = message.get("body", b"")
        more = message.get("more_body", False)
        size += len(piece)
        if size <= settings.BODY_LIMIT:
            body += piece
        elif size > SWALLOW:
            break
    if size > settings.BODY_LIMIT:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return bytes(body)


async def _ask_with_file(scope: Scope, receive: Receive, sender: int) -> tuple[int, Headers, bytes]:
    """As any other request, but for its body, which waits in a file."""
    with await uploads.take(receive, sender, pool) as body:
        return await _ask_django(environ_of(scope, body))


async def _ask_django(environ: dict[str, Any]) -> tuple[int, Headers, bytes]:
    global waiting  # noqa: PLW0603 - one event loop, one counter
    if waiting >= WAITING_LIMIT:
        raise Refused(HTTPStatus.SERVICE_UNAVAILABLE)
    waiting += 1
    try:
        return await asyncio.get_running_loop().run_in_executor(pool, call, environ)
    finally:
        waiting -= 1


async def _stream(events: AsyncIterator[str], receive: Receive, send: Send) -> None:
    global streaming  # noqa: PLW0603 - one event loop, one counter
    if streaming >= STREAM_LIMIT:
        raise Refused(HTTPStatus.SERVICE_UNAVAILABLE)
    gone = asyncio.ensure_future(_until_gone(receive))
    streaming += 1
    try:
        await send({"type": "http.response.start", "status": 200, "headers": streams.HEADERS})
        async for event in events:
            if gone.done():
                return
            await send({"type": "http.response.body", "body": event.encode(), "more_body": True})
        await send({"type": "http.response.body", "body": b""})
    finally:
        streaming -= 1
        gone.cancel()


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
