"""Many new rows at once, for the sign path.

Django's bulk_create compiles every value of every row on its own, which takes longer there than sealing does. Rows
whose values the database takes as they are need none of that.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any

from django.db import connection
from django.db.models import AutoField, Model


def insert(rows: Sequence[Model]) -> None:
    """Insert new rows of one model in one statement, in the caller's transaction; their ids stay unset.

    For models of plain fields: numbers, text, bytes, times, yes and no, foreign keys. For some thousand rows at
    most: a statement takes about 32,000 values (SQLite) or 65,000 (PostgreSQL).
    """
    if not rows:
        return
    into, values_of = _shape(type(rows[0]))
    values = [_plain(values_of(row)) for row in rows]
    places = f"({','.join(['%s'] * len(values[0]))})"
    sql = f"{into} VALUES {','.join([places] * len(rows))}"
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for row in values for value in row])


@lru_cache
def _shape(model: type[Model]) -> tuple[str, Any]:
    """Where the rows go, and what takes a row's values in that order."""
    meta = model._meta  # noqa: SLF001 - Django's documented interface
    names = [field.attname for field in meta.concrete_fields if not isinstance(field, AutoField)]
    quoted = map(connection.ops.quote_name, names)
    return f"INSERT INTO {meta.db_table} ({','.join(quoted)})", attrgetter(*names)


def _plain(values: Iterable[Any]) -> list[Any]:
    adapt = connection.ops.adapt_datetimefield_value
    return [adapt(value) if isinstance(value, datetime) else value for value in values]
