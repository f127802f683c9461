"""Many changed lines at once: Django's bulk_update takes longer for a thousand of them than comparing them does."""

from collections.abc import Sequence
from typing import Any, cast

from django.db import connection
from django.db.models import Field

from undersigned.verification.models import Line

META = Line._meta  # noqa: SLF001 - Django's documented interface


def write_lines(lines: Sequence[Line], names: Sequence[str]) -> None:
    """Store these fields of lines, in the caller's transaction, which holds them by holding their check."""
    fields = [cast("Field[Any, Any]", META.get_field(name)) for name in names]
    places = ", ".join(f"{connection.ops.quote_name(str(field.column))} = %s" for field in fields)
    values = [
        [
            *(field.get_db_prep_save(getattr(line, field.attname), connection) for field in fields),
            line.pk,
        ]
        for line in lines
    ]
    if values:
        with connection.cursor() as cursor:
            cursor.executemany(
                f"UPDATE {META.db_table} SET {places} WHERE id = %s",  # noqa: S608 - own names
                values,
            )
