"""What the tests of petitions share: the letters that were posted, and the moments of the story."""

from collections.abc import Callable

import pytest
from django.test import Client
from tests.factories.accounts import signed_in
from tests.factories.petitions import GroupFactory, organiser_of

from undersigned.journal.models import Entry
from undersigned.journal.sealed import unseal
from undersigned.mail.models import Letter
from undersigned.petitions.models import Group

Letters = Callable[[str], list[dict[str, str]]]


@pytest.fixture
def letters(db: None) -> Letters:
    """The facts of the letters of one kind, opened, oldest first."""

    def of_kind(kind: str) -> list[dict[str, str]]:
        rows = Letter.objects.filter(kind=kind).order_by("id")
        return [unseal(bytes(row.sealed), of="letters", ref=bytes(row.ref)) for row in rows]

    return of_kind


@pytest.fixture
def journal(db: None) -> Callable[[], list[str]]:
    """The names of the events announced so far, oldest first."""
    return lambda: list(Entry.objects.order_by("id").values_list("name", flat=True))


@pytest.fixture
def group(db: None) -> Group:
    return GroupFactory(name="River Friends")


@pytest.fixture
def ben(office: Client, group: Group) -> Client:
    """Ben acts for the River Friends."""
    return signed_in(office, organiser_of(group, name="Ben Sample"))
