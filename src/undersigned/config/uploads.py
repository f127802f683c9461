"""Large files through the office's front: for one address, from who holds a ticket; encrypted until Django reads them.

Any other request has a small body, which is kept in memory. This one goes to a file without a name, piece by piece,
under a key that only this process has, and never has: nothing is left of it when it is closed, or the power fails.
"""

import asyncio
import io
import re
import secrets
import tempfile
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import Executor
from http import HTTPStatus
from typing import Any, BinaryIO, cast

from django.conf import settings

from undersigned.config.refusals import Refused
from undersigned.verification.rolls.sealedfile import (
    KEY_LENGTH,
    PIECE,
    SealedReader,
    SealedWriter,
)

ADDRESS = re.compile(r"(?:/[a-z]{2})?/council/[-\w]+/rolls/upload/(?P<ticket>[^/]+)/")
AT_ONCE = 2  # files, each of another sender
WHOLE = 60 * 60  # seconds for all of a file
IDLE = 30  # seconds between two pieces
SPARE = 64 * 1024  # bytes of a form around its file
NAME = b"upload"

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
coming: set[int] = set()  # the senders of files that are under way; one event loop, one set


def sender_of(method: str, path: str) -> int | None:
    """The key of the user who may send a large file with this request; None if it is an ordinary one."""
    found = ADDRESS.fullmatch(path) if settings.PROCESS == "office" and method == "POST" else None
    if found is None:
        return None
    # Models can be imported only once Django is set up.
    from undersigned.verification.tickets import holder_of  # noqa: PLC0415

    return holder_of(found["ticket"])


async def take(receive: Receive, sender: int, pool: Executor) -> io.BufferedReader:
    """The body, of at most so many bytes as a roll may have, to be read once and closed. Raises Refused."""
    if sender in coming or len(coming) >= AT_ONCE:
        raise Refused(HTTPStatus.SERVICE_UNAVAILABLE)
    coming.add(sender)
    try:
        async with asyncio.timeout(WHOLE):
            return await _spooled(receive, pool)
    except TimeoutError:
        raise Refused(HTTPStatus.REQUEST_TIMEOUT) from None
    finally:
        coming.remove(sender)


async def _spooled(receive: Receive, pool: Executor) -> io.BufferedReader:
    key = secrets.token_bytes(KEY_LENGTH)
    settings.ROLLS.mkdir(mode=0o770, parents=True, exist_ok=True)
    file = cast("BinaryIO", tempfile.TemporaryFile(dir=settings.ROLLS))  # noqa: SIM115 - closed by who reads it
    writer = SealedWriter(file, key, NAME)
    try:
        await _write_all(writer, receive, pool)
    except BaseException:
        file.close()
        raise
    writer.close()
    return io.BufferedReader(SealedReader(file, key, NAME), PIECE)


async def _write_all(writer: SealedWriter, receive: Receive, pool: Executor) -> None:
    limit = settings.ROLL_MEGABYTES * 1024 * 1024 + SPARE
    more = True
    while more:
        async with asyncio.timeout(IDLE):
            message = await receive()
        if message["type"] == "http.disconnect":
            raise Refused(HTTPStatus.REQUEST_TIMEOUT)
        more = message.get("more_body", False)
        piece = message.get("body", b"")
        if writer.size + len(piece) > limit:
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, limit=limit)
        await asyncio.get_running_loop().run_in_executor(pool, writer.write, piece)
