"""The exact pass: who is on the roll just as written, once, needs no scoring to be found."""

import duckdb

# The same full first and last name at the same house, nothing that speaks against it, one voter.
EXACT = """
CREATE OR REPLACE TEMP TABLE exact AS
SELECT l.signer, any_value(l.row) AS signer_row, any_value(r.row) AS roll_row
FROM prepared_signers AS l JOIN prepared_roll AS r USING (first, last, home)
WHERE l.sequence = 'written' AND length(l.first) > 1
GROUP BY l.signer
HAVING count(DISTINCT r.row) = 1 AND NOT bool_or(
  coalesce(l.unit <> r.unit, FALSE) OR coalesce(l.suffix <> r.suffix, FALSE)
  OR coalesce(l.way <> r.way, FALSE) OR coalesce(l.direction <> r.direction, FALSE)
  OR coalesce(l.middle_initial <> r.middle_initial, FALSE)
  OR coalesce(l.born_year <> r.born_year, FALSE) OR coalesce(l.born <> r.born, FALSE)
  OR (coalesce(l.postcode <> r.postcode, FALSE) AND coalesce(l.city <> r.city, TRUE))
  OR (coalesce(l.city <> r.city, FALSE) AND coalesce(l.postcode <> r.postcode, TRUE)))
"""

# Others of the same home and family name whose first name is the voter's, or like it, or who were
# born the same day: father and son, twins. Nobody is accepted by rule beside one, nor as a junior
# or senior who did not sign so: the other may be no voter.
NAMESAKES = """
SELECT best.signer FROM best
JOIN prepared_roll AS voter ON voter.row = best.roll_row
JOIN prepared_signers AS written USING (signer)
WHERE voter.suffix IS NOT NULL GROUP BY ALL HAVING count(written.suffix) = 0
UNION
SELECT best.signer FROM best
JOIN prepared_roll AS voter ON voter.row = best.roll_row
JOIN prepared_roll AS other ON other.family = voter.family AND other.row <> voter.row
WHERE coalesce(other.unit = voter.unit, TRUE)
  AND (other.first[1] = voter.first[1] AND 1 IN (length(other.first), length(voter.first))
       OR jaro_winkler(other.first, voter.first) >= 0.88
       OR other.root = voter.root OR contains(other.nicknames, concat(' ', voter.first, ' '))
       OR other.first = voter.middle OR other.middle = voter.first
       OR other.born = voter.born)
"""


def match_exactly(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `exact`: signer, signer_row, roll_row."""
    connection.execute(EXACT)


def with_namesakes(connection: duckdb.DuckDBPyConnection) -> set[int]:
    """Of the table `best` (signer, roll_row), the signers whose voter has a namesake at home."""
    return {signer for (signer,) in connection.sql(NAMESAKES).fetchall()}
