from dataclasses import dataclass
from datetime import datetime

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from undersigned.journal.announce import announce
from undersigned.journal.events import Event
from undersigned.journal.models import Change, Entry

pytestmark = pytest.mark.django_db

HERE = "tests.journal.test_announce"
SEEN: list[object] = []


@dataclass(frozen=True, kw_only=True)
class LampLit(Event):
    """A lamp was lit."""

    name = "lamp.lit"
    public = True
    lamp: int

    def scopes(self) -> tuple[str, ...]:
        return (f"lamp:{self.lamp}",)


@dataclass(frozen=True, kw_only=True)
class LampFlickered(Event):
    """It flickers so often that nobody writes it down."""

    name = "lamp.flickered"
    journaled = False
    lamp: int


def note(events: list[Event], *, at: datetime) -> None:
    SEEN.append(("now", [event.facts() for event in events]))


def note_later(facts: dict[str, object], *, at: datetime) -> None:
    SEEN.append(("later", facts))


WIRING = {"lamp.lit": {"now": [f"{HERE}.note"], "later": [f"{HERE}.note_later"]}}


@pytest.fixture(autouse=True)
def _wired(settings: Settings) -> None:
    settings.EVENT_WIRING = f"{HERE}.WIRING"
    SEEN.clear()


def light(*lamps: int) -> None:
    with transaction.atomic():
        announce(*(LampLit(lamp=lamp) for lamp in lamps), at=timezone.now(), by="user:1")


def test_an_event_is_journaled_with_its_facts_and_its_actor() -> None:
    light(7)

    entry = Entry.objects.get()
    assert (entry.name, entry.by, entry.facts, entry.public) == (
        "lamp.lit",
        "user:1",
        {"lamp": 7},
        True,
    )


def test_followers_named_now_get_all_events_of_a_kind_at_once() -> None:
    light(1, 2)

    assert SEEN == [("now", [{"lamp": 1}, {"lamp": 2}])]


def test_followers_named_later_are_queued_for_the_worker() -> None:
    light(1, 2)

    queued = [row.args_kwargs["kwargs"]["facts"]["lamp"] for row in DBTaskResult.objects.all()]
    assert sorted(queued) == [1, 2]


def test_a_rollback_takes_everything_back() -> None:
    with transaction.atomic():
        announce(LampLit(lamp=1), at=timezone.now(), by="user:1")
        transaction.set_rollback(True)

    assert [Entry.objects.count(), Change.objects.count(), DBTaskResult.objects.count()] == [0] * 3


def test_pages_that_show_it_are_touched() -> None:
    light(7)

    assert Change.objects.get().scope == "lamp:7"


def test_what_happens_too_often_is_not_journaled() -> None:
    with transaction.atomic():
        announce(LampFlickered(lamp=1), at=timezone.now(), by="worker")

    assert Entry.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_announcing_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError):
        announce(LampLit(lamp=1), at=timezone.now(), by="user:1")
