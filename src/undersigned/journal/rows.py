"""Many new rows at once, for the sign path.

Django's bulk_create compiles every value of every row on its own, which takes longer there than sealing does. Rows
whose values the database takes as they are need none of that.
"""

from collections.abc import Sequence
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
    adapt = lru_cache(connection.ops.adapt_datetimefield_value)  # rows of a batch share their times
    values = [
        adapt(value) if isinstance(value, datetime) else value
        for row in rows
        for value in values_of(row)
    ]
    places = f"({','.join(['%s'] * (len(values) // len(rows)))})"
    with connection.cursor() as cursor:
        cursor.execute(f"{into} VALUES {','.join([places] * len(rows))}", values)


@lru_cache
def _shape(model: type[Model]) -> tuple[str, Any]:
    """Where the rows go, and what takes a row's values in that order."""
    meta = model._meta  # noqa: SLF001 - Django's documented interface
    names = [field.attname for field in meta.concrete_fields if not isinstance(field, AutoField)]
    quoted = map(connection.ops.quote_name, names)
    return f"INSERT INTO {meta.db_table} ({','.join(quoted)})", attrgetter(*names)
