"""What waits for the worker: if it waits too long, the worker is away or stuck."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import F, QuerySet
from django_tasks_db.models import DBTaskResult

from undersigned.config.doctor.statement import Statement, problem, well
from undersigned.mail.models import Letter
from undersigned.mail.states import State
from undersigned.signatures.models import Inquiry, Signature
from undersigned.signatures.states import COUNTED

PATIENCE = timedelta(minutes=5)
DAY = timedelta(days=1)
START = "Start it (systemctl status undersigned-worker), and read its log."


def statements(at: datetime) -> Iterator[Statement]:
    """Of what the worker does, and of letters."""
    late = at - PATIENCE
    queues = {
        "letters": Letter.objects.filter(due_at__lt=late).count(),
        "counts": _uncounted().filter(confirmed_at__lt=late).exclude(left_at__gt=late).count(),
        "inquiries": Inquiry.objects.filter(made_at__lt=late).count(),
        "tasks": DBTaskResult.objects.ready().filter(enqueued_at__lt=late).count(),
    }
    waiting = [f"{number:,} {name}" for name, number in queues.items() if number]
    if waiting:
        words = f"Waiting for more than five minutes: {', '.join(waiting)}."
        yield problem("worker", words, START)
    else:
        yield well("worker", "Nothing has waited for more than five minutes.")
    yield _tasks(at)
    yield _letters(at)


def _uncounted() -> QuerySet[Signature]:
    return Signature.objects.filter(state__in=COUNTED).exclude(counted_as=F("state"))


def _tasks(at: datetime) -> Statement:
    failed = DBTaskResult.objects.failed().filter(finished_at__gt=at - DAY).count()
    if failed:
        words = f"{failed:,} failed within a day."
        return problem("tasks", words, "The worker's log says why; each is tried five times.")
    return well("tasks", "None failed within a day.")


def _letters(at: datetime) -> Statement:
    settled = Letter.objects.filter(settled_at__gt=at - DAY)
    failed, sent = (settled.filter(state=state).count() for state in (State.FAILED, State.SENT))
    refused = Letter.objects.filter(due_at__isnull=False, tries__gt=0).count()
    words = f"Within a day {sent:,} were sent and {failed:,} given up; {refused:,} are tried again."
    if failed * 10 > sent + failed or refused > 100 + sent:
        return problem(
            "letters", words, "The journal (letter.failed) and the worker's log say why."
        )
    return well("letters", words)
