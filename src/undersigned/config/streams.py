"""Event streams (text/event-stream): what a page may watch while it is open.

STREAMS: path → what opens the stream: it takes the parts of the path and returns an async
generator of text, or None where there is nothing to watch (Django then answers, with its 404).
A stream ends by itself after 30 s and the browser opens the next, so that a process that is to
stop need not wait for long.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import Executor

from django.db import DatabaseError, close_old_connections

from undersigned.config.refusals import Headers

HEADERS: Headers = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-accel-buffering", b"no"),
]
LASTS = 30.0  # seconds
ASK_EVERY = 1.0
HEARTBEAT = 10.0  # proxies close what is silent for long
REOPEN = "retry: 2000\n\n"  # milliseconds until the browser opens the next one


class Counts:
    """Running counts for all who watch; each petition's is read at most once a second here."""

    def __init__(self) -> None:
        self._asked: dict[str, tuple[float, asyncio.Future[int | None]]] = {}

    async def current(self, slug: str, pool: Executor) -> int | None:
        """How many are confirmed; None where the public sees no such petition."""
        loop = asyncio.get_running_loop()
        now = loop.time()
        self._asked = {s: asked for s, asked in self._asked.items() if now - asked[0] < ASK_EVERY}
        if slug not in self._asked:
            self._asked[slug] = now, loop.run_in_executor(pool, _confirmed, slug)
        return await asyncio.shield(self._asked[slug][1])


COUNTS = Counts()


async def open_count(pool: Executor, slug: str) -> AsyncIterator[str] | None:
    """The running count of a public petition: one event now and one whenever it moves."""
    confirmed = await COUNTS.current(slug, pool)
    return None if confirmed is None else _watch_count(pool, slug, confirmed)


async def _watch_count(pool: Executor, slug: str, confirmed: int | None) -> AsyncIterator[str]:
    now = asyncio.get_running_loop().time
    ends = now() + LASTS
    told, silent_since = None, now()
    yield REOPEN
    while now() < ends and confirmed is not None:
        if confirmed != told:
            yield f"data: {json.dumps({'confirmed': confirmed})}\n\n"
            told, silent_since = confirmed, now()
        elif now() - silent_since >= HEARTBEAT:
            yield ":\n\n"
            silent_since = now()
        await asyncio.sleep(ASK_EVERY)
        confirmed = await COUNTS.current(slug, pool)


def _confirmed(slug: str) -> int | None:
    # Models can be imported only once Django is set up.
    from undersigned.petitions.models import Petition  # noqa: PLC0415
    from undersigned.petitions.states import PUBLIC  # noqa: PLC0415
    from undersigned.signatures.queries import count_of  # noqa: PLC0415

    try:
        petition = Petition.objects.filter(slug=slug, state__in=PUBLIC).values_list("pk", flat=True)
        found = petition.first()
        return None if found is None else count_of(found).confirmed
    except DatabaseError:
        return None
    finally:
        close_old_connections()


Open = Callable[..., Awaitable[AsyncIterator[str] | None]]

STREAMS: dict[str, Open] = {
    r"/petitions/(?P<slug>[-a-z0-9]+)/count/stream": open_count,
}
_compiled = [(re.compile(pattern), opens) for pattern, opens in STREAMS.items()]


async def find(path: str, pool: Executor) -> AsyncIterator[str] | None:
    """The stream at a path, opened; None where there is none."""
    if not path.endswith("/stream"):
        return None
    for pattern, opens in _compiled:
        if match := pattern.fullmatch(path):
            return await opens(pool, **match.groupdict())
    return None
