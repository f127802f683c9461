"""Whole sites on a disk that can lose power: on SQLite, and on a PostgreSQL of their own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.faults.asked import ROOT, Asked
from tests.faults.power import Power
from tests.migrated import postgresql_files, postgresql_program, sqlite_file
from tests.processes import free_port, wait_for

from undersigned.config.serving import FRONT, GRANIAN


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
        sqlite_file(self.power.live / "site.sqlite3")
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
        answer: dict[str, Any] = self.inside.ask(question, **self.preload())
        return answer

    @cached_property
    def inside(self) -> Asked:
        return self.asked("tests.faults.inside")

    def asked(self, module: str, **more: str) -> Asked:
        """A module's answers in this site; no power cut ends the process that waits for questions."""
        env = self.environment() | {"UNDERSIGNED_PROCESS": "worker"} | more
        for name in self.power.environment:
            env.pop(name, None)
        asked = Asked(module, env | self.power.preload)
        self.power.until_its_end.callback(asked.end)
        return asked

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
        postgresql_files(data)
        self.power.start()
        self.after_cut()
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
        command = [*postgresql_program(program), *words]
        env = os.environ | self.power.environment
        subprocess.run(command, check=True, env=env, cwd=self.power.live, stdout=subprocess.DEVNULL)
