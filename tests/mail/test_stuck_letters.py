"""Letters that cannot be sent as they are: hopeless, not to be opened, or left by a worker that died."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.factories.mail import NOON, LetterFactory
from tests.mail.server import Server

from undersigned.journal.models import Entry
from undersigned.mail.models import Letter
from undersigned.mail.sending import Sent, send_due
from undersigned.mail.states import State

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]

ANA = "ana@example.org"


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


def test_an_address_in_another_alphabet_fails_where_the_server_cannot(smtp: Server) -> None:
    smtp.stop()
    smtp.options["enable_SMTPUTF8"] = False
    smtp.start()
    LetterFactory(to="ñandú@example.org")
    LetterFactory(to=ANA)
    assert send_due(NOON) == Sent(sent=1, deferred=0, failed=1)
    assert Entry.objects.get().facts["code"] == 553
