"""A worker killed at the worst moment, and what is left of a letter afterwards."""

import signal
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection, transaction
from tests.factories.mail import LetterFactory
from tests.mail.conftest import Sender
from tests.mail.server import ACCEPTED, Server, first, only

from undersigned.journal.models import Entry
from undersigned.mail.line import NoLine
from undersigned.mail.models import Letter
from undersigned.mail.sending import LEASE, Sent, send_due
from undersigned.mail.states import State

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.fault]

ANA = "ana.canary@example.org"


def kill_between_250_and_commit(letter: Letter, smtp: Server, sender: Sender) -> None:
    """Hold what the sender needs to commit (the file's write lock, or the row's) past its 250."""
    heard, locked = threading.Event(), threading.Event()
    before = len(smtp.taken)

    def answer(_: str) -> str:
        heard.set()
        return ACCEPTED if locked.wait(20) else "451 The test is stuck"

    smtp.at_data = answer
    process = sender()
    assert heard.wait(20)
    with transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(language="en")
        locked.set()
        deadline = time.monotonic() + 20
        while len(smtp.taken) == before and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(0.3)  # the 250 is on its way over loopback
        process.send_signal(signal.SIGKILL)
        process.wait()
        forget_its_commit()
    smtp.at_data = lambda _: ACCEPTED
    letter.refresh_from_db()
    assert len(smtp.taken) == before + 1
    assert letter.state == State.SENDING


def forget_its_commit() -> None:
    """PostgreSQL would finish what a dead client asked for last; a power cut would not."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                " WHERE wait_event_type = 'Lock'"
            )
            assert cursor.fetchone() == (1,)


def test_a_sender_killed_between_the_250_and_its_commit_repeats_the_letter_once(
    smtp: Server, sender: Sender
) -> None:
    now = datetime.now(UTC)
    letter = LetterFactory(to=ANA, created_at=now)
    kill_between_250_and_commit(letter, smtp, sender)
    assert send_due(now).sent == 0
    assert letter.due_at is not None
    assert send_due(letter.due_at) == Sent(sent=1, deferred=0, failed=0)
    assert send_due(letter.due_at + LEASE).sent == 0
    assert smtp.recipients == [ANA, ANA]
    assert len({message["Message-ID"] for _, message in smtp.taken}) == 1


def test_a_sender_killed_twice_over_one_letter_gives_it_up(smtp: Server, sender: Sender) -> None:
    now = datetime.now(UTC)
    letter = LetterFactory(to=ANA, created_at=now)
    kill_between_250_and_commit(letter, smtp, sender)
    Letter.objects.update(due_at=now)
    kill_between_250_and_commit(letter, smtp, sender)
    assert letter.due_at is not None
    assert send_due(letter.due_at) == Sent(sent=0, deferred=0, failed=1)
    assert smtp.recipients == [ANA, ANA]
    assert Entry.objects.get().facts["reason"] == "unknown"


def test_two_sender_processes_send_each_letter_once(smtp: Server, sender: Sender) -> None:
    LetterFactory.create_batch(120, created_at=datetime.now(UTC))
    smtp.delay = 0.002
    for process in [sender(), sender()]:
        assert process.wait(30) == 0
    assert len(set(smtp.recipients)) == len(smtp.taken) == 120
    assert set(Letter.objects.values_list("state", flat=True)) == {State.SENT}
    assert 2 <= smtp.connections < 20


def test_nothing_that_was_sent_stays_in_the_database_or_in_any_log(
    smtp: Server, sender: Sender, house: str, tmp_path: Path
) -> None:
    now = datetime.now(UTC)
    for to in (ANA, "refused.canary@example.org", "later.canary@example.org"):
        LetterFactory(to=to, link="https://example.org/canary-token", created_at=now)
    LetterFactory(to="broken.canary@example.org", kind="sample.broken", created_at=now)
    LetterFactory(to="bad.canary@example.org\n", created_at=now)
    smtp.at_rcpt = only("refused.canary@example.org", "550 refused.canary@example.org is unknown")
    smtp.at_data = only("later.canary@example.org", "451 later.canary@example.org comes too soon")
    assert sender().wait(30) == 0
    by_state = dict(Letter.objects.values_list("id", "state"))
    assert sorted(by_state.values()) == ["failed", "failed", "queued", "queued", "sent"]
    blank = Letter.objects.filter(settled_at__isnull=False).values_list("sealed", flat=True)
    assert [bytes(sealed) for sealed in blank] == [b"", b"", b""]
    log = (tmp_path / "sender-0.log").read_text()
    assert "letter.failed" in log
    assert "canary" not in log
    assert b"canary" not in everything_stored(house)
    assert b"sample.hello" in everything_stored(house)


def everything_stored(house: str) -> bytes:
    """The database file's bytes; on PostgreSQL every row of the tables that sending writes to."""
    if house.startswith("sqlite"):
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return Path(house.removeprefix("sqlite:///")).read_bytes()
    with connection.cursor() as cursor:
        cursor.execute("SELECT mail_letter::text, encode(sealed, 'escape') FROM mail_letter")
        letters = repr(cursor.fetchall())
        cursor.execute("SELECT journal_entry::text FROM journal_entry")
        return (letters + repr(cursor.fetchall())).encode()


def test_a_greylisting_server_that_restarts_gets_every_letter_in_the_end(smtp: Server) -> None:
    now = datetime.now(UTC)
    LetterFactory.create_batch(10, created_at=now)
    smtp.at_rcpt = first(1, "451 4.7.1 Come back later")
    assert send_due(now).deferred == 10
    smtp.stop()
    soon = now + LEASE
    with pytest.raises(NoLine):
        send_due(soon)
    smtp.start()
    assert send_due(soon) == Sent(sent=10, deferred=0, failed=0)
    assert len(set(smtp.recipients)) == len(smtp.taken) == 10
