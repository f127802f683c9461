"""The sender against a real SMTP server in every temper."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction
from tests.factories.mail import NOON, LetterFactory
from tests.mail.server import ACCEPTED, DROP, Server, first, only

from undersigned.journal.models import Entry
from undersigned.mail import line, sending
from undersigned.mail.line import NoLine
from undersigned.mail.models import Letter
from undersigned.mail.sending import LEASE, Sent, send_due
from undersigned.mail.states import State

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]

ANA = "ana@example.org"
MINUTE = timedelta(minutes=1)


def states() -> list[str]:
    return list(Letter.objects.order_by("id").values_list("state", flat=True))


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


def test_a_server_too_slow_to_answer_puts_the_letter_off(
    smtp: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line, "ANSWER_SECONDS", 0.2)
    smtp.delay = 0.6
    letter = LetterFactory()
    with pytest.raises(NoLine):
        send_due(NOON)
    letter.refresh_from_db()
    assert (letter.state, letter.tries) == (State.QUEUED, 1)


@pytest.mark.parametrize("place", ["at_rcpt", "at_data", "at_354"])
def test_a_greylisted_letter_is_tried_again_and_arrives_once(smtp: Server, place: str) -> None:
    then = "" if place == "at_354" else ACCEPTED
    setattr(smtp, place, first(1, "451 4.7.1 Greylisted, come back later", then=then))
    letter = LetterFactory()
    assert send_due(NOON) == Sent(sent=0, deferred=1, failed=0)
    letter.refresh_from_db()
    assert MINUTE <= letter.due_at - NOON < 1.25 * MINUTE
    assert send_due(letter.due_at - timedelta(seconds=1)).sent == 0
    assert send_due(letter.due_at).sent == 1
    assert len(smtp.taken) == 1


def test_waits_grow_until_the_letter_is_given_up(smtp: Server) -> None:
    smtp.at_rcpt = lambda _: "450 4.2.1 Not now"
    letter = LetterFactory()
    at, waits = NOON, []
    while send_due(at).deferred:
        letter.refresh_from_db()
        waits.append(int((letter.due_at - at) / MINUTE / (1 + bytes(letter.ref)[0] / 1024) + 0.5))
        at = letter.due_at
    assert waits == [1, 5, 15, 60, 240, 720, 1440, 1440]
    letter.refresh_from_db()
    assert (letter.state, bytes(letter.sealed)) == (State.FAILED, b"")
    assert Entry.objects.get().facts["reason"] == "tries"


@pytest.mark.parametrize(
    ("place", "answer"),
    [("at_rcpt", "550 5.1.1 No such person"), ("at_data", "554 5.7.1 Not wanted")],
)
def test_a_refused_letter_fails_with_its_code_and_without_its_address(
    smtp: Server, place: str, answer: str
) -> None:
    setattr(smtp, place, only(ANA, answer))
    letters = [LetterFactory(to="before@example.org"), LetterFactory(to=ANA), LetterFactory()]
    assert send_due(NOON) == Sent(sent=2, deferred=0, failed=1)
    assert states() == [State.SENT, State.FAILED, State.SENT]
    entry = Entry.objects.get()
    assert (entry.name, entry.by, entry.at) == ("letter.failed", "worker", NOON)
    assert entry.facts == {
        "letter": bytes(letters[1].ref).hex(),
        "kind": "sample.hello",
        "reason": "refused",
        "code": int(answer[:3]),
    }
    assert smtp.connections == 1


@pytest.mark.parametrize("place", ["at_rcpt", "at_354"])
def test_a_connection_dropped_before_the_letter_was_heard_costs_one_try(
    smtp: Server, place: str
) -> None:
    setattr(smtp, place, first(1, DROP, then="" if place == "at_354" else ACCEPTED))
    LetterFactory(to=ANA)
    with pytest.raises(NoLine):
        send_due(NOON)
    assert send_due(NOON + 2 * MINUTE).sent == 1
    assert smtp.taken_by(ANA) == 1


def test_a_connection_dropped_instead_of_the_250_repeats_the_letter_once(smtp: Server) -> None:
    smtp.at_data = first(1, DROP)
    LetterFactory(to=ANA)
    with pytest.raises(NoLine):
        send_due(NOON)
    assert send_due(NOON + 2 * MINUTE).sent == 1
    assert smtp.taken_by(ANA) == 2
    first_id, second_id = (message["Message-ID"] for _, message in smtp.taken)
    assert first_id == second_id


def test_a_dropped_connection_costs_only_the_letter_in_hand_a_try(smtp: Server) -> None:
    smtp.at_data = only("p2@example.org", DROP)
    for number in range(4):
        LetterFactory(to=f"p{number}@example.org", created_at=NOON - (4 - number) * MINUTE)
    assert send_due(NOON) == Sent(sent=2, deferred=1, failed=0)
    assert list(Letter.objects.order_by("id").values_list("tries", flat=True)) == [0, 0, 1, 0]
    assert send_due(NOON) == Sent(sent=1, deferred=0, failed=0)


def test_while_the_server_is_away_no_letter_is_touched(smtp: Server) -> None:
    LetterFactory.create_batch(3)
    before = list(Letter.objects.order_by("id").values())
    smtp.stop()
    with pytest.raises(NoLine, match="ConnectionRefusedError"):
        send_due(NOON)
    assert list(Letter.objects.order_by("id").values()) == before


@pytest.mark.parametrize("answer", ["421 4.3.2 Shutting down", "550 5.7.1 Who are you?", DROP])
def test_a_server_that_takes_nothing_from_us_is_an_outage(smtp: Server, answer: str) -> None:
    smtp.at_mail = lambda _: answer
    LetterFactory.create_batch(2)
    with pytest.raises(NoLine):
        send_due(NOON)
    assert set(Letter.objects.values_list("state", "tries", "due_at")) == {("queued", 0, NOON)}


def test_a_server_that_restarts_gets_the_rest_and_nothing_twice(smtp: Server) -> None:
    LetterFactory.create_batch(4)
    smtp.at_rcpt = first(1, ACCEPTED)
    smtp.at_data = lambda _: "421 4.3.2 Restarting" if len(smtp.taken) == 2 else ACCEPTED
    assert send_due(NOON) == Sent(sent=2, deferred=1, failed=0)
    smtp.stop()
    with pytest.raises(NoLine):
        send_due(NOON)
    smtp.at_data = lambda _: ACCEPTED
    smtp.start()
    assert send_due(NOON + 2 * MINUTE) == Sent(sent=2, deferred=0, failed=0)
    assert len(set(smtp.recipients)) == len(smtp.taken) == 4


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ({"kind": "sample.nobody_knows"}, "kind"),
        ({"to": "ana@example.org\r\nBcc: all@example.org"}, "address"),
    ],
)
def test_a_hopeless_letter_fails_alone_and_loudly(
    smtp: Server, bad: dict[str, object], reason: str
) -> None:
    LetterFactory(**bad)
    LetterFactory(to=ANA)
    assert send_due(NOON) == Sent(sent=1, deferred=0, failed=1)
    assert smtp.recipients == [ANA]
    entry = Entry.objects.get()
    assert (entry.name, entry.facts["reason"], entry.facts["code"]) == ("letter.failed", reason, 0)


def test_a_letter_with_the_sealed_facts_of_another_does_not_open_and_fails_alone(
    smtp: Server,
) -> None:
    LetterFactory(to="other@example.org", sealed=LetterFactory(to=ANA).sealed)
    assert send_due(NOON) == Sent(sent=1, deferred=0, failed=1)
    assert smtp.recipients == [ANA]
    assert Entry.objects.get().facts["reason"] == "sealed"


@pytest.mark.parametrize("kind", ["sample.broken", "sample.holey"])
def test_a_letter_whose_words_break_waits_for_a_repair_and_stops_no_other(
    smtp: Server, kind: str, logged: Callable[[], str]
) -> None:
    letter = LetterFactory(to=ANA, kind=kind)
    LetterFactory(to="other@example.org")
    assert send_due(NOON) == Sent(sent=1, deferred=1, failed=0)
    letter.refresh_from_db()
    assert (letter.state, letter.tries) == (State.QUEUED, 1)
    assert "letter.not_written" in logged()
    assert ANA not in logged()


def test_a_letter_sealed_to_a_key_that_is_not_here_waits_for_the_key(smtp: Server) -> None:
    letter = LetterFactory()
    strange = b"\xff\xff\xff\xff" + bytes(letter.sealed)[4:]
    Letter.objects.update(sealed=strange)
    assert send_due(NOON) == Sent(sent=0, deferred=1, failed=0)
    letter.refresh_from_db()
    assert bytes(letter.sealed) == strange


def test_a_letter_whose_worker_died_is_sent_once_more_when_its_lease_is_over(smtp: Server) -> None:
    letter = LetterFactory(state=State.SENDING, due_at=NOON)
    assert send_due(NOON - timedelta(seconds=1)).sent == 0
    assert send_due(NOON).sent == 1
    letter.refresh_from_db()
    assert (letter.state, letter.crashes) == (State.SENT, 1)


def test_a_letter_whose_worker_died_twice_is_given_up(smtp: Server) -> None:
    LetterFactory(state=State.SENDING, crashes=1)
    assert send_due(NOON) == Sent(sent=0, deferred=0, failed=1)
    assert Entry.objects.get().facts["reason"] == "unknown"
    assert smtp.connections == 0


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


def test_an_address_in_another_alphabet_is_written_to_where_the_server_can(
    smtp: Server,
) -> None:
    LetterFactory(to="ñandú@pájaros.example")
    assert send_due(NOON).sent == 1
    assert smtp.recipients == ["ñandú@xn--pjaros-pta.example"]


def test_an_address_in_another_alphabet_fails_where_the_server_cannot(smtp: Server) -> None:
    smtp.stop()
    smtp.options["enable_SMTPUTF8"] = False
    smtp.start()
    LetterFactory(to="ñandú@example.org")
    LetterFactory(to=ANA)
    assert send_due(NOON) == Sent(sent=1, deferred=0, failed=1)
    assert Entry.objects.get().facts["code"] == 553
