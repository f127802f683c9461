"""Raw rows become prepared records: the specification's columns, for signers and roll alike."""

from collections.abc import Iterable, Iterator
from dataclasses import astuple, fields

import duckdb
import pyarrow as pa

from undersigned.pure.linkage import names
from undersigned.pure.linkage.specification import COLUMNS
from undersigned.verification.linking import dictionaries
from undersigned.verification.linking.rows import Signer

# A roll's line is split here, if its town stands elsewhere: streets repeat, whole lines do not.
RAW_ROLL = r"""
CREATE OR REPLACE TEMP TABLE raw_roll AS
WITH texts AS (
  SELECT voter, 'written' AS sequence, first, middle, last, suffix, born, unit, city, postcode,
         number, street, CASE WHEN street = '' THEN trim(line_address) ELSE '' END AS line,
         city <> '' AND regexp_matches(line, '^\d+[A-Za-z]?\s+[^,]+$') AS plain
  FROM (SELECT COLUMNS(['voter', 'first', 'middle', 'last', 'suffix', 'born', 'number', 'street',
                        'unit', 'city', 'postcode', 'line_address'])::VARCHAR FROM roll)
)
SELECT * EXCLUDE (plain, number, street, line), row_number() OVER (ORDER BY voter) - 1 AS row,
       CASE WHEN plain THEN regexp_extract(line, '^(\S+)\s', 1) ELSE number END AS number,
       CASE WHEN plain THEN regexp_extract(line, '^\S+\s+(.*)$', 1) ELSE street END AS street,
       CASE WHEN plain THEN '' ELSE line END AS line
FROM texts
"""

# A name in one line has a row for each reading; split names have one as written and one swapped.
RAW_SIGNERS = """
CREATE OR REPLACE TEMP TABLE raw_signers AS
WITH readings AS (
  SELECT signer.line AS signer,
         signer.* EXCLUDE (line, name, address, first, middle, last, suffix), address AS line, spelled.* EXCLUDE (name)
  FROM signers AS signer JOIN spelled ON spelled.name = signer.name
  WHERE signer.first = '' AND signer.last = ''
  UNION ALL BY NAME
  SELECT line AS signer, * EXCLUDE (line, name, address), address AS line, 'written' AS sequence
  FROM signers WHERE first <> '' OR last <> '' OR name = ''
  UNION ALL BY NAME
  SELECT line AS signer, * EXCLUDE (line, name, address, first, last),
         address AS line, last AS first, first AS last, 'swapped' AS sequence
  FROM signers WHERE first <> '' AND last <> ''
)
SELECT *, row_number() OVER (ORDER BY signer, sequence DESC) - 1 AS row FROM readings
"""

DATES = ["%Y-%m-%d", "%m/%d/%Y", "%m-%d-%Y", "%Y/%m/%d", "%Y%m%d", "%d.%m.%Y"]

PREPARE = f"""
CREATE OR REPLACE TEMP TABLE {{target}} AS
WITH parts AS (
  SELECT raw.row, raw.{{key}} AS {{key}}, raw.sequence,
    given.first, nullif(concat(given.rest, other.first, other.rest), '') AS middle,
    given.nicknames, given.root, given.sound AS first_sound,
    family.last, family.last1, family.last2, family.surnames, family.sound AS last_sound,
    coalesce(suffixes.suffix, family.suffix) AS suffix,
    coalesce(numbers.number, streets.number, places.number, lines.number) AS number,
    coalesce(streets.street, places.street, lines.street) AS street,
    coalesce(streets.way, places.way, lines.way) AS way,
    coalesce(streets.direction, places.direction, lines.direction) AS direction,
    coalesce(units.unit, streets.unit, places.unit, lines.unit, numbers.unit) AS unit,
    coalesce(streets.box, places.box, lines.box) AS box,
    coalesce(cities.city, lines.city) AS city,
    coalesce(postcodes.postcode, lines.postcode) AS postcode,
    try_strptime(raw.born, {DATES})::DATE AS day,
    regexp_extract(raw.born, '(?:^|[^0-9])((?:18|19|20)[0-9][0-9])(?:[^0-9]|$)', 1) AS year
  FROM {{source}} AS raw
  LEFT JOIN given_names AS given ON given.text = raw.first
  LEFT JOIN given_names AS other ON other.text = raw.middle
  LEFT JOIN family_names AS family ON family.text = raw.last
  LEFT JOIN suffixes ON suffixes.text = raw.suffix
  LEFT JOIN numbers ON numbers.text = raw.number
  LEFT JOIN streets ON streets.text = raw.street AND raw.number <> ''
  LEFT JOIN places ON places.text = raw.street AND raw.number = ''
  LEFT JOIN lines ON lines.text = raw.line
  LEFT JOIN units ON units.text = raw.unit
  LEFT JOIN cities ON cities.text = raw.city
  LEFT JOIN postcodes ON postcodes.text = raw.postcode
), whole AS (
  SELECT *,
    first || CASE WHEN length(middle) > 1 THEN middle ELSE '' END AS given, first[1] AS initial, middle[1] AS middle_initial,
    last[:4] AS last_start, last[-4:] AS last_end, number || ' ' || street AS home,
    strftime(day, '%Y-%m-%d') AS born, strftime(day, '%Y-%d-%m') AS born_swapped,
    coalesce(strftime(day, '%Y'), nullif(year, '')) AS born_year,
    home || ' ' || unit AS door, last1 || ' ' || home AS family, last1 || ' ' || door AS household
  FROM parts
)
SELECT row, {{key}}, {", ".join(COLUMNS)} FROM whole
"""  # noqa: S608 - our own words


def prepare_roll(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `prepared_roll` of the view `roll`: row, voter, and the specification's columns."""
    connection.execute(RAW_ROLL)
    _prepare(connection, "raw_roll", "prepared_roll", "voter")


def prepare_signers(connection: duckdb.DuckDBPyConnection, signers: Iterable[Signer]) -> None:
    """Make `prepared_signers`: row, signer (line), and the columns; a row for each reading."""
    columns = [field.name for field in fields(Signer)]
    parts = list(zip(*map(astuple, signers), strict=True)) or [()] * len(columns)
    kinds = [pa.int64(), *[pa.string()] * (len(columns) - 1)]
    table = {
        name: pa.array(part, kind) for name, part, kind in zip(columns, parts, kinds, strict=True)
    }
    dictionaries.keep(connection, "signers", table)
    _spell(connection)
    connection.execute(RAW_SIGNERS)
    _prepare(connection, "raw_signers", "prepared_signers", "signer")


def _prepare(connection: duckdb.DuckDBPyConnection, source: str, target: str, key: str) -> None:
    dictionaries.build(connection, source)
    connection.execute(PREPARE.format(source=source, target=target, key=key))
    connection.execute(f"DROP TABLE {source}")


def _spell(connection: duckdb.DuckDBPyConnection) -> None:
    """Every reading of every distinct one-line name."""
    written = connection.sql("SELECT DISTINCT name FROM signers WHERE first = '' AND last = ''")
    rows = list(_readings(name for (name,) in written.fetchall()))
    columns = ["name", "first", "middle", "last", "suffix", "sequence"]
    parts = list(zip(*rows, strict=True)) or [()] * len(columns)
    table = {name: pa.array(part, pa.string()) for name, part in zip(columns, parts, strict=True)}
    dictionaries.keep(connection, "spelled", table)


def _readings(written: Iterable[str]) -> Iterator[tuple[str, ...]]:
    for name in written:
        for reading in names.readings(name):
            yield name, *astuple(reading)
