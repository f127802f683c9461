"""Every distinct text is taken apart once, in Python, and joined back in SQL.

A million rows hold some hundred thousand different names; that is what makes preparation quick.
"""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import duckdb
import pyarrow as pa

from undersigned.pure.linkage import addresses, lines, names


@dataclass(frozen=True)
class Dictionary:
    """A table: `text`, and the `columns` that `read` makes of it.

    `texts` is SQL that selects a column `text` from a {source} of raw rows.
    """

    name: str
    texts: str
    columns: tuple[str, ...]
    read: Callable[[str], tuple[str | None, ...]]


def _parts(read: Callable[[str], Any], *fields: str) -> Callable[[str], tuple[str | None, ...]]:
    """A reader that gives some fields of what another reader gives."""
    take = attrgetter(*fields)
    return lambda text: take(read(text))


def _one(read: Callable[[str], str | None]) -> Callable[[str], tuple[str | None, ...]]:
    return lambda text: (read(text),)


GIVEN = ("first", "rest", "nicknames", "root", "sound", "letters")
FAMILY = ("last", "last1", "last2", "surnames", "suffix", "sound", "letters")
STREET = ("number", "street", "way", "direction", "unit", "box")
DICTIONARIES = (
    Dictionary(
        "given_names",
        "SELECT first AS text FROM {source} UNION ALL SELECT middle FROM {source}",
        GIVEN,
        _parts(names.given, *GIVEN),
    ),
    Dictionary(
        "family_names",
        "SELECT last AS text FROM {source}",
        FAMILY,
        _parts(names.family, *FAMILY),
    ),
    Dictionary("suffixes", "SELECT suffix AS text FROM {source}", ("suffix",), _one(names.suffix)),
    Dictionary(
        "numbers", "SELECT number AS text FROM {source}", ("number", "unit"), addresses.number
    ),
    Dictionary(
        "streets",
        "SELECT street AS text FROM {source} WHERE number <> ''",
        STREET,
        _parts(lambda text: addresses.street(text, numbered=False), *STREET),
    ),
    Dictionary(
        "places",
        "SELECT street AS text FROM {source} WHERE number = ''",
        STREET,
        _parts(lambda text: addresses.street(text, numbered=True), *STREET),
    ),
    Dictionary(
        "lines",
        "SELECT line AS text FROM {source}",
        (*STREET, "city", "postcode"),
        _parts(lines.line, *(f"street.{field}" for field in STREET), "city", "postcode"),
    ),
    Dictionary("units", "SELECT unit AS text FROM {source}", ("unit",), _one(addresses.unit)),
    Dictionary("cities", "SELECT city AS text FROM {source}", ("city",), _one(addresses.city)),
    Dictionary(
        "postcodes",
        "SELECT postcode AS text FROM {source}",
        ("postcode",),
        _one(addresses.postcode),
    ),
)


def build(connection: duckdb.DuckDBPyConnection, source: str) -> None:
    """Read every distinct text of a source of raw rows; replaces the dictionaries' tables."""
    for dictionary in DICTIONARIES:
        select = dictionary.texts.format(source=source)
        texts = connection.sql(f"SELECT DISTINCT text FROM ({select}) WHERE text <> ''")  # noqa: S608 - our own words
        column = texts.to_arrow_table()["text"]
        rows = map(dictionary.read, column.to_pylist())
        parts = list(zip(*rows, strict=True)) or [()] * len(dictionary.columns)
        table = {
            name: pa.array(part, pa.string())
            for name, part in zip(dictionary.columns, parts, strict=True)
        }
        keep(connection, dictionary.name, {"text": column, **table})


def keep(connection: duckdb.DuckDBPyConnection, name: str, columns: dict[str, Any]) -> None:
    """Write columns as a table of that name, in place of an older one."""
    connection.register("arriving", pa.table(columns))
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS FROM arriving")
    connection.unregister("arriving")
