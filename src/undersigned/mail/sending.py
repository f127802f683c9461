"""The worker's sender: due letters, one by one, over one connection.

A letter is claimed by a conditional UPDATE that puts the end of a lease into `due_at`, offered to
the server, and settled by another one right after the answer; each is a transaction of its own and
none is open while SMTP is spoken. Two workers may read the same letter, but one claims it. A worker
that dies between the server's 250 and its own commit leaves a letter in SENDING that nobody can
know to be sent: it is offered once more when its lease is over, and given up if that happens again.
"""

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import transaction

from undersigned.journal.sealed import NotOpened, unseal
from undersigned.mail import actions, letters
from undersigned.mail.line import OK, Line, NoLine
from undersigned.mail.message import BadAddress, compose, recipient, sender
from undersigned.mail.models import Letter
from undersigned.mail.states import State

BATCH = 50  # letters read at once; each is claimed on its own
PASS_SECONDS = 5.0  # less than the grace of a worker that is told to stop
# The longest that one letter can take, by the time limits in line.py, and the pass before it.
LEASE = timedelta(minutes=10)
REFUSED = range(500, 600)
HOPELESS: dict[type[Exception], str] = {
    letters.KindUnknown: "kind",
    NotOpened: "sealed",
    BadAddress: "address",
}

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Sent:
    """How many letters one pass sent, put off and gave up."""

    sent: int
    deferred: int
    failed: int


def send_due(at: datetime) -> Sent:
    """Send the letters that are due at `at`, over one connection, for a few seconds; by the worker.

    Raises NoLine if the server could not be reached or the connection was lost before any letter
    was sent: the worker then waits, longer each time. At most the letter in hand is put off; none
    is counted as tried that was not offered. Raises RuntimeError inside a transaction.
    """
    if transaction.get_connection().in_atomic_block:
        raise RuntimeError("send_due() talks to a server and belongs outside any transaction.")
    tally: Counter[str] = Counter()
    with Line() as line:
        for letter in _due(at):
            try:
                tally[_send(letter, line, at=at)] += 1
            except NoLine:
                if not tally["sent"]:
                    raise
            if line.lost:
                break
        if line.lost and not tally["sent"]:
            raise NoLine("The connection was lost.")
    return Sent(sent=tally["sent"], deferred=tally["deferred"], failed=tally["failed"])


def _due(at: datetime) -> Iterator[Letter]:
    """Due letters, oldest first, until there are no more or the pass is over."""
    ends = time.monotonic() + PASS_SECONDS
    due = Letter.objects.filter(due_at__lte=at).order_by("due_at")
    while batch := list(due[:BATCH]):
        for letter in batch:
            if time.monotonic() > ends:
                return
            yield letter


def _send(letter: Letter, line: Line, *, at: datetime) -> str:
    """One letter, from claim to settlement: what became of it. Raises NoLine, the letter let go."""
    if letter.state == State.WITHHELD:
        actions.settle(letter=letter, state=State.WITHHELD, at=at)
        return "withheld"
    if letter.state == State.SENDING and letter.crashes:
        return _fail(letter, "unknown", at=at)
    was_due = letter.due_at
    if not actions.claim(letter=letter, until=at + LEASE):
        return "taken"
    try:
        to, message = _write(letter, at=at)
    except (letters.KindUnknown, NotOpened, BadAddress) as error:
        return _fail(letter, HOPELESS[type(error)], at=at)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one letter stops no other
        log.error("letter.not_written", kind=letter.kind, error=type(error).__name__)
        return _put_off(letter, "words", at=at)
    try:
        code = line.give(message, sender=sender(), to=to)
    except NoLine:
        actions.release(letter=letter, due_at=was_due)
        raise
    return _answered(letter, code, at=at)


def _write(letter: Letter, *, at: datetime) -> tuple[str, bytes]:
    ref = bytes(letter.ref)
    facts = unseal(bytes(letter.sealed), of="letters", ref=ref)
    to = recipient(facts["to"])
    words = letters.words(letter.kind, facts, letter.language)
    return to, compose(words, to=to, ref=ref, language=letter.language, at=at)


def _answered(letter: Letter, code: int, *, at: datetime) -> str:
    if code in OK:
        sent = actions.settle(letter=letter, state=State.SENT, at=at)
        return "sent" if sent else "taken"
    if code in REFUSED:
        return _fail(letter, "refused", at=at, code=code)
    return _put_off(letter, "tries", at=at, code=code)


def _put_off(letter: Letter, reason: str, *, at: datetime, code: int = 0) -> str:
    wait = actions.put_off(letter=letter, at=at)
    return "deferred" if wait else _fail(letter, reason, at=at, code=code)


def _fail(letter: Letter, reason: str, *, at: datetime, code: int = 0) -> str:
    log.warning("letter.failed", kind=letter.kind, reason=reason, code=code)
    actions.fail(letter=letter, reason=reason, at=at, code=code)
    return "failed"
