"""One sequencer: whoever writes the log holds a lock on a file here and, on PostgreSQL, one in the database."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

LOCK = 0x756E646C  # PostgreSQL's advisory lock of the log
MODE = 0o660
ASK_EVERY = 0.1


@contextmanager
def alone(*, patience: float = 0.0) -> Iterator[bool]:
    """Whether this process has the log to itself; asked for again until `patience` (seconds) is over.

    The locks go with the process, however it ends.
    """
    deadline = time.monotonic() + patience
    with _file() as descriptor:
        while not (mine := _take(descriptor)) and time.monotonic() < deadline:
            time.sleep(ASK_EVERY)
        try:
            yield mine
        finally:
            if mine:
                _give_back()


@contextmanager
def _file() -> Iterator[int]:
    path: Path = settings.VAR / "sequencer.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, MODE)
    try:
        yield descriptor
    finally:
        os.close(descriptor)  # which gives the lock back


def _take(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    if _ask("SELECT pg_try_advisory_lock(%s)"):
        return True
    fcntl.flock(descriptor, fcntl.LOCK_UN)
    return False


def _give_back() -> None:
    with suppress(DatabaseError):  # a lost connection has lost its lock too
        _ask("SELECT pg_advisory_unlock(%s)")


def _ask(question: str) -> bool:
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute(question, [LOCK])
        return bool(cursor.fetchone()[0])
