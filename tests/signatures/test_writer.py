"""The writer alone: who shares a transaction, who fails, and when a caller learns of it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection
from tests.racing import race, shared_database

from undersigned.journal.models import Change
from undersigned.signatures.writer import LIMIT, Writer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]

MANY = 12


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    """A writer of its own, on a database that threads share."""
    with shared_database(tmp_path):
        yield Writer()


def keep(items: Sequence[str], *, at: datetime) -> list[int]:
    """Store a row for each item; how many came together. Refuses them all if one is called bad."""
    Change.objects.bulk_create(Change(scope=item, stamp="0", at=at) for item in items)
    if "bad" in items:
        raise ValueError("bad")
    return [len(items)] * len(items)


def together(writer: Writer, items: Sequence[str]) -> list[object]:
    """What each of these callers at once got back."""
    return race(*(lambda item=item: writer.write(keep, item) for item in items))


def stored() -> set[str]:
    return set(Change.objects.values_list("scope", flat=True))


def test_callers_at_once_share_transactions(writer: Writer) -> None:
    items = [f"item {n}" for n in range(MANY)]

    came = together(writer, items)

    assert stored() == set(items)
    assert max(came) > 1


def test_a_bad_item_fails_alone(writer: Writer) -> None:
    items = [f"item {n}" for n in range(MANY)]

    came = together(writer, [*items[:5], "bad", *items[5:]])

    assert stored() == set(items)
    assert [str(answer) for answer in came if isinstance(answer, Exception)] == ["bad"]


def test_the_writer_goes_on_after_a_failure(writer: Writer) -> None:
    together(writer, ["bad"])

    assert together(writer, ["good"]) == [1]
    assert stored() == {"good"}


def test_what_a_caller_was_told_is_committed(writer: Writer) -> None:
    for n in range(5):
        together(writer, [f"item {n}"])
        connection.close()  # a connection that has seen nothing yet

        assert f"item {n}" in stored()


def test_a_batch_is_limited(writer: Writer) -> None:
    items = [f"item {n}" for n in range(LIMIT + 1)]

    came = together(writer, items)

    assert len(stored()) == LIMIT + 1
    assert max(came) <= LIMIT
