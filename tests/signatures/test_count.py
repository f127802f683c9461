import csv
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.factories.petitions import open_petition
from tests.signatures.signing import sign, sign_and_confirm

from undersigned.signatures import actions
from undersigned.signatures.models import HourlyCount, PetitionCount, Signature
from undersigned.signatures.queries import Hour, count_of, counts_of, history_of

pytestmark = pytest.mark.django_db


def test_confirmed_signatures_are_counted_once(web: Client) -> None:
    petition = open_petition()
    for n in range(3):
        sign_and_confirm(web, petition, email=f"p{n}@example.org")
    sign(web, petition, email="pending@example.org")

    moved = [actions.count(at=timezone.now()), actions.count(at=timezone.now())]

    assert moved == [3, 0]
    assert count_of(petition.pk).confirmed == 3
    assert Signature.objects.filter(counted_as="confirmed").count() == 3


def test_counts_of_several_petitions_are_one_query(
    web: Client, django_assert_num_queries: object
) -> None:
    first, second = open_petition(), open_petition()
    sign_and_confirm(web, first)
    actions.count(at=timezone.now())

    with django_assert_num_queries(1):  # type: ignore[operator]
        counts = counts_of([first.pk, second.pk])

    assert [counts[key].confirmed for key in (first.pk, second.pk)] == [1, 0]


def test_the_history_adds_up_by_the_hour(web: Client) -> None:
    petition = open_petition()
    nine = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
    for n, minutes in enumerate((5, 50, 70)):
        row = sign_and_confirm(web, petition, email=f"p{n}@example.org")
        Signature.objects.filter(pk=row.pk).update(confirmed_at=nine + timedelta(minutes=minutes))

    actions.count(at=timezone.now())

    ten = nine + timedelta(hours=1)
    assert history_of(petition.pk) == [Hour(nine, 2, 2), Hour(ten, 1, 3)]


def test_the_count_file_may_be_cached_and_read_by_anyone(web: Client) -> None:
    petition = open_petition(goal=10)
    sign_and_confirm(web, petition)
    actions.count(at=timezone.now())

    answer = web.get(f"/petitions/{petition.slug}/count.json")

    facts = answer.json()
    assert (facts["confirmed"], facts["level"], facts["goal"]) == (1, "confirmed", 10)
    assert answer["Cache-Control"] == (
        "public, max-age=5, stale-while-revalidate=60, stale-if-error=86400"
    )
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert len(answer.content) < 200


def test_the_history_file_ends_with_the_count(web: Client) -> None:
    petition = open_petition()
    sign_and_confirm(web, petition)
    actions.count(at=timezone.now())

    answer = web.get(f"/petitions/{petition.slug}/history.csv")

    rows = list(csv.DictReader(answer.content.decode().splitlines()))
    assert [(row["confirmed"], row["left"], row["net"]) for row in rows] == [("1", "0", "1")]


def test_the_self_check_finds_a_count_that_differs_and_changes_nothing(web: Client) -> None:
    petition = open_petition()
    sign_and_confirm(web, petition)
    actions.count(at=timezone.now())
    assert actions.check_counts(at=timezone.now()) == []

    PetitionCount.objects.update(confirmed=7)
    (differs,) = actions.check_counts(at=timezone.now())

    found = (differs.petition_id, differs.figure, differs.says, differs.rows)
    assert found == (petition.pk, "confirmed", 7, 1)
    assert PetitionCount.objects.get().confirmed == 7


def test_hours_and_petition_agree(web: Client) -> None:
    petition = open_petition()
    for n in range(4):
        sign_and_confirm(web, petition, email=f"p{n}@example.org")
        actions.count(at=timezone.now())

    assert sum(HourlyCount.objects.values_list("confirmed", flat=True)) == 4
    assert PetitionCount.objects.get().confirmed == 4
