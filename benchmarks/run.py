"""Measure the goals and write the table: `make bench`, or `python benchmarks/run.py --rounds 3 --seconds 3 S1 R1`.

Every goal is measured beside its limit in the same run, in rounds that take turns, so that the machine's moods fall
on both. Nothing here is a test: a figure on another machine is another figure, and only ratios travel.
"""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import (  # noqa: E402 - found through the line above
    building,
    growth,
    letters,
    linkage,
    log,
    postgres,
    publishing,
    reading,
    sampling,
    signing,
)
from benchmarks.driver import TOOL  # noqa: E402
from benchmarks.results import Row, table  # noqa: E402

Measure = Callable[[int, int], Iterator[Row]]
PARTS: dict[str, Measure] = {
    "signing": signing.measure,
    "postgres": postgres.measure,
    "growth": growth.measure,
    "reading": reading.measure,
    "letters": letters.measure,
    "publishing": publishing.measure,
    "log": log.measure,
    "sampling": sampling.measure,
    "linkage": linkage.measure,
    "building": building.measure,
}
RESULTS = Path(__file__).parent / "RESULTS.md"
BUSY = 1.0


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the goals of this project.")
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], help="which (default: all)")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=int, default=5, help="of each run in a round")
    parser.add_argument("--out", type=Path, default=RESULTS)
    args = parser.parse_args()
    head = header(args.rounds, args.seconds)
    rows: list[Row] = []
    for part in args.parts or PARTS:
        print(f"measuring: {part} …", file=sys.stderr, flush=True)
        for row in PARTS[part](args.rounds, args.seconds):
            print(f"  {row.goal}: {row.figure}, ratio {row.ratio}", file=sys.stderr, flush=True)
            rows.append(row)
    args.out.write_text(f"{head}\n{table(rows)}\n", encoding="utf-8")


def header(rounds: int, seconds: int) -> str:
    """When, what and where: what a reader must know to judge the figures."""
    commit = _said("git", "-C", str(ROOT), "rev-parse", "--short=12", "HEAD")
    changed = (
        " with uncommitted changes"
        if _said("git", "-C", str(ROOT), "status", "--short", "src")
        else ""
    )
    load = os.getloadavg()[0]
    shared = (
        " **Other work ran on the machine; the figures are worse for it.**" if load > BUSY else ""
    )
    system = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    return f"""# Results

Made by `make bench`. What each line measures, and how, stands in [README.md](README.md).

- {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, commit {commit}{changed}.
- {os.cpu_count()} cores ({_processor()}), {_memory():.0f} GiB, {system}. Load at the start: {load:.1f}.{shared}
- To write 4 KiB and sync them takes {_fsync():.2f} ms here (median of 200).
- {rounds} rounds of {seconds} s, taking turns. Figures: the median, and in brackets the least and the most of the
  rounds. Ratios likewise, each of two runs side by side.
- Load: {TOOL}. S5 alone: a steady flow, each signer on a connection of their own, times from the planned moment.
"""


def _said(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next(
        (line.split(":")[1].strip() for line in lines if line.startswith("model name")), "?"
    )


def _memory() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def _fsync() -> float:
    """Milliseconds."""
    times = []
    with tempfile.TemporaryFile() as file:
        for _ in range(200):
            began = time.perf_counter()
            file.write(b"\0" * 4096)
            file.flush()
            os.fsync(file.fileno())
            times.append(time.perf_counter() - began)
    return median(times) * 1000


if __name__ == "__main__":
    main()
