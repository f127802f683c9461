"""S4: what a sign costs where a million have signed, beside a site where nobody has."""

from collections.abc import Iterator

from benchmarks.installations import installation
from benchmarks.results import Reach, Row, compare
from benchmarks.signing import sign

MILLION = 1_000_000


def measure(rounds: int, seconds: int) -> Iterator[Row]:
    """Rounds on both sites in turn."""
    empty, full = [], []
    with installation() as small, installation() as large:
        large.ask("fill", MILLION)
        with small.serving() as few, large.serving() as many:
            sign(few, 1)
            sign(many, 1)
            for _ in range(rounds):
                empty.append(sign(few, seconds))
                full.append(sign(many, seconds))
    for what, take in (("time", "wall_each"), ("CPU", "cpu_each")):
        yield compare(
            "S4",
            f"{what} per sign at {MILLION:,} signatures and as many settled letters, SQLite",
            ours=[getattr(run, take) for run in full],
            limit=[getattr(run, take) for run in empty],
            against="at none",
            unit="ms",
            reach=Reach(1.15, at_most=True),
        )
