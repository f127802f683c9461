"""A linkage as files, so that Spark can weigh its pairs: written, weighed elsewhere, read again.

The files hold the roll and the signers in plain text. They belong on an encrypted disk, and are to
be deleted when the linkage is done (docs/run/large-rolls.md).
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb

from undersigned.pure.linkage.score import Model
from undersigned.verification.linking import splink
from undersigned.verification.linking.linking import begin, lines, linked, pair_up
from undersigned.verification.linking.rows import Linked, RollRows, Signer
from undersigned.verification.linking.splink_settings import settings
from undersigned.verification.linking.sql import JARO_WINKLER

WEIGHTS = "weights"  # what Spark writes
OURS = ("prepared_signers", "prepared_roll", "exact")  # what reading needs beside the weights


def write(
    roll: RollRows,
    signers: Iterable[Signer],
    folder: Path,
    *,
    memory: str = "4GB",
    threads: int = 2,
) -> None:
    """Prepare, measure and block on this machine; write all that Spark needs into a folder."""
    model = begin(roll, signers, memory=memory, threads=threads)
    folder.mkdir(mode=0o700, exist_ok=True)
    pair_up(roll, 0, max(lines(roll), default=0))
    chosen = settings(model)
    for name, select in (*splink.tables(chosen), *((name, f"FROM {name}") for name in OURS)):
        roll.execute(f"COPY ({select}) TO '{folder / name}.parquet'")
    (folder / "model.json").write_text(json.dumps(chosen, indent=1), encoding="utf-8")
    (folder / "rows.json").write_text(json.dumps({"rows": model.rows}), encoding="utf-8")


def read(folder: Path, *, memory: str = "4GB", threads: int = 2) -> Iterator[Linked]:
    """What `link` would have said, by the weights that Spark wrote into the folder."""
    with duckdb.connect() as connection:
        connection.execute(f"SET memory_limit = '{memory}'; SET threads = {threads}")
        connection.execute(JARO_WINKLER)
        for name in OURS:
            connection.execute(f"CREATE TABLE {name} AS FROM '{folder / name}.parquet'")
        splink.rank(connection, f"read_parquet('{folder / WEIGHTS}/*.parquet')")
        rows = json.loads((folder / "rows.json").read_text(encoding="utf-8"))["rows"]
        yield from linked(connection, lines(connection), Model(rows, {}))
