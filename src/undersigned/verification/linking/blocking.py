"""Which pairs are looked at: those that share a blocking key that is not too common."""

import duckdb

from undersigned.pure.linkage.specification import BLOCKS, block_size
from undersigned.verification.linking.sql import blocking_keys

SIGNER_KEYS = f"""
CREATE OR REPLACE TEMP TABLE signer_keys AS
SELECT key, row, signer FROM (
  SELECT unnest({blocking_keys(0)}) AS key, row, signer FROM prepared_signers
  WHERE signer NOT IN (SELECT signer FROM exact))
WHERE key IS NOT NULL
"""  # noqa: S608 - our own words
FOUND = f"""
CREATE OR REPLACE TEMP TABLE found AS
SELECT key, row, most
FROM (SELECT unnest({blocking_keys(1)}) AS key, unnest($sizes) AS most, row FROM prepared_roll)
WHERE key IN (SELECT key FROM signer_keys)
"""  # noqa: S608 - our own words
RARE = """
CREATE OR REPLACE TEMP TABLE blocks AS SELECT key, row FROM found
WHERE key IN (SELECT key FROM found GROUP BY key HAVING count(*) <= any_value(most))
"""
PAIRS = """
CREATE OR REPLACE TEMP TABLE pairs AS
SELECT DISTINCT signer_keys.row AS signer_row, blocks.row AS roll_row
FROM signer_keys JOIN blocks USING (key)
WHERE signer_keys.signer BETWEEN $first AND $last
"""


def block(connection: duckdb.DuckDBPyConnection) -> None:
    """Find the roll's rows of every blocking key that an unmatched signer has."""
    connection.execute(SIGNER_KEYS)
    rows = connection.sql("SELECT count(*) FROM prepared_roll").fetchall()[0][0]
    connection.execute(FOUND, {"sizes": [block_size(key, rows) for key in BLOCKS]})
    connection.execute(RARE)
    connection.execute("DROP TABLE found")


def pair(connection: duckdb.DuckDBPyConnection, first: int, last: int) -> None:
    """Make `pairs`, signer_row and roll_row, of the signers with these line numbers."""
    connection.execute(PAIRS, {"first": first, "last": last})
