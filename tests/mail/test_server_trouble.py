"""The sender against a real SMTP server in every temper: slow, greylisting, refusing, dropping, away."""

from datetime import timedelta

import pytest
from tests.factories.mail import NOON, LetterFactory, states
from tests.mail.server import ACCEPTED, DROP, Server, first, only

from undersigned.journal.models import Entry
from undersigned.mail import line
from undersigned.mail.line import NoLine
from undersigned.mail.models import Letter
from undersigned.mail.sending import Sent, send_due
from undersigned.mail.states import State

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]

ANA = "ana@example.org"
MINUTE = timedelta(minutes=1)


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
