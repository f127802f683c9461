"""Sets of rolls and signers whose truth is known, made by others; read where a machine has them."""

from pathlib import Path

import duckdb

from undersigned.verification.linking.rows import Signer

ROLL = """
CREATE TEMP TABLE roll AS
SELECT truth AS voter, last, first, middle, '' AS suffix, dob AS born, num AS number, street, unit, city,
  zip AS postcode, '' AS line_address
FROM read_csv('{file}', all_varchar = TRUE, nullstr = '\\N')
"""
SIGNERS = """
SELECT row_number() OVER () AS line, first, middle, last, num, unit, city, zip,
  CASE WHEN mailing_address_po_box <> '' THEN 'PO Box ' || mailing_address_po_box ELSE street END,
  CASE WHEN truth IN (SELECT voter FROM roll) THEN truth ELSE '' END
FROM read_csv('{file}', all_varchar = TRUE, nullstr = '\\N')
"""


def pseudopeople(roll: duckdb.DuckDBPyConnection, folder: Path) -> dict[Signer, str]:
    """A synthetic census as `roll`; those who got a W-2 form as signers, each with the voter it is or nothing."""
    roll.execute(ROLL.format(file=folder / "roll_census2020.csv"))
    rows = roll.sql(SIGNERS.format(file=folder / "signers_w2_2020.csv")).fetchall()
    fields = ("line", "first", "middle", "last", "number", "unit", "city", "postcode", "street")
    return {Signer(**dict(zip(fields, row, strict=True))): truth for *row, truth in rows}
