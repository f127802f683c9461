"""T1: how long those wait who work on this: `make check`, and a second `make demo`."""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.installations import ROOT
from benchmarks.results import Row
from tests.processes import free_port, wait_for

CHECK = 60  # seconds
DEMO = 5


def measure(rounds: int, seconds: int) -> Iterator[Row]:
    """Each once, after a first time that sets everything up; rounds and seconds are not used."""
    del rounds, seconds
    with tempfile.TemporaryDirectory(prefix="bench-demo-") as name:
        _demo(Path(name))
        second = _demo(Path(name))
    yield Row(
        "T1", "second `make demo`, until both sites answer", f"{second:.1f} s",
        reach=f"≤ {DEMO} s", met=second <= DEMO,
    )  # fmt: skip
    _check()
    took, passed = _check()
    yield Row(
        "T1", "`make check`, warm", f"{took:.0f} s{'' if passed else ' (and it found faults)'}",
        reach=f"≤ {CHECK} s", met=passed and took <= CHECK,
        notes=["`make test` was not timed here: it runs by itself, and says how long it took."],
    )  # fmt: skip


def _demo(folder: Path) -> float:
    """Seconds from the command to the first answers."""
    port = free_port()
    began = time.monotonic()
    process = subprocess.Popen(
        ["make", "demo", f"PORT={port}"],
        cwd=ROOT,
        env=os.environ | {"UNDERSIGNED_VAR": str(folder)},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait_for(f"http://localhost:{port}/", patience=120)
        wait_for(f"http://localhost:{port + 1}/", patience=120)
        return time.monotonic() - began
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()
        time.sleep(3)  # the ports are to be free again


def _check() -> tuple[float, bool]:
    began = time.monotonic()
    done = subprocess.run(["make", "check"], cwd=ROOT, check=False, capture_output=True)
    return time.monotonic() - began, done.returncode == 0
