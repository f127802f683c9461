"""Whole sites on a disk that can lose power: on SQLite, and on a PostgreSQL of their own."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.faults.power import Power
from tests.processes import free_port, wait_for

from undersigned.config.serving import FRONT, GRANIAN

ROOT = Path(__file__).parents[2]


@dataclass
class Installation:
    """A site whose database is on a disk that can lose power; on SQLite unless a subclass says otherwise.

    `lazy` makes the database answer before it has synced.
    """

    power: Power
    keys: Path
    lazy: bool = False

    def prepare(self) -> None:
        """Make the database and a petition; from now on only what is synced survives."""
        self.power.start()
        self.ask("prepare")

    def database(self) -> str:
        return f"sqlite:///{self.power.live / 'site.sqlite3'}"

    def environment(self) -> dict[str, str]:
        settings = "tests.faults.lazy_settings" if self.lazy else "undersigned.config.settings"
        return os.environ | {
            "DJANGO_SETTINGS_MODULE": settings,
            "PYTHONPATH": str(ROOT),
            "UNDERSIGNED_DATABASE_URL": self.database(),
            "UNDERSIGNED_KEYS": str(self.keys),
            "UNDERSIGNED_VAR": str(self.power.live),
            "UNDERSIGNED_PROCESS": "web",
            "UNDERSIGNED_SIGNATURES_PER_NETWORK_HOUR": "1000000",
            **self.preload(),
        }

    def preload(self) -> dict[str, str]:
        return self.power.environment

    def after_cut(self) -> None:
        """Bring the database back."""

    def ask(self, question: str) -> dict[str, Any]:
        command = [sys.executable, "-W", "ignore", "-m", "tests.faults.inside", question]
        env = self.environment() | {"UNDERSIGNED_PROCESS": "worker"}
        done = subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE, cwd=ROOT)
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer

    @contextmanager
    def serving(self, log: Path) -> Iterator[int]:
        """The public site, as `undersigned web` serves it; its port."""
        port = free_port()
        listen = ["--host", "127.0.0.1", "--port", str(port)]
        command = [sys.executable, "-m", "granian", *GRANIAN, *listen, *FRONT]
        with log.open("ab") as said:
            process = subprocess.Popen(command, env=self.environment(), stdout=said, stderr=said)
        try:
            wait_for(f"http://localhost:{port}/petitions/fault-test/count.json")
            yield port
        finally:
            process.kill()
            process.wait()


class OnPostgres(Installation):
    """A site on a PostgreSQL whose files are on that disk; the site's own processes are elsewhere."""

    def prepare(self) -> None:
        data = self.power.live / "data"
        if os.geteuid() == 0:
            subprocess.run(["chown", "-R", "postgres:", str(self.power.live)], check=True)
        options = ["--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--wal-segsize=1"]
        self._run("initdb", "-D", str(data), "-U", "undersigned", "--no-sync", *options)
        self.power.start()
        self.after_cut()
        self._run("createdb", "-h", str(self.power.live), "-U", "undersigned", "undersigned")
        self.ask("prepare")

    def database(self) -> str:
        return f"postgresql://undersigned@/undersigned?host={self.power.live}"

    def preload(self) -> dict[str, str]:
        return {}

    def after_cut(self) -> None:
        data = self.power.live / "data"
        for lock in [data / "postmaster.pid", *self.power.live.glob(".s.PGSQL.*")]:
            lock.unlink(missing_ok=True)  # a machine that starts has no processes
        options = f"-k {self.power.live} -c listen_addresses='' -c wal_recycle=off"
        options += " -c synchronous_commit=off" if self.lazy else ""
        log = str(self.power.live / "log")
        self._run("pg_ctl", "-D", str(data), "-w", "-s", "-l", log, "-o", options, "start")

    def _run(self, program: str, *words: str) -> None:
        found = max(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))
        preload = [f"{name}={value}" for name, value in self.power.environment.items()]
        command = ["env", *preload, str(found), *words]
        if os.geteuid() == 0:  # initdb refuses root
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(command, check=True, cwd=self.power.live, stdout=subprocess.DEVNULL)
