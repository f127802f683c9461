"""What the database itself should have kept: its pages, its foreign keys, values from closed lists."""

from collections.abc import Iterator
from typing import Any, TypeVar

from django.apps import apps
from django.db import connection
from django.db.models import Field, ForeignKey, Model

from undersigned.config.fsck.faults import Fault, Rule, label

OURS = "undersigned."
F = TypeVar("F", bound=Field[Any, Any])


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
    with connection.cursor() as cursor:
        for model, field in _fields(ForeignKey):
            cursor.execute(_dangling(model, field))
            for key, lost in cursor.fetchall():
                row = f"{model._meta.label_lower}:{key}"  # noqa: SLF001 - Django's documented interface
                yield Fault(row, field.attname, f"leads to {lost!r}, which is not there")


def _dangling(model: type[Model], field: ForeignKey[Any, Any]) -> str:
    """SQL for the rows whose key leads nowhere: their own keys, and the lost ones."""
    to, own = field.target_field, model._meta  # noqa: SLF001
    table, key, column = _quoted(own.db_table, own.pk.column, field.column)
    other, other_key = _quoted(to.model._meta.db_table, to.column)  # noqa: SLF001
    there = f"{other} AS there WHERE there.{other_key}"
    return (
        f"SELECT here.{key}, here.{column} FROM {table} AS here"  # noqa: S608 - names of our own models
        f" WHERE here.{column} IS NOT NULL"
        f" AND NOT EXISTS (SELECT 1 FROM {there} = here.{column})"
    )


def _quoted(*names: str | None) -> list[str]:
    return [connection.ops.quote_name(name or "") for name in names]


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


def _fields(kind: type[F]) -> Iterator[tuple[type[Model], F]]:
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
