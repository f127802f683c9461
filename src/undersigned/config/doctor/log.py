"""The public log: does it go on, how far behind is it, and may it sign."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings

from undersigned.config.doctor.statement import Statement, problem, well
from undersigned.proof.queries.status import LogStatus, log_status

PATIENCE = timedelta(minutes=5)
READ = "Read the worker's log, and docs/run/log.md."


def statements(at: datetime) -> Iterator[Statement]:
    """Of the log and its promises."""
    status = log_status(at=at)
    if status.refusal:
        yield problem("public log", f"Nothing is signed. {status.refusal}", READ)
    elif status.overdue:
        words = f"{status.overdue:,} signatures were promised a place by now and have none."
        yield problem("public log", words, READ)
    elif _late(status, at):
        words = (
            f"{status.waiting:,} entries wait, the first since {status.oldest:%Y-%m-%d %H:%M} UTC."
        )
        yield problem("public log", words, READ)
    else:
        yield well("public log", _words(status))
    if status.refused:
        words = f"Entries wait that the log's rules do not allow: {status.refused:,}."
        yield problem("public log", words, READ)
    if status.unpromised and _late(status, at):
        yield problem("promises", f"{status.unpromised:,} signers wait for their promise.", READ)


def _late(status: LogStatus, at: datetime) -> bool:
    """Whether something waits for longer than it may."""
    limit = timedelta(seconds=settings.LOG_FLUSH_SECONDS) + PATIENCE
    return status.oldest is not None and status.oldest < at - limit


def _words(status: LogStatus) -> str:
    if status.published is None:
        return "Nothing is published yet."
    since = f" since {status.published_at:%Y-%m-%d %H:%M} UTC" if status.published_at else ""
    return f"{status.published:,} entries are published{since}; {status.waiting:,} wait."
