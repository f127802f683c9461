"""A throwaway installation and its servers: the product's own web process, and the bare one beside it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.processes import free_port, wait_for

from undersigned.config.serving import FRONT, GRANIAN

ROOT = Path(__file__).parents[1]
PRODUCT = "undersigned.config.settings"
BARE = "benchmarks.settings"
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    """A granian with our front; `worker` is the process that does the work."""

    port: int
    worker: int

    def cpu(self) -> float:
        """Seconds of CPU that the worker has used, in user and kernel."""
        fields = Path(f"/proc/{self.worker}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS


@dataclass(frozen=True)
class Installation:
    """A folder with keys and files, and a database."""

    folder: Path
    database: str

    def environment(self, settings: str) -> dict[str, str]:
        return os.environ | {
            "DJANGO_SETTINGS_MODULE": settings,
            "PYTHONPATH": str(ROOT),
            "UNDERSIGNED_COLLECTED": "yes",
            "UNDERSIGNED_DATABASE_URL": self.database,
            "UNDERSIGNED_PROCESS": "web",
            "UNDERSIGNED_SIGNATURES_PER_NETWORK_HOUR": "1000000",
            "UNDERSIGNED_TRUSTED_PROXIES": "1",  # each signer comes from another network
            "UNDERSIGNED_VAR": str(self.folder),
        }

    def ask(self, *question: str) -> dict[str, Any]:
        """What inside.py answers."""
        command = [sys.executable, "-W", "ignore", "-m", "benchmarks.inside", *question]
        env = self.environment(PRODUCT) | {"UNDERSIGNED_PROCESS": "worker"}
        done = subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE, cwd=ROOT)
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer

    @contextmanager
    def serving(self, settings: str, *options: str) -> Iterator[Server]:
        """The site as `undersigned web` serves it, with these settings and further options of granian."""
        port = free_port()
        listen = ["--host", "127.0.0.1", "--port", str(port), *options]
        command = [sys.executable, "-m", "granian", *GRANIAN, *listen, *FRONT]
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                command, env=self.environment(settings), stdout=log, stderr=log
            )
        try:
            wait_for(f"http://localhost:{port}/petitions/bench/count.json")
            yield Server(port, _worker(process.pid))
        finally:
            process.terminate()
            process.wait()


def _worker(server: int) -> int:
    """The process that has loaded the site: the largest child (another only watches over resources)."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    return max(map(int, children), key=lambda pid: int(Path(f"/proc/{pid}/statm").read_text().split()[1]))
