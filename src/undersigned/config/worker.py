"""The worker: each job of the beat in a thread of its own, so that none waits for another."""

import signal
import threading
import time
from collections.abc import Sequence

import structlog
from django.db import close_old_connections
from django.utils import timezone
from django.utils.module_loading import import_string

from undersigned.config.beat import Job

log = structlog.get_logger(__name__)

LONGEST_PAUSE = 60.0  # seconds between tries of a job that keeps failing
GRACE = 8.0  # seconds for what is being done when the worker is told to stop


def work(jobs: Sequence[Job], stop: threading.Event) -> None:
    """Do the jobs until `stop` is set, then wait a little for those under way."""
    threads = [
        threading.Thread(target=_keep_doing, args=(job, stop), name=job.name, daemon=True)
        for job in jobs
    ]
    for thread in threads:
        thread.start()
    stop.wait()
    deadline = time.monotonic() + GRACE
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))


def stop_on_signals() -> threading.Event:
    """An event that SIGTERM or SIGINT sets."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


def _keep_doing(job: Job, stop: threading.Event) -> None:
    failures = 0
    pause = 0.0
    while not stop.wait(pause):
        failures = 0 if _do(job) else failures + 1
        pause = min(job.every * 2**failures, max(LONGEST_PAUSE, job.every))


def _do(job: Job) -> bool:
    """One round; whether it went well."""
    try:
        import_string(job.does)(at=timezone.now())
    except Exception:  # one failing job must not stop the others
        log.exception("job failed", job=job.name)
        return False
    finally:
        close_old_connections()
    return True
