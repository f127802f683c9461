"""Load: wrk for as much as a server can take (closed loop), in a process of its own."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from benchmarks.installations import Server

SCRIPTS = Path(__file__).parent / "load"
CLIENTS = 16


@dataclass(frozen=True)
class Run:
    """One run of wrk against one server: what it got, and what CPU the server's worker used."""

    requests: int
    seconds: float
    cpu: float
    bad: int

    @property
    def rate(self) -> float:
        return self.requests / self.seconds

    @property
    def cpu_each(self) -> float:
        """Milliseconds of CPU a request."""
        return self.cpu / self.requests * 1000


def wrk(server: Server, path: str, script: str, *words: str, seconds: int, clients: int = CLIENTS) -> Run:
    """Drive one address for some seconds; raises if an answer was not 2xx or 3xx."""
    address = f"http://127.0.0.1:{server.port}{path}"
    command = ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "-s", str(SCRIPTS / script), address]
    before = server.cpu()
    done = subprocess.run([*command, "--", *words], check=True, capture_output=True, text=True)
    cpu = server.cpu() - before
    requests, took, unit = re.search(r"(\d+) requests in ([\d.]+)(\w+),", done.stdout).groups()
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", done.stdout)
    if bad or "Socket errors" in done.stdout:
        raise RuntimeError(f"{path} did not answer as it should:\n{done.stdout}")
    return Run(int(requests), float(took) * {"s": 1, "ms": 0.001, "m": 60}[unit], cpu, 0)
