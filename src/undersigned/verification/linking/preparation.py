"""Raw rows become prepared records: the specification's columns, for signers and roll alike."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from operator import attrgetter

import duckdb
import pyarrow as pa

from undersigned.pure.linkage import names
from undersigned.pure.linkage.specification import COLUMNS
from undersigned.verification.linking import dictionaries
from undersigned.verification.linking.rows import Signer

# A whole name in the column of last names is read as a line; a roll's has one reading. A roll's
# address line is split here if its town stands elsewhere: streets repeat, whole lines do not.
RAW_ROLL = r"""
CREATE OR REPLACE TEMP TABLE raw_roll AS
WITH texts AS (
  SELECT *, CASE WHEN street = '' THEN trim(line_address) ELSE '' END AS line,
         city <> '' AND regexp_matches(line, '^\d+[A-Za-z]?\s+[^,]+$') AS plain
  FROM roll_texts
)
SELECT voter, 'written' AS sequence, born, unit, city, postcode,
       coalesce(spelled.first, texts.first) AS first, coalesce(spelled.middle, texts.middle) AS middle,
       coalesce(spelled.last, texts.last) AS last, coalesce(spelled.suffix, texts.suffix) AS suffix,
       row_number() OVER (ORDER BY voter) - 1 AS row,
       CASE WHEN plain THEN regexp_extract(line, '^(\S+)\s', 1) ELSE number END AS number,
       CASE WHEN plain THEN regexp_extract(line, '^\S+\s+(.*)$', 1) ELSE street END AS street,
       CASE WHEN plain THEN '' ELSE line END AS line
FROM texts LEFT JOIN spelled ON spelled.name = texts.whole AND spelled.nth = 0
"""

# A name in one line has a row for each reading; split names have one as written and one swapped.
RAW_SIGNERS = """
CREATE OR REPLACE TEMP TABLE raw_signers AS
WITH readings AS (
  SELECT texts.* EXCLUDE (first, middle, last, suffix), spelled.* EXCLUDE (name, nth)
  FROM signer_texts AS texts JOIN spelled ON spelled.name = texts.whole
  UNION ALL BY NAME
  SELECT *, 'written' AS sequence FROM signer_texts WHERE whole = ''
  UNION ALL BY NAME
  SELECT * EXCLUDE (first, last), last AS first, first AS last, 'swapped' AS sequence
  FROM signer_texts WHERE whole = '' AND first <> '' AND last <> ''
)
SELECT * EXCLUDE (whole, line, address), line AS signer, address AS line,
       row_number() OVER (ORDER BY line, sequence DESC) - 1 AS row
FROM readings
"""

# `whole` is a name that stands in one column: where there is no first name, or only a title.
ROLL_TEXTS = """
CREATE OR REPLACE TEMP VIEW roll_texts AS
SELECT CASE WHEN title(first) AND contains(trim(last), ' ') THEN last ELSE '' END AS whole,
       COLUMNS(['voter', 'first', 'middle', 'last', 'suffix', 'born', 'number', 'street', 'unit',
                'city', 'postcode', 'line_address'])::VARCHAR
FROM roll
"""
SIGNER_TEXTS = """
CREATE OR REPLACE TEMP VIEW signer_texts AS
SELECT CASE WHEN first = '' AND last = '' THEN name
            WHEN title(first) AND contains(trim(last), ' ') THEN last ELSE '' END AS whole, *
FROM signers
"""
TITLE = f"""
CREATE OR REPLACE TEMP MACRO title(text) AS
regexp_full_match(lower(trim(text)), '(({"|".join(sorted(names.TITLES))})[.]?)?')
"""

DATES = ["%Y-%m-%d", "%m/%d/%Y", "%m-%d-%Y", "%Y/%m/%d", "%Y%m%d", "%d.%m.%Y"]

PREPARE = f"""
CREATE OR REPLACE TEMP TABLE {{target}} AS
WITH parts AS (
  SELECT raw.row, raw.{{key}} AS {{key}}, raw.sequence,
    given.first, nullif(concat(given.rest, other.first, other.rest), '') AS middle,
    given.nicknames, given.root, given.sound AS first_sound, given.letters AS first_letters,
    family.last, family.last1, family.last2, family.surnames, family.sound AS last_sound,
    family.letters AS last_letters,
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
    first || CASE WHEN length(middle) > 1 THEN middle ELSE '' END AS given,
    first[1] AS initial, middle[1] AS middle_initial,
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
    connection.execute(TITLE)
    connection.execute(ROLL_TEXTS)
    _spell(connection, "roll_texts")
    connection.execute(RAW_ROLL)
    _prepare(connection, "raw_roll", "prepared_roll", "voter")


def prepare_signers(connection: duckdb.DuckDBPyConnection, signers: Iterable[Signer]) -> None:
    """Make `prepared_signers`: row, signer (line), and the columns; a row for each reading."""
    columns = [field.name for field in fields(Signer)]
    kinds = [pa.int64(), *[pa.string()] * (len(columns) - 1)]
    table = _columns(columns, kinds, map(attrgetter(*columns), signers))
    dictionaries.keep(connection, "signers", table)
    connection.execute(TITLE)
    connection.execute(SIGNER_TEXTS)
    _spell(connection, "signer_texts")
    connection.execute(RAW_SIGNERS)
    _prepare(connection, "raw_signers", "prepared_signers", "signer")


def _prepare(connection: duckdb.DuckDBPyConnection, source: str, target: str, key: str) -> None:
    dictionaries.build(connection, source)
    connection.execute(PREPARE.format(source=source, target=target, key=key))
    connection.execute(f"DROP TABLE {source}")


def _spell(connection: duckdb.DuckDBPyConnection, texts: str) -> None:
    """Every reading of every distinct name that stands in one column; `nth` from 0."""
    written = connection.sql(f"SELECT DISTINCT whole FROM {texts} WHERE whole <> ''")  # noqa: S608
    rows = list(_readings(whole for (whole,) in written.fetchall()))
    columns = ["name", "nth", "first", "middle", "last", "suffix", "sequence"]
    kinds = [pa.string(), pa.int32(), *[pa.string()] * 5]
    dictionaries.keep(connection, "spelled", _columns(columns, kinds, rows))


def _readings(written: Iterable[str]) -> Iterator[tuple[str | int, ...]]:
    parts = attrgetter("first", "middle", "last", "suffix", "sequence")
    for name in written:
        for nth, reading in enumerate(names.readings(name)):
            yield name, nth, *parts(reading)


def _columns(
    fields: Sequence[str], kinds: Sequence[pa.DataType], rows: Iterable[Sequence[str | int]]
) -> dict[str, pa.Array]:
    parts = list(zip(*rows, strict=True)) or [()] * len(fields)
    whole = zip(fields, parts, kinds, strict=True)
    return {name: pa.array(part, kind) for name, part, kind in whole}
