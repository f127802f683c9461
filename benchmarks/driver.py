"""Load, always from another process: wrk for as much as a server can take, offered.py for a steady flow."""

import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.installations import ROOT, Server

SCRIPTS = Path(__file__).parent / "load"
CLIENTS = 16
TOOL = "wrk, one thread, 16 connections that each wait for their answer before they ask again"
UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0}


@dataclass(frozen=True)
class Run:
    """What one run got, and the CPU that the server's workers used."""

    requests: int
    seconds: float
    cpu: float

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds

    @property
    def wall_each(self) -> float:
        """Milliseconds a request, of all clients together."""
        return self.seconds / self.requests * 1000

    @property
    def cpu_each(self) -> float:
        """Milliseconds of CPU a request."""
        return self.cpu / self.requests * 1000


def wrk(server: Server, path: str, script: str, *words: object, seconds: int) -> Run:
    """Ask one address for some seconds; raises RuntimeError if an answer was not 2xx or 3xx."""
    if not shutil.which("wrk"):
        raise SystemExit("The benchmarks drive their load with wrk: sudo apt-get install wrk")
    address = f"http://127.0.0.1:{server.port}{path}"
    command = ["wrk", "-t1", f"-c{CLIENTS}", f"-d{seconds}s", "-s", str(SCRIPTS / script), address]
    before = server.cpu()
    done = subprocess.run(
        [*command, "--", *map(str, words)], check=True, capture_output=True, text=True
    )
    cpu = server.cpu() - before
    found = re.search(r"(\d+) requests in ([\d.]+)(\w+),", done.stdout)
    if found is None or "Non-2xx" in done.stdout or "Socket errors" in done.stdout:
        raise RuntimeError(f"{path} did not answer as it should:\n{done.stdout}")
    return Run(int(found[1]), float(found[2]) * UNITS[found[3]], cpu)


@dataclass(frozen=True)
class Flow:
    """What became of a steady flow: the share answered as it should be, and times from the planned start."""

    sent: int
    failed: int
    median: float
    p99: float
    longest: float


def flow(server: Server, path: str, *, rate: int, seconds: int, slow: int) -> Flow:
    """Offer so many signs a second, whether or not earlier ones are answered, beside `slow` slow clients."""
    words = [server.port, path, rate, seconds, slow]
    command = [sys.executable, "-m", "benchmarks.offered", *map(str, words)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, cwd=ROOT)
    return Flow(**json.loads(done.stdout))
