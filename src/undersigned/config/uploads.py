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
AT_ONCE = 2  # files
IDLE = 30  # seconds between two pieces
SPARE = 64 * 1024  # bytes of a form around its file
NAME = b"upload"

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
coming = 0


def limit_of(method: str, path: str) -> int:
    """How many bytes the body of a request may have that is not an ordinary one; 0 for an ordinary one."""
    found = ADDRESS.fullmatch(path) if settings.PROCESS == "office" and method == "POST" else None
    if found is None:
        return 0
    # Models can be imported only once Django is set up.
    from undersigned.verification.tickets import holder_of  # noqa: PLC0415

    return settings.ROLL_MEGABYTES * 1024 * 1024 + SPARE if holder_of(found["ticket"]) else 0


async def take(receive: Receive, limit: int, pool: Executor) -> io.BufferedReader:
    """The body, of at most so many bytes, to be read once and closed. Raises Refused."""
    global coming  # noqa: PLW0603 - one event loop, one counter
    if coming >= AT_ONCE:
        raise Refused(HTTPStatus.SERVICE_UNAVAILABLE)
    coming += 1
    try:
        return await _spooled(receive, limit, pool)
    finally:
        coming -= 1


async def _spooled(receive: Receive, limit: int, pool: Executor) -> io.BufferedReader:
    key = secrets.token_bytes(KEY_LENGTH)
    settings.ROLLS.mkdir(mode=0o770, parents=True, exist_ok=True)
    file = cast("BinaryIO", tempfile.TemporaryFile(dir=settings.ROLLS))  # noqa: SIM115 - closed by who reads it
    writer = SealedWriter(file, key, NAME)
    try:
        await _write_all(writer, receive, limit, pool)
    except BaseException:
        file.close()
        raise
    writer.close()
    return io.BufferedReader(SealedReader(file, key, NAME), PIECE)


async def _write_all(writer: SealedWriter, receive: Receive, limit: int, pool: Executor) -> None:
    more = True
    while more:
        try:
            async with asyncio.timeout(IDLE):
                message = await receive()
        except TimeoutError:
            raise Refused(HTTPStatus.REQUEST_TIMEOUT) from None
        if message["type"] == "http.disconnect":
            raise Refused(HTTPStatus.REQUEST_TIMEOUT)
        more = message.get("more_body", False)
        piece = message.get("body", b"")
        if writer.size + len(piece) > limit:
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, limit=limit)
        await asyncio.get_running_loop().run_in_executor(pool, writer.write, piece)
