"""One writer for all signers of a process: concurrent calls share a transaction, and return only after its commit.

A thread of its own takes what waits (at most 200 items, and what comes within 5 ms of the first for as long as somebody
keeps coming), runs each kind's action once over its items, commits, and only then lets the callers go on. Callers that
are inside a transaction already (tests) write for themselves.
"""

import queue
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

LIMIT = 200  # items
PATIENCE = 0.005  # seconds
NAP = 0.001

Action = Callable[..., Sequence[Any]]


class Job:
    """One caller's item, and the promise of its outcome."""

    __slots__ = ("action", "item", "outcome")

    def __init__(self, action: Action, item: object) -> None:
        self.action = action
        self.item = item
        self.outcome: Future[Any] = Future()


class Writer:
    """The thread and its queue. `write` may be called from any thread."""

    def __init__(self) -> None:
        self._jobs: queue.SimpleQueue[Job] = queue.SimpleQueue()
        self._started = threading.Lock()
        self._thread: threading.Thread | None = None

    def write(self, action: Action, item: object) -> Any:
        """Do `action` for this item, with others' in one transaction; its outcome, once it is durable.

        Raises what the action raised for this item alone.
        """
        if connection.in_atomic_block:
            return action([item], at=timezone.now())[0]
        job = Job(action, item)
        _give_back()  # callers that kept theirs while they wait could leave none for the writer
        self._start()
        self._jobs.put(job)
        return job.outcome.result()

    def _start(self) -> None:
        with self._started:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            jobs = self._take()
            try:
                write_together(jobs, at=timezone.now())
            finally:
                _give_back()

    def _take(self) -> list[Job]:
        """The first that comes, and who comes soon after. Naps, since to wake for each costs all of them time."""
        jobs = [self._jobs.get()]
        deadline = time.monotonic() + PATIENCE
        came = True
        while came and len(jobs) < LIMIT and time.monotonic() < deadline:
            time.sleep(NAP)
            came = False
            while len(jobs) < LIMIT and not self._jobs.empty():
                jobs.append(self._jobs.get())
                came = True
        return jobs


def _give_back() -> None:
    """Return this thread's connection to the pool, where there is one."""
    if connection.settings_dict["CONN_MAX_AGE"] is not None:
        connection.close()


def write_together(jobs: Sequence[Job], *, at: datetime) -> None:
    """Run the jobs in one transaction; if that fails, each in its own, so that one bad item fails alone."""
    try:
        outcomes = _in_one_transaction(jobs, at=at)
    except Exception as error:  # noqa: BLE001 - whatever went wrong belongs to the callers
        connection.close_if_unusable_or_obsolete()
        if len(jobs) == 1:
            jobs[0].outcome.set_exception(error)
            return
        for job in jobs:
            write_together([job], at=at)
        return
    for job, outcome in zip(jobs, outcomes, strict=True):
        job.outcome.set_result(outcome)


def _in_one_transaction(jobs: Sequence[Job], *, at: datetime) -> list[Any]:
    outcomes: dict[int, Any] = {}
    with transaction.atomic():
        for action in dict.fromkeys(job.action for job in jobs):
            mine = [(place, job.item) for place, job in enumerate(jobs) if job.action is action]
            done = action([item for _, item in mine], at=at)
            outcomes |= {place: outcome for (place, _), outcome in zip(mine, done, strict=True)}
    return [outcomes[place] for place in range(len(jobs))]


WRITER = Writer()
