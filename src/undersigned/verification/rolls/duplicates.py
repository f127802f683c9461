"""A voter's number stands once in a roll. Of rows with one number the best is kept, and the others are reported.

Statewide files have a voter who moved twice: removed in the old county, active in the new one.
"""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from undersigned.verification.rolls.opening import connect
from undersigned.verification.rolls.parts import reports, write_report
from undersigned.verification.rolls.records import What
from undersigned.verification.rolls.tables import read_part, write_table

AT_ONCE = 3_000_000  # rows whose numbers are compared in one pass
REPORT = "twice.rejects"

TWICE = """
WITH these AS (SELECT * FROM part WHERE hash(voter) % {passes} = {number}),
twice AS (SELECT voter FROM these GROUP BY voter HAVING count(*) > 1),
ranked AS (
  SELECT line, first_value(line) OVER (
    PARTITION BY voter ORDER BY status IN ('active', 'inactive') DESC, registered DESC, line
  ) AS kept
  FROM these SEMI JOIN twice USING (voter)
)
SELECT line, kept FROM ranked WHERE line <> kept ORDER BY line
"""


def drop_duplicates(folder: Path, key: bytes, rows: int) -> int:
    """Take rows with a voter's number that another has out of the parts; how many. Done twice, it does no more."""
    report = folder / REPORT
    if not report.exists():
        write_report(
            report, ((line, What.TWICE.value, str(kept)) for line, kept in _find(folder, key, rows))
        )
    dropped = [line for line, what, _ in reports(folder) if what == What.TWICE.value]
    if dropped:
        for path in sorted(folder.glob("*.parquet")):
            _take_out(path, key, dropped)
    return len(dropped)


def _find(folder: Path, key: bytes, rows: int) -> list[tuple[int, int]]:
    passes = 1 + rows // AT_ONCE
    found: list[tuple[int, int]] = []
    with connect(folder, key) as database:
        for number in range(passes):
            found += database.execute(TWICE.format(passes=passes, number=number)).fetchall()
    return found


def _take_out(path: Path, key: bytes, dropped: list[int]) -> None:
    table = read_part(path, key)
    kept = table.filter(pc.invert(pc.is_in(table["line"], pa.array(dropped, type=pa.int64()))))
    if kept.num_rows < table.num_rows:
        write_table(path, kept, key)


def voters(folder: Path, key: bytes) -> tuple[int, int]:
    """How many voters the parts hold, and how many of them are confidential."""
    with connect(folder, key) as database:
        counted = database.execute("SELECT count(*), count_if(confidential) FROM part").fetchone()
    return counted or (0, 0)
