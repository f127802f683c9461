"""What the tests of petitions share: the letters that were posted, and the moments of the story."""

from collections.abc import Callable

import pytest

from undersigned.journal.models import Entry
from undersigned.journal.sealed import unseal
from undersigned.mail.models import Letter

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
