"""Throwaway installations and their servers: the product's own web process, and a bare one beside it."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.disks import REAL, Disk
from tests.processes import free_port, wait_for

from undersigned.config.serving import FRONT, GRANIAN

ROOT = Path(__file__).parents[1]
PRODUCT = "undersigned.config.settings"
BARE = "benchmarks.settings"
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    """A granian with our front; `workers` are the processes that do the work."""

    port: int
    workers: tuple[int, ...]

    def cpu(self) -> float:
        """Seconds of CPU that the workers have used, in user and kernel."""
        ticks = 0
        for worker in self.workers:
            fields = Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / TICKS


@dataclass(frozen=True)
class Installation:
    """A folder with keys and files, and a database with one open petition, `bench`."""

    folder: Path
    database: str
    disk: Disk

    def environment(self, settings: str) -> dict[str, str]:
        return os.environ | {
            "DJANGO_SETTINGS_MODULE": settings,
            "PYTHONPATH": str(ROOT),
            "UNDERSIGNED_COLLECTED": "yes",
            "UNDERSIGNED_DATABASE_URL": self.database,
            "UNDERSIGNED_PROCESS": "web",
            "UNDERSIGNED_SIGNATURES_PER_NETWORK_HOUR": "1000000",
            "UNDERSIGNED_TRUSTED_PROXIES": "1",  # each signer comes from a network of their own
            "UNDERSIGNED_VAR": str(self.folder),
            **self.disk.environment,
        }

    def ask(self, *question: object) -> dict[str, Any]:
        """What inside.py answers, run as the worker, which holds the keys."""
        command = [sys.executable, "-W", "ignore", "-m", "benchmarks.inside", *map(str, question)]
        env = self.environment(PRODUCT) | {"UNDERSIGNED_PROCESS": "worker"}
        done = subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE, cwd=ROOT)
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer

    @contextmanager
    def serving(self, settings: str = PRODUCT, *options: str) -> Iterator[Server]:
        """The site as `undersigned web` serves it, with these settings and further options of granian."""
        port = free_port()
        listen = ["--host", "127.0.0.1", "--port", str(port), *options]
        command = [sys.executable, "-m", "granian", *GRANIAN, *listen, *FRONT]
        env = self.environment(settings)
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(command, env=env, stdout=log, stderr=log)
        try:
            wait_for(f"http://localhost:{port}/petitions/bench/count.json")
            yield Server(port, _workers(process.pid))
        finally:
            process.terminate()
            process.wait()


@contextmanager
def installation(database: str = "", *, disk: Disk = REAL) -> Iterator[Installation]:
    """An installation in a temporary folder: on SQLite in it, or on the database at this address."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        made = Installation(folder, database or f"sqlite:///{folder / 'site.sqlite3'}", disk)
        made.ask("prepare")
        yield made


def _workers(server: int) -> tuple[int, ...]:
    return tuple(map(int, Path(f"/proc/{server}/task/{server}/children").read_text().split()))
