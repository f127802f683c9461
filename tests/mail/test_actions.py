"""Writing, posting, the states, and what each costs when the table is long."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.factories.mail import NOON, LetterFactory

from undersigned.journal.models import Entry
from undersigned.journal.sealed import unseal
from undersigned.mail import actions
from undersigned.mail.models import Letter
from undersigned.mail.rules import BACK_OFF, next_try
from undersigned.mail.states import MOVES, State

pytestmark = pytest.mark.django_db

FACTS = {"to": "ana@example.org", "link": "https://example.org/1"}
DAY = timedelta(days=1)


def test_a_draft_holds_its_facts_sealed_to_the_workers_key() -> None:
    draft = actions.write("sample.hello", "es", FACTS)
    assert (draft.kind, draft.language, draft.held, draft.due_at) == (
        "sample.hello",
        "es",
        False,
        None,
    )
    assert b"ana" not in draft.sealed
    assert unseal(draft.sealed, of="letters", ref=draft.ref) == FACTS


def test_every_draft_has_a_ref_of_its_own() -> None:
    refs = {actions.write("sample.hello", "en", FACTS).ref for _ in range(50)}
    assert len(refs) == 50
    assert {len(ref) for ref in refs} == {16}


def test_posting_a_batch_is_one_insert() -> None:
    drafts = [actions.write("sample.hello", "en", FACTS) for _ in range(50)]
    with CaptureQueriesContext(connection) as queries:
        actions.post(drafts, at=NOON)
    assert [query["sql"].split()[0] for query in queries] == ["INSERT"]
    assert set(Letter.objects.values_list("state", "created_at", "due_at", "settled_at")) == {
        (State.QUEUED, NOON, NOON, None)
    }


def test_held_letters_are_stored_by_the_same_writes() -> None:
    draft = actions.write("sample.hello", "en", FACTS)
    with CaptureQueriesContext(connection) as queries:
        actions.post([draft], at=NOON)
        actions.post([replace(draft, ref=bytes(16), held=True)], at=NOON)
    first, second = (query["sql"] for query in queries)
    assert first.split("VALUES")[0] == second.split("VALUES")[0]
    queued, held = Letter.objects.order_by("id")
    assert (queued.state, held.state) == (State.QUEUED, State.WITHHELD)
    assert bytes(queued.sealed) == bytes(held.sealed)
    assert queued.due_at == held.due_at


def test_a_draft_for_later_is_due_then() -> None:
    draft = replace(actions.write("sample.hello", "en", FACTS), due_at=NOON + DAY)
    actions.post([draft], at=NOON)
    assert Letter.objects.get().due_at == NOON + DAY


def test_posting_nothing_is_nothing() -> None:
    actions.post([], at=NOON)
    assert Letter.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_posting_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        actions.post([actions.write("sample.hello", "en", FACTS)], at=NOON)
    assert Letter.objects.count() == 0


def test_two_workers_that_read_the_same_letter_do_not_both_claim_it() -> None:
    LetterFactory()
    one, other = Letter.objects.get(), Letter.objects.get()
    assert actions.claim(letter=one, until=NOON + DAY) is True
    assert actions.claim(letter=other, until=NOON + DAY) is False
    assert (one.state, one.crashes, one.due_at) == (State.SENDING, 0, NOON + DAY)


def test_claiming_a_letter_whose_worker_died_counts_it() -> None:
    letter = LetterFactory(state=State.SENDING)
    assert actions.claim(letter=letter, until=NOON + DAY) is True
    assert Letter.objects.get().crashes == 1


def test_a_worker_whose_lease_was_lost_changes_nothing() -> None:
    LetterFactory()
    slow, quick = Letter.objects.get(), Letter.objects.get()
    actions.claim(letter=slow, until=NOON + DAY)
    quick.refresh_from_db()
    actions.claim(letter=quick, until=NOON + 2 * DAY)
    before = Letter.objects.values().get()
    assert actions.settle(letter=slow, state=State.SENT, at=NOON) is False
    assert actions.release(letter=slow, due_at=NOON) is False
    assert actions.fail(letter=slow, reason="refused", at=NOON) is False
    actions.put_off(letter=slow, at=NOON)
    assert Letter.objects.values().get() == before
    assert Entry.objects.count() == 0


def test_a_settled_letter_must_be_blank() -> None:
    letter = LetterFactory()
    with pytest.raises(IntegrityError, match="a_letter_is_due_or_settled"), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(due_at=None, settled_at=NOON)
    with pytest.raises(IntegrityError, match="a_letter_is_due_or_settled"), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(due_at=None, sealed=b"")


def test_the_waits_follow_the_steps_and_are_spread_by_a_quarter_at_most() -> None:
    minutes = [1, 5, 15, 60, 240, 720, 1440, 1440]
    assert [next_try(tries, spread=0.0) for tries in range(1, 9)] == [
        timedelta(minutes=step) for step in minutes
    ]
    assert next_try(2, spread=0.5) == timedelta(minutes=5.625)
    assert next_try(9, spread=0.0) is None
    assert sum(BACK_OFF, timedelta()) < 3 * DAY


def test_purging_removes_what_was_settled_over_thirty_days_ago_and_nothing_else() -> None:
    def settled(state: State, when: datetime) -> Letter:
        return LetterFactory(state=state, sealed=b"", due_at=None, settled_at=when)

    old, limit = NOON - 31 * DAY, NOON - 30 * DAY
    for state in (State.SENT, State.FAILED, State.WITHHELD):
        settled(state, old)
    kept = [settled(State.SENT, limit).pk, LetterFactory(created_at=old).pk]
    assert actions.purge(at=NOON) == 3
    assert list(Letter.objects.order_by("id").values_list("pk", flat=True)) == kept
    assert actions.purge(at=NOON) == 0


def test_purging_many_goes_in_short_transactions() -> None:
    blank = {"kind": "sample.hello", "language": "en", "sealed": b"", "created_at": NOON}
    Letter.objects.bulk_create(
        Letter(ref=number.to_bytes(16), state=State.SENT, settled_at=NOON, **blank)
        for number in range(2001)
    )
    assert actions.purge(at=NOON + 31 * DAY) == 2001


def test_every_state_has_its_moves_or_is_an_end() -> None:
    assert set(MOVES) | {"withheld", "sent", "failed"} == set(State.values)


@pytest.mark.parametrize(
    ("question", "index"),
    [
        (Letter.objects.filter(due_at__lte=NOON).order_by("due_at")[:50], "letters_due"),
        (Letter.objects.filter(settled_at__lt=NOON).order_by("settled_at")[:9], "letters_settled"),
    ],
)
def test_what_the_worker_asks_is_answered_from_a_small_index(question, index: str) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    blank = {"kind": "sample.hello", "language": "en", "sealed": b"", "created_at": NOON}
    Letter.objects.bulk_create(
        Letter(ref=number.to_bytes(16), state=State.SENT, settled_at=NOON + DAY, **blank)
        for number in range(3000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE mail_letter")
    assert index in question.explain()
