"""Fingerprints: what the rows of a subject were when the last event about it was announced.

A subject is a row and what belongs to it: ``petition:7`` with its sponsors, ``council:3`` with
its wards, seats and rules (wiring.FINGERPRINTS says which fact of an event names a subject, and of
which rows it consists). At every announcement their keyed hashes are taken anew, in the transaction
that changed them; actions therefore announce last. A row changed, added or deleted behind the
site's back then differs from its mark, whatever the column, and `undersigned fsck` finds it.
Journal entries carry a keyed hash of their own; how many there are of a name is counted here.

Not for signatures and letters, which are many: signatures carry a keyed hash in their own row.
"""

import hmac
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils.module_loading import import_string

from undersigned.journal.events import Event
from undersigned.journal.keys import secret
from undersigned.journal.models import Entry, Fingerprint

LENGTH = 16
ENTRIES = "entries:"


def keep(events: Iterable[Event]) -> None:
    """Count these events' entries and take the fingerprints of what they are about."""
    events = list(events)
    names = Counter(ENTRIES + event.name for event in events)
    about = {subject for event in events for subject in subjects(event.facts())}
    rows = _locked({*names, *about})
    for row in rows:
        if row.subject in names:
            row.marks = {"rows": row.marks.get("rows", 0) + names[row.subject]}
        else:
            row.marks = take(row.subject)
    Fingerprint.objects.bulk_update(rows, ["marks"])


def subjects(facts: Mapping[str, Any]) -> Iterator[str]:
    """The subjects that facts name: ``petition`` (or ``petition_id``) 7 is ``petition:7``."""
    for fact, value in facts.items():
        kind = fact.removesuffix("_id")
        if kind in wiring() and value is not None:
            yield f"{kind}:{value}"


def take(subject: str) -> dict[str, str]:
    """The mark of each row of a subject as it stands: ``petitions.sponsor:3`` → 32 hex digits."""
    kind, key = subject.split(":", 1)
    return {
        f"{row._meta.label_lower}:{row.pk}": mark(row)  # noqa: SLF001 - Django's documented interface
        for part in wiring()[kind]
        for row in rows_of(part, key)
    }


def rows_of(part: str, key: str) -> QuerySet[Model]:
    """The rows that one line of the wiring means: ``petitions.Sponsor:petition`` of petition 7."""
    model, path = part_of(part)
    rows: QuerySet[Model] = model._default_manager.all()  # noqa: SLF001
    return rows.filter(**{path: key}).order_by("pk")


def part_of(part: str) -> tuple[type[Model], str]:
    """The model that a line of the wiring names, and the path from it to the subject's key."""
    label, _, path = part.partition(":")
    return apps.get_model(label), path or "pk"


def mark(row: Model) -> str:
    """A keyed hash over a row's columns, in hex.

    A column with its default value is left out, so that a version which adds one changes no mark.
    """
    columns = {
        field.column: value
        for field in row._meta.concrete_fields  # noqa: SLF001
        if (value := _plain(getattr(row, field.attname))) != _plain(field.get_default())
    }
    return keyed("row", row._meta.label_lower, columns).hex()  # noqa: SLF001


def entry_mac(entry: Entry) -> bytes:
    """The keyed hash that a journal entry carries."""
    columns = (entry.at, entry.name, entry.by, entry.facts, entry.public)
    return keyed("entry", *map(_plain, columns))


def keyed(*parts: object) -> bytes:
    """HMAC-SHA256 over a list of plain values, cut to 16 bytes."""
    message = json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()
    return hmac.digest(secret("blind-index"), b"undersigned/v1 mark\n" + message, "sha256")[:LENGTH]


def wiring() -> dict[str, list[str]]:
    """Fact of an event → the rows of the subject that it names."""
    found: dict[str, list[str]] = import_string(settings.FINGERPRINT_WIRING)
    return found


def _locked(subjects: set[str]) -> list[Fingerprint]:
    rows = [Fingerprint(subject=subject) for subject in sorted(subjects)]
    Fingerprint.objects.bulk_create(rows, ignore_conflicts=True)
    held = Fingerprint.objects.select_for_update().filter(subject__in=subjects)
    return list(held.order_by("subject"))  # one order for everybody: no deadlock


def _plain(value: object) -> object:
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, datetime):
        return round(value.timestamp() * 1_000_000)  # the same moment, whatever its zone
    return value if isinstance(value, str | int | bool | dict | list | None) else str(value)
