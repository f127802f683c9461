import csv
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from tests.factories.petitions import open_petition
from tests.signatures.signing import (
    declare_void,
    do,
    letter_of,
    put_back,
    sign,
    sign_and_confirm,
)

from undersigned.config.fsck import signatures
from undersigned.petitions.models import Petition
from undersigned.signatures import actions
from undersigned.signatures.actions.count import NOT_YET_COUNTED
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


def test_what_leaves_is_taken_out_once_and_what_returns_is_put_back_once(web: Client) -> None:
    petition = open_petition()
    rows = [sign_and_confirm(web, petition, email=f"p{n}@example.org") for n in range(4)]
    actions.count(at=timezone.now())
    at = timezone.now()
    do(web, letter_of(rows[0]), "withdraw")
    for row in rows[1:3]:
        row.refresh_from_db()
        declare_void(row, at=at)

    first = moved_and_figures(petition)
    put_back(rows[1], at=at)
    second = moved_and_figures(petition)
    do(web, letter_of(rows[2]), "withdraw")
    third = moved_and_figures(petition)

    assert (first, second, third) == (
        ([3, 0], (1, 4, 1, 2)),
        ([1, 0], (2, 4, 1, 1)),
        ([1, 0], (2, 4, 2, 0)),
    )
    assert actions.check_counts(at=timezone.now()) == []


def moved_and_figures(petition: Petition) -> tuple[list[int], tuple[int, ...]]:
    moved = [actions.count(at=timezone.now()) for _ in range(2)]
    count = count_of(petition.pk)
    return moved, (count.confirmed, count.signed, count.withdrawn, count.void)


def test_one_that_left_before_it_was_counted_was_signed_and_withdrawn(web: Client) -> None:
    petition = open_petition()
    do(web, letter_of(sign_and_confirm(web, petition)), "withdraw")

    assert moved_and_figures(petition) == ([1, 0], (0, 1, 1, 0))
    assert [(hour.confirmed, hour.left, hour.total) for hour in history_of(petition.pk)] == [
        (1, 1, 0)
    ]


def test_one_put_back_before_it_was_taken_out_moves_nothing(web: Client) -> None:
    petition = open_petition()
    row = sign_and_confirm(web, petition)
    actions.count(at=timezone.now())
    row.refresh_from_db()
    declare_void(row, at=timezone.now())
    put_back(row, at=timezone.now())

    assert moved_and_figures(petition) == ([0, 0], (1, 1, 0, 0))


def test_the_history_falls_in_the_hour_in_which_it_fell_and_forgets_what_was_put_back(
    web: Client,
) -> None:
    petition = open_petition()
    rows = [sign_and_confirm(web, petition, email=f"p{n}@example.org") for n in range(3)]
    nine = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
    Signature.objects.update(confirmed_at=nine)
    for row in rows[1:]:
        declare_void(Signature.objects.get(pk=row.pk), at=nine + timedelta(minutes=130))
    actions.count(at=timezone.now())
    fallen = history_of(petition.pk)

    put_back(Signature.objects.get(pk=rows[1].pk), at=timezone.now())
    actions.count(at=timezone.now())

    eleven = nine + timedelta(hours=2)
    assert fallen == [Hour(nine, 3, 3), Hour(eleven, 0, 1, left=2)]
    assert history_of(petition.pk) == [Hour(nine, 3, 3), Hour(eleven, 0, 2, left=1)]
    # The hours fit the rows; of these this test alone changed when they were confirmed.
    assert {fault.column for fault in signatures.rows()} == {"check_sum"}


def test_a_count_that_fails_half_way_is_taken_back_whole(
    web: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    petition = open_petition()
    row = sign_and_confirm(web, petition)
    actions.count(at=timezone.now())
    do(web, letter_of(row), "withdraw")
    monkeypatch.setattr("undersigned.journal.announce.touch", fail)
    with pytest.raises(OSError, match="power"):
        actions.count(at=timezone.now())
    monkeypatch.undo()

    assert (count_of(petition.pk).confirmed, count_of(petition.pk).withdrawn) == (1, 0)
    assert moved_and_figures(petition) == ([1, 0], (0, 1, 1, 0))


def fail(*_: object, **__: object) -> None:
    raise OSError("power")


@pytest.mark.parametrize("figure", ["confirmed", "withdrawn", "void"])
def test_the_self_check_holds_every_figure_against_the_rows(web: Client, figure: str) -> None:
    petition = open_petition()
    sign_and_confirm(web, petition)
    actions.count(at=timezone.now())
    right = {"confirmed": 1}.get(figure, 0)

    PetitionCount.objects.update(**{figure: 7})

    found = [(d.figure, d.says, d.rows) for d in actions.check_counts(at=timezone.now())]
    assert found == [(figure, 7, right)]


def test_the_count_file_says_how_many_signed_and_how_many_left(web: Client) -> None:
    petition = open_petition()
    rows = [sign_and_confirm(web, petition, email=f"p{n}@example.org") for n in range(3)]
    do(web, letter_of(rows[0]), "withdraw")
    declare_void(rows[1], at=timezone.now())
    actions.count(at=timezone.now())

    facts = web.get(f"/petitions/{petition.slug}/count.json").json()

    figures = [facts[key] for key in ("net", "confirmed", "signed", "withdrawn", "void")]
    assert figures == [1, 1, 3, 1, 1]


def test_what_the_counter_looks_for_is_found_by_an_index(web: Client) -> None:
    sign_and_confirm(web, open_petition())

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")  # a table of one row is read whole
        plan = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
        cursor.execute(f"{plan} {NOT_YET_COUNTED}")
        lines = str(cursor.fetchall())

    assert "not_yet_counted" in lines


@pytest.mark.parametrize(
    ("model", "column"),
    [(HourlyCount, "left"), (HourlyCount, "confirmed"), (PetitionCount, "void")],
)
def test_fsck_names_a_figure_of_what_left_that_the_rows_do_not_bear_out(
    web: Client, model: type[HourlyCount] | type[PetitionCount], column: str
) -> None:
    row = sign_and_confirm(web, open_petition())
    do(web, letter_of(row), "withdraw")
    actions.count(at=timezone.now())
    assert list(signatures.rows()) == []

    model.objects.update(**{column: 9})

    (fault,) = signatures.rows()
    right = {"left": 1, "confirmed": 1}.get(column, 0)
    assert (fault.column, fault.what) == (column, f"says 9, the rows are {right}")
