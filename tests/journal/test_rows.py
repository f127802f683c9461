import pytest
from django.db import IntegrityError
from django.utils import timezone
from tests.factories.petitions import MONDAY

from undersigned.journal.models import Change
from undersigned.journal.rows import insert
from undersigned.mail.models import Letter

pytestmark = pytest.mark.django_db


def letters(number: int) -> list[Letter]:
    return [
        Letter(
            ref=bytes([n]) * 16,
            kind="test.sample",
            language="en",
            sealed=b"\x00\xff%s",
            created_at=timezone.now(),
            due_at=MONDAY,
        )
        for n in range(number)
    ]


def columns(rows: list[Letter]) -> list[dict[str, object]]:
    """Every column but the id, as the model has it."""
    return [
        {
            name: bytes(value) if isinstance(value, memoryview) else value
            for name, value in row.items()
        }
        for row in (
            {
                f.attname: getattr(row, f.attname)
                for f in row._meta.concrete_fields
                if f.name != "id"
            }
            for row in rows
        )
    ]


def test_rows_are_stored_as_bulk_create_stores_them() -> None:
    made = letters(3)

    insert(made)
    inserted = columns(list(Letter.objects.order_by("id")))
    Letter.objects.all().delete()
    Letter.objects.bulk_create(made)

    assert inserted == columns(list(Letter.objects.order_by("id"))) == columns(made)


def test_no_rows_are_no_statement(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        insert([])


def test_two_hundred_rows_are_one_statement(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        insert(letters(200))

    assert Letter.objects.count() == 200


def test_a_key_of_ones_own_is_stored_and_may_stand_once() -> None:
    insert([Change(scope="petition:7", stamp="0" * 16, at=MONDAY)])

    assert Change.objects.get().pk == "petition:7"
    with pytest.raises(IntegrityError):
        insert([Change(scope="petition:7", stamp="1" * 16, at=MONDAY)])
