"""What follows from events, run by the worker from its queue; and what is swept away in time."""

import socket
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

TRIES = 5
FIRST_PAUSE = timedelta(minutes=1)  # doubled after each failure
KEPT = timedelta(days=30)


def run_ready(*, at: datetime) -> int:
    """Run the tasks that are ready; how many. A read comes first: claiming takes the write lock."""
    _try_again(at=at)
    if not DBTaskResult.objects.ready().exists():
        return 0
    worker = Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=_own_name(),
    )
    worker.run()
    return worker._run_tasks  # noqa: SLF001 - it counts and tells nobody


def take_back() -> int:
    """At start: make ready again what this machine's worker was doing when it died; how many."""
    own = [
        task.pk for task in DBTaskResult.objects.running() if task.worker_ids[-1:] == [_own_name()]
    ]
    return DBTaskResult.objects.running().filter(pk__in=own).update(status="READY")


def _try_again(*, at: datetime) -> None:
    for task in DBTaskResult.objects.failed().filter(finished_at__gt=at - KEPT):
        tries = len(task.worker_ids)
        if tries < TRIES and task.finished_at <= at - FIRST_PAUSE * 2 ** (tries - 1):
            DBTaskResult.objects.failed().filter(pk=task.pk).update(status="READY")


def tidy(*, at: datetime) -> None:
    """Delete sessions that are over and tasks that were done a month ago."""
    Session.objects.filter(expire_date__lt=at).delete()
    DBTaskResult.objects.finished().filter(finished_at__lt=at - KEPT).delete()


def _own_name() -> str:
    return socket.gethostname()[:64]
