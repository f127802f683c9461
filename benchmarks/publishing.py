"""L1: leaves published a second, in batches, beside hashing them and syncing as often."""

from collections.abc import Iterator

from benchmarks.disks import REAL, slower
from benchmarks.installations import installation
from benchmarks.results import Reach, Row, compare

BATCHES = 20  # of a round
PER_BATCH = 256


def measure(rounds: int, seconds: int) -> Iterator[Row]:
    """Rounds of BATCHES on the disk as it is and on a slower one; `seconds` is not used."""
    del seconds
    with slower() as slow:
        for disk in (REAL, slow):
            with installation(disk=disk) as site:
                found = site.ask("publish", rounds, BATCHES, PER_BATCH)
            yield compare(
                "L1", f"leaves published, batches of {PER_BATCH}, SQLite{disk.said}",
                ours=found["ours"], limit=found["limit"], unit="/s",
                against=f"hashing them, {found['syncs']} syncs of files and {found['commits']} of commits a batch",
                reach=Reach(0.5),
            )  # fmt: skip
