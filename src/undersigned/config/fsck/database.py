"""What the database itself should have kept: its pages, its foreign keys, values from closed lists."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Exists, Field, ForeignKey, Model, OuterRef

from undersigned.config.fsck.faults import Fault, Rule, label

OURS = "undersigned."
AnyField = Field[Any, Any]


def integrity() -> Iterator[Fault]:
    """SQLite reads all its pages, indexes and constraints; PostgreSQL does so with its own pg_amcheck."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        said = [row[0] for row in cursor.fetchall()]
    if said != ["ok"]:
        yield from (Fault("database", "", what) for what in said)


def foreign_keys() -> Iterator[Fault]:
    """Every key leads to a row."""
    for model, field in _fields(ForeignKey):
        target = field.related_model
        if not isinstance(target, type):
            continue
        there = target._default_manager.filter(pk=OuterRef(field.attname))  # noqa: SLF001
        rows = model._default_manager.filter(**{f"{field.name}__isnull": False})  # noqa: SLF001
        for row in rows.filter(~Exists(there)).only("pk", field.attname):
            lost = getattr(row, field.attname)
            yield Fault(label(row), field.attname, f"leads to {lost!r}, which is not there")


def choices() -> Iterator[Fault]:
    """Every value of a closed list is in the list."""
    for model, field in _fields(Field):
        if not field.choices:
            continue
        allowed = [value for value, _ in field.flatchoices] + ([""] if field.blank else [])
        rows = model._default_manager.exclude(**{f"{field.name}__in": allowed})  # noqa: SLF001
        for row in rows.filter(**{f"{field.name}__isnull": False}).only("pk", field.name):
            yield Fault(
                label(row), field.name, f"is {getattr(row, field.name)!r}, which is no choice"
            )


def _fields(kind: type[AnyField]) -> Iterator[tuple[type[Model], AnyField]]:
    for model in apps.get_models():
        if model.__module__.startswith(OURS):
            for field in model._meta.concrete_fields:  # noqa: SLF001
                if isinstance(field, kind):
                    yield model, field


RULES = [
    Rule(
        "database.integrity",
        "the database file is sound",
        "Restore the newest backup that verifies; look at the disk.",
        integrity,
    ),
    Rule(
        "database.keys",
        "every foreign key leads to a row",
        "A row was deleted behind the site's back: compare with a backup.",
        foreign_keys,
    ),
    Rule(
        "database.choices",
        "every value of a closed list is in its list",
        "The value was written behind the site's back: compare with a backup.",
        choices,
    ),
]
