from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import Settings

from undersigned.journal import fingerprints, keys
from undersigned.journal.announce import announce
from undersigned.journal.events import Event
from undersigned.journal.models import Entry, Fingerprint
from undersigned.sources.events import SourceAdded
from undersigned.sources.models import Source

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 12, 0, 0, 123456, tzinfo=UTC)


def source(title: str = "Minutes") -> Source:
    return Source.objects.create(
        publisher="The Exampleton Clerk", relation="official", title=title, added_at=NOW
    )


def tell(*events: Event) -> None:
    with transaction.atomic():
        announce(*events, at=NOW, by="operator")


def marks(subject: str) -> dict[str, object]:
    return dict(Fingerprint.objects.get(subject=subject).marks)


def test_an_announcement_takes_the_fingerprint_of_what_it_is_about() -> None:
    row = source()
    tell(SourceAdded(source=row.pk))
    assert marks(f"source:{row.pk}") == fingerprints.take(f"source:{row.pk}")
    assert list(marks(f"source:{row.pk}")) == [f"sources.source:{row.pk}"]


@pytest.mark.parametrize("column", ["publisher", "title", "dated", "added_at"])
def test_a_change_that_nothing_announces_differs_from_the_mark(column: str) -> None:
    row = source()
    tell(SourceAdded(source=row.pk))
    other = NOW.replace(microsecond=0) if column == "added_at" else "2026"
    Source.objects.filter(pk=row.pk).update(**{column: other})
    assert marks(f"source:{row.pk}") != fingerprints.take(f"source:{row.pk}")


def test_the_next_announcement_takes_it_anew() -> None:
    row = source()
    tell(SourceAdded(source=row.pk))
    Source.objects.filter(pk=row.pk).update(title="Minutes, corrected")
    tell(SourceAdded(source=row.pk))
    assert marks(f"source:{row.pk}") == fingerprints.take(f"source:{row.pk}")


def test_entries_are_counted_by_their_name() -> None:
    tell(SourceAdded(source=source().pk), SourceAdded(source=source().pk))
    tell(SourceAdded(source=source().pk))
    assert marks("entries:source.added") == {"rows": 3}


def test_an_entry_carries_a_hash_that_holds_after_the_database() -> None:
    tell(SourceAdded(source=source().pk))
    entry = Entry.objects.get()
    assert bytes(entry.mac) == fingerprints.entry_mac(entry)
    entry.by = "user:1"
    assert bytes(entry.mac) != fingerprints.entry_mac(entry)


def test_another_key_makes_another_hash(tmp_path: Path, settings: Settings) -> None:
    first = fingerprints.keyed("row", 1)
    assert first == fingerprints.keyed("row", 1)
    settings.KEYS = tmp_path
    keys.make(tmp_path)
    assert first != fingerprints.keyed("row", 1)


def test_a_column_with_its_default_leaves_no_trace_in_the_mark() -> None:
    row = source()
    columns = {
        "id": row.pk,
        "publisher": "The Exampleton Clerk",
        "relation": "official",
        "title": "Minutes",
        "added_at": round(NOW.timestamp() * 1_000_000),
    }  # no address, no date, no copy
    assert fingerprints.mark(row) == fingerprints.keyed("row", "sources.source", columns).hex()
