"""The sender against a real SMTP server: every due letter arrives, once."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from tests.factories.mail import NOON, LetterFactory, states
from tests.mail.server import ACCEPTED, Server

from undersigned.journal.models import Entry
from undersigned.mail import sending
from undersigned.mail.sending import LEASE, Sent, send_due
from undersigned.mail.states import State

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]

ANA = "ana@example.org"
MINUTE = timedelta(minutes=1)


def test_a_due_letter_arrives_with_both_parts_and_the_headers_of_a_machine(smtp: Server) -> None:
    letter = LetterFactory(to=ANA, link="https://example.org/press")
    assert send_due(NOON) == Sent(sent=1, deferred=0, failed=0)
    ((to, message),) = smtp.taken
    assert to == message["To"] == ANA
    assert message["From"] == "The Site <post@example.org>"
    assert message["Subject"] == "Hello from Undersigned"
    assert message["Message-ID"] == f"<{bytes(letter.ref).hex()}@example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime == NOON
    assert "List-Unsubscribe" not in message
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert (
        "Here & there: https://example.org/press\r\n" in message.get_body(("plain",)).get_content()
    )


def test_a_sent_letter_is_blank_and_is_never_sent_again(smtp: Server) -> None:
    letter = LetterFactory()
    send_due(NOON)
    assert send_due(NOON + LEASE * 10) == Sent(sent=0, deferred=0, failed=0)
    letter.refresh_from_db()
    assert (letter.state, bytes(letter.sealed)) == (State.SENT, b"")
    assert (letter.due_at, letter.settled_at) == (None, NOON)
    assert len(smtp.taken) == 1


def test_one_connection_carries_all_letters_of_a_pass_oldest_first(smtp: Server) -> None:
    for number in range(20):
        LetterFactory(to=f"p{number}@example.org", created_at=NOON - number * MINUTE)
    assert send_due(NOON).sent == 20
    assert smtp.connections == 1
    assert smtp.recipients == [f"p{number}@example.org" for number in reversed(range(20))]


def test_a_pass_takes_batch_after_batch_over_the_same_connection(smtp: Server) -> None:
    LetterFactory.create_batch(101)
    assert send_due(NOON).sent == 101
    assert smtp.connections == 1


def test_a_pass_ends_in_time_and_the_next_one_goes_on(
    smtp: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "PASS_SECONDS", 0.3)
    smtp.delay = 0.1
    LetterFactory.create_batch(8)
    sent = send_due(NOON).sent
    assert 0 < sent < 8
    while passed := send_due(NOON).sent:
        sent += passed
    assert sent == len(set(smtp.recipients)) == len(smtp.taken) == 8


def test_a_letter_for_later_waits_for_its_time(smtp: Server) -> None:
    LetterFactory(due_at=NOON + MINUTE)
    assert send_due(NOON).sent == 0
    assert send_due(NOON + MINUTE).sent == 1


def test_a_withheld_letter_is_blanked_and_never_sent(smtp: Server) -> None:
    letter = LetterFactory(state=State.WITHHELD)
    assert send_due(NOON) == Sent(sent=0, deferred=0, failed=0)
    letter.refresh_from_db()
    assert (letter.state, bytes(letter.sealed), letter.settled_at) == (State.WITHHELD, b"", NOON)
    assert smtp.connections == 0


def test_a_slow_server_gets_every_letter_once(smtp: Server) -> None:
    smtp.delay = 0.15
    LetterFactory.create_batch(5)
    assert send_due(NOON).sent == 5
    assert len(set(smtp.recipients)) == len(smtp.taken) == 5


def test_an_address_in_another_alphabet_is_written_to_where_the_server_can(
    smtp: Server,
) -> None:
    LetterFactory(to="ñandú@pájaros.example")
    assert send_due(NOON).sent == 1
    assert smtp.recipients == ["ñandú@xn--pjaros-pta.example"]


def test_sending_inside_a_transaction_is_refused(smtp: Server) -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="outside any transaction"):
        send_due(NOON)


def test_no_transaction_is_open_while_the_server_is_spoken_to(smtp: Server, house: str) -> None:
    """Another connection can write whenever the server is asked something."""
    wrote: list[int] = []

    def write_something(_: str) -> str:
        wrote.append(Entry.objects.create(at=NOON, name="test", by="test").pk)
        connection.close()
        return ACCEPTED

    smtp.at_mail = smtp.at_rcpt = smtp.at_data = write_something
    LetterFactory.create_batch(3)
    assert send_due(NOON).sent == 3
    assert len(wrote) == 9


def test_two_senders_at_once_send_each_letter_once(smtp: Server, house: str) -> None:
    LetterFactory.create_batch(40)
    smtp.delay = 0.005
    together = threading.Barrier(2)
    sent: list[int] = []

    def work() -> None:
        together.wait()
        sent.append(send_due(NOON).sent)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(sent) == len(smtp.taken) == len(set(smtp.recipients)) == 40
    assert set(states()) == {State.SENT}
    assert min(sent) > 0
