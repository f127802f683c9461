from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.utils.timezone import get_current_timezone
from tests.factories.petitions import (
    MONDAY,
    closed_petition,
    draft_petition,
    open_petition,
    organiser_of,
)
from tests.petitions.conftest import Letters

from undersigned.journal.models import Change, Entry
from undersigned.petitions import actions
from undersigned.petitions.actions.change import ChangedMeanwhile, WrongState
from undersigned.petitions.actions.opening import LastDayPast, NoRules
from undersigned.petitions.models import Petition
from undersigned.petitions.queries import public_petitions

pytestmark = pytest.mark.django_db
FRIDAY = MONDAY + timedelta(days=4)


def approved(**facts: object) -> Petition:
    petition = draft_petition(**facts)
    actions.submit(petition=petition, at=MONDAY, by="user:1")
    text_sha256 = petition.hash_of_text()
    actions.approve(petition=petition, text_sha256=text_sha256, at=MONDAY, by="user:9")
    return petition


def test_opening_fixes_text_rules_and_notice(letters: Letters) -> None:
    petition = approved(closes_on=date(2026, 4, 30))
    ben = organiser_of(petition.lead)

    actions.open_petition(petition=petition, at=FRIDAY, by="user:1")

    petition.refresh_from_db()
    council = petition.council
    entry = Entry.objects.get(name="petition.opened")
    assert (petition.state, petition.opened_at) == ("open", FRIDAY)
    assert petition.text_sha256 == petition.hash_of_text()
    assert (petition.rules, petition.notice) == (council.rules.get(), council.notices.get())
    assert entry.public is True
    assert entry.facts == {
        "petition": petition.pk,
        "text_sha256": petition.text_sha256,
        "rules_sha256": council.rules.get().sha256,
        "notice_sha256": council.notices.get().sha256,
        "closes_on": "2026-04-30",
    }
    assert [letter["to"] for letter in letters("petitions.opened")] == [ben.email]


def test_opening_fixes_the_newest_versions() -> None:
    petition = approved()
    first = petition.council.rules.get()
    newest = petition.council.rules.create(number=2, document={}, sha256="00" * 32, made_at=MONDAY)

    actions.open_petition(petition=petition, at=FRIDAY, by="user:1")

    assert petition.rules == newest != first


def test_an_open_petition_is_found_by_its_words() -> None:
    petition = approved(title="Más bancos en la plaza")
    actions.open_petition(petition=petition, at=FRIDAY, by="user:1")

    assert list(public_petitions("BANCOS mas")) == [petition]


def test_opening_touches_the_pages_that_show_it() -> None:
    petition = approved()

    actions.open_petition(petition=petition, at=FRIDAY, by="user:1")

    scopes = set(Change.objects.values_list("scope", flat=True))
    assert scopes == {f"petition:{petition.pk}", "petitions"}


def test_a_petition_to_a_council_without_rules_or_notice_does_not_open() -> None:
    petition = approved()
    petition.council.notices.all().delete()

    with pytest.raises(NoRules):
        actions.open_petition(petition=petition, at=FRIDAY, by="user:1")

    petition.refresh_from_db()
    assert petition.state == "approved"


def test_a_petition_whose_last_day_is_over_does_not_open() -> None:
    petition = approved(closes_on=date(2026, 3, 5))

    with pytest.raises(LastDayPast):
        actions.open_petition(petition=petition, at=FRIDAY, by="user:1")

    thursday = MONDAY + timedelta(days=3)
    actions.open_petition(petition=petition, at=thursday, by="user:1")
    assert petition.state == "open"


def test_opening_what_somebody_else_just_took_back_is_refused() -> None:
    petition = approved()
    seen = Petition.objects.select_related("council").get(pk=petition.pk)
    actions.take_back(petition=petition, at=MONDAY + timedelta(hours=1), by="user:2")

    with pytest.raises(WrongState):
        actions.open_petition(petition=seen, at=FRIDAY, by="user:1")


def test_opening_what_changed_and_was_approved_again_is_refused() -> None:
    petition = approved()
    seen = Petition.objects.select_related("council").get(pk=petition.pk)
    later = MONDAY + timedelta(hours=1)
    actions.take_back(petition=petition, at=later, by="user:2")
    actions.submit(petition=petition, at=later, by="user:2")
    text_sha256 = petition.hash_of_text()
    actions.approve(petition=petition, text_sha256=text_sha256, at=later, by="user:9")

    with pytest.raises(ChangedMeanwhile):
        actions.open_petition(petition=seen, at=FRIDAY, by="user:1")


def test_organisers_close_by_hand(letters: Letters) -> None:
    petition = open_petition()
    ana = organiser_of(petition.sponsors.all()[1].group)

    actions.close(petition=petition, at=FRIDAY, by="user:1")

    petition.refresh_from_db()
    assert (petition.state, petition.closed_at) == ("closed", FRIDAY)
    assert Entry.objects.get(name="petition.closed").facts["by_date"] is False
    assert [letter["to"] for letter in letters("petitions.closed")] == [ana.email]


def test_the_worker_closes_what_is_due_and_nothing_else() -> None:
    due = [open_petition(closes_on=date(2026, 3, 31)) for _ in range(2)]
    kept = [open_petition(closes_on=date(2026, 4, 1)), open_petition(), closed_petition()]
    midnight = datetime(2026, 4, 1, 0, 0, tzinfo=get_current_timezone())
    before = [petition.state for petition in kept]

    assert actions.close_due(at=midnight - timedelta(seconds=1)) == 0
    assert actions.close_due(at=midnight) == 2
    assert actions.close_due(at=midnight) == 0

    for petition in [*due, *kept]:
        petition.refresh_from_db()
    assert [(petition.state, petition.closed_at) for petition in due] == [("closed", midnight)] * 2
    assert [petition.state for petition in kept] == before
    entries = Entry.objects.filter(name="petition.closed")
    assert [(entry.by, entry.facts["by_date"]) for entry in entries] == [("worker", True)] * 2


def test_closing_by_date_leaves_what_somebody_changes_at_that_moment_to_the_next_tick() -> None:
    petition = open_petition(closes_on=date(2026, 3, 31))
    midnight = datetime(2026, 4, 1, 0, 0, tzinfo=get_current_timezone())
    others = iter([midnight])

    def somebody_is_faster(execute: Callable[..., object], sql: str, *rest: object) -> object:
        moment = next(others, None) if sql.startswith("UPDATE") else None
        if moment:
            Petition.objects.filter(pk=petition.pk).update(changed_at=moment)
        return execute(sql, *rest)

    with connection.execute_wrapper(somebody_is_faster):
        assert actions.close_due(at=midnight) == 0

    assert actions.close_due(at=midnight) == 1
