"""A roll and signers out of thin air, the same in every run: invented names, streets and towns.

As many different names, streets and households as a state's roll has, and as unevenly spread (Zipf and Mandelbrot).
"""

from collections.abc import Iterator
from itertools import islice, product

import duckdb
import pyarrow as pa

from undersigned.verification.linking.rows import Signer

ONSETS = "b br c ch d dr f fr g gr h j k l m n p r s sh st t tr v w z"
VOWELS = "a e i o u ay ea ee"
CODAS = "l ll m n nd ng r rd rs s ss t ck x"
WAYS = ["St", "Ave", "Rd", "Dr", "Ln", "Ct", "Blvd", "Way"]
WORDS = {"surnames": 120_000, "firsts": 40_000, "streets": 12_000, "towns": 300}
ON_THE_ROLL, MOVED, MISTYPED = 0.6, 0.1, 0.12  # shares of signers; the last one of each field

# A number from 0 to 1 that belongs to a row and a purpose; a rank that is mostly low; a slip of the fingers.
MACROS = f"""
CREATE TEMP MACRO chance(row, purpose) AS (hash(purpose || row) >> 11)::DOUBLE / 9007199254740992;
CREATE TEMP MACRO rank(row, purpose, many, flat) AS
  floor(flat * (pow(1 + many / flat, chance(row, purpose)) - 1))::INT;
CREATE TEMP MACRO letter(row, purpose) AS chr((97 + floor(26 * chance(row, purpose)))::INT);
CREATE TEMP MACRO mistyped(text, row, purpose) AS CASE
  WHEN chance(row, purpose) >= {MISTYPED} OR length(text) < 4 THEN text
  WHEN chance(row, purpose) < {MISTYPED / 3} THEN text[:2] || text[4:]
  WHEN chance(row, purpose) < {MISTYPED / 1.5} THEN text[:2] || letter(row, purpose || '!') || text[4:]
  ELSE text[1] || text[3] || text[2] || text[4:] END;
"""

# Two or three rows live at one home, and mostly have one surname.
PEOPLE = """
CREATE TEMP TABLE people AS
SELECT row, 'V' || row AS voter, surnames.word AS last, firsts.word AS first,
  CASE WHEN chance(row, 'middle') < 0.5 THEN upper(letter(row, 'initial'))
       WHEN chance(row, 'middle') < 0.85 THEN middles.word ELSE '' END AS middle,
  CASE WHEN chance(row, 'suffix') < 0.02 THEN 'JR' ELSE '' END AS suffix,
  (1930 + floor(75 * chance(row, 'born')))::INT::VARCHAR AS born,
  (1 + floor(pow(chance(home, 'number'), 2) * 9000))::INT::VARCHAR AS number, streets.word AS street,
  CASE WHEN chance(home, 'flat') < 0.25 THEN 'APT ' || (1 + floor(40 * chance(home, 'unit')))::INT ELSE '' END AS unit,
  towns.word AS city, (10000 + 7 * towns.rank)::VARCHAR AS postcode
FROM (SELECT range AS row, floor(range / 2.5)::BIGINT AS home FROM range({rows})) AS rows
JOIN surnames ON surnames.rank =
  rank(CASE WHEN chance(row, 'kin') < 0.7 THEN home ELSE row + 100000000 END, 'last', {surnames}, 15)
JOIN firsts ON firsts.rank = rank(row, 'first', {firsts}, 5)
JOIN firsts AS middles ON middles.rank = rank(row, 'second', {firsts}, 5)
JOIN towns ON towns.rank = rank(home, 'town', {towns}, 10)
JOIN streets ON streets.rank = hash(towns.word || rank(home, 'street', 300, 20)) % {streets}
"""

# Rows after the roll's last are people who are not on it. Some signers live elsewhere than the roll says.
SIGNERS = f"""
SELECT line, CASE WHEN picked < {{roll}} THEN people.voter ELSE '' END AS truth,
  concat_ws(' ', mistyped(people.first, line, 'first'),
    CASE WHEN chance(line, 'short') < 0.5 THEN nullif(people.middle[1], '') END,
    mistyped(people.last, line, 'last'), nullif(people.suffix, '')) AS name,
  concat_ws(' ', home.number, mistyped(home.street, line, 'street'), nullif(home.unit, '')) AS address,
  home.city AS city, home.postcode AS postcode
FROM (SELECT range + 1 AS line, CASE WHEN chance(range, 'on the roll') < {ON_THE_ROLL}
    THEN floor({{roll}} * chance(range, 'who'))::BIGINT ELSE {{roll}} + range END AS picked
  FROM range({{signers}})) AS picks
JOIN people ON people.row = picked
JOIN people AS home ON home.row = CASE WHEN chance(line, 'moved') < {MOVED}
  THEN floor({{roll}} * chance(line, 'where'))::BIGINT ELSE picked END
ORDER BY line
"""


def make(connection: duckdb.DuckDBPyConnection, rows: int, signers: int) -> list[tuple[Signer, str]]:
    """Give the connection a view `roll` with so many rows; the signers, each with the voter it is or nothing."""
    connection.execute(MACROS)
    for name, many in WORDS.items():
        made = words(name, many)
        if name == "streets":
            made = [f"{word} {WAYS[at % len(WAYS)]}" for at, word in enumerate(made)]
        connection.register("arriving", pa.table({"rank": range(len(made)), "word": made}))
        connection.execute(f"CREATE TEMP TABLE {name} AS FROM arriving")
        connection.unregister("arriving")
    connection.execute(PEOPLE.format(rows=rows + signers, **WORDS))
    connection.execute(
        f"CREATE TEMP TABLE roll AS SELECT * EXCLUDE row, '' AS line_address FROM people WHERE row < {rows}"
    )
    made = connection.sql(SIGNERS.format(roll=rows, signers=signers)).fetchall()
    connection.execute("DROP TABLE people")
    return [
        (Signer(line, name, address, city, postcode), truth)
        for line, truth, name, address, city, postcode in made
    ]


def words(purpose: str, many: int) -> list[str]:
    """So many different invented words, in an order that looks like none."""
    syllables = ["".join(parts) for parts in product(*map(str.split, (ONSETS, VOWELS, CODAS)))]
    made = islice(_joined(purpose, syllables), 2 * many)
    return list(dict.fromkeys(made))[:many]


def _joined(purpose: str, syllables: list[str]) -> Iterator[str]:
    """One, two or three syllables."""
    state = int.from_bytes(purpose.encode(), "big")
    while True:
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64  # Knuth's MMIX generator
        picks = [state >> 20, state >> 34, state >> 48]
        parts = [syllables[pick % len(syllables)] for pick in picks[: 1 + (state >> 60) % 3]]
        yield "".join(parts).capitalize()
