from datetime import date, datetime, timedelta

import pytest
from django.utils.timezone import get_current_timezone
from pytest_django import DjangoAssertNumQueries
from tests.factories.petitions import (
    closed_petition,
    draft_petition,
    open_petition,
    taken_down_petition,
)

from undersigned.petitions.queries import (
    PetitionNotFound,
    SigningClosed,
    find_public,
    open_for_signing,
    open_ids,
    public_petitions,
)

pytestmark = pytest.mark.django_db


def test_an_open_petition_comes_with_all_that_its_page_needs(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    slug = open_petition(sponsors=3).slug

    with django_assert_num_queries(2):
        petition = open_for_signing(slug)
        groups = [sponsor.group.name for sponsor in petition.sponsors.all()]
        fixed = (petition.rules.number, petition.notice.number, petition.council.name)  # type: ignore[union-attr]

    assert len(groups) == 3
    assert groups[0] == petition.lead.name
    assert fixed[:2] == (1, 1)
    assert petition.text_sha256 == petition.hash_of_text()


def test_a_closed_petition_says_that_it_is_closed() -> None:
    petition = closed_petition()

    with pytest.raises(SigningClosed) as refusal:
        open_for_signing(petition.slug)

    assert refusal.value.state == "closed"


def test_a_petition_taken_down_keeps_its_address() -> None:
    petition = taken_down_petition()

    assert find_public(petition.slug).takedown_reason == "private"
    with pytest.raises(SigningClosed):
        open_for_signing(petition.slug)


def test_a_draft_is_not_found() -> None:
    petition = draft_petition()

    with pytest.raises(PetitionNotFound):
        find_public(petition.slug)


def test_the_public_list_holds_open_and_closed_newest_opening_first() -> None:
    first, second = open_petition(), closed_petition()
    draft_petition()
    taken_down_petition()

    assert list(public_petitions()) == [second, first]
    assert list(public_petitions(state="open")) == [first]
    assert list(public_petitions(state="closed")) == [second]
    assert list(public_petitions(state="taken_down")) == [second, first]


@pytest.mark.parametrize("q", ["educacion", "EDUCACIÓN", "  pública educa ", "exampleton"])
def test_search_ignores_case_and_accents(q: str) -> None:
    petition = open_petition(title="La educación pública")
    open_petition(title="Un camino", council=petition.council)

    found = list(public_petitions(q))

    assert petition in found
    assert len(found) == (2 if q == "exampleton" else 1)


def test_search_takes_percent_signs_literally() -> None:
    open_petition()

    assert list(public_petitions("%")) == []


def test_a_petition_can_be_signed_until_the_end_of_its_last_day() -> None:
    petition = open_petition(closes_on=date(2026, 3, 31))
    closed = closed_petition()
    last_minute = datetime(2026, 3, 31, 23, 59, tzinfo=get_current_timezone())

    ids = {petition.pk, closed.pk}

    assert open_ids(ids, at=last_minute) == {petition.pk}
    assert open_ids(ids, at=last_minute + timedelta(minutes=1)) == set()
