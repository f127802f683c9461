"""S2: signing on PostgreSQL with fsync on, beside pgbench on the same cluster."""

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.disks import REAL, Disk, slower
from benchmarks.driver import CLIENTS
from benchmarks.installations import PRODUCT, installation
from benchmarks.results import Reach, Row, compare
from benchmarks.signing import sign

INSERT = r"INSERT INTO bare (ref, at) VALUES ('\x00112233445566778899aabbccddeeff', 'now');"
WORKERS = 2
OPTIONS = "-c listen_addresses='' -c fsync=on -c synchronous_commit=on -c max_connections=100"


@dataclass(frozen=True)
class Cluster:
    """A PostgreSQL of our own in a folder; its socket is there too."""

    folder: Path
    disk: Disk

    def run(self, program: str, *words: str) -> str:
        """One of PostgreSQL's programs, as a user that is not root."""
        disk = [f"{name}={value}" for name, value in self.disk.environment.items()]
        found = str(max(Path("/usr/lib/postgresql").glob(f"*/bin/{program}")))
        command = ["env", *disk, found, *words]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        done = subprocess.run(command, check=True, cwd=self.folder, capture_output=True, text=True)
        return done.stdout

    def pgbench(self, seconds: int) -> float:
        """Transactions of one INSERT a second."""
        (self.folder / "insert.sql").write_text(INSERT, encoding="ascii")
        load = ["-n", "-f", "insert.sql", "-c", str(CLIENTS), "-j", "2", "-T", str(seconds)]
        said = self.run("pgbench", "-h", str(self.folder), "-U", "bench", *load, "bench")
        found = re.search(r"tps = ([\d.]+)", said)
        assert found, said
        return float(found[1])


@contextmanager
def cluster(disk: Disk) -> Iterator[Cluster]:
    """A cluster with a database `bench`, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="bench-pg-") as name:
        made = Cluster(Path(name), disk)
        if os.geteuid() == 0:
            subprocess.run(["chown", "postgres:", name], check=True)
            made.folder.chmod(0o711)
        locale = ["-E", "UTF8", "--locale=C.UTF-8"]
        made.run("initdb", "-D", f"{name}/data", "-U", "bench", "--auth=trust", *locale)
        options = f"-k {name} {OPTIONS}"
        made.run(
            "pg_ctl", "-D", f"{name}/data", "-w", "-s", "-l", f"{name}/log", "-o", options, "start"
        )
        try:
            made.run("createdb", "-h", name, "-U", "bench", "bench")
            yield made
        finally:
            made.run("pg_ctl", "-D", f"{name}/data", "-m", "fast", "-w", "stop")


def measure(rounds: int, seconds: int) -> Iterator[Row]:
    """Rounds of pgbench and of signing, on one database; on this disk and on a slower one."""
    yield _row(rounds, seconds, REAL)
    with slower() as disk:
        yield _row(rounds, seconds, disk)


def _row(rounds: int, seconds: int, disk: Disk) -> Row:
    signs, bare = [], []
    with (
        cluster(disk) as on,
        installation(f"postgresql://bench@/bench?host={on.folder}") as site,
        site.serving(PRODUCT, "--workers", str(WORKERS)) as served,
    ):
        sign(served, 1)
        for _ in range(rounds):
            bare.append(on.pgbench(seconds))
            signs.append(sign(served, seconds).rate)
    return compare(
        "S2",
        f"durable signs, full path, PostgreSQL, {WORKERS} web processes{disk.said}",
        ours=signs,
        limit=bare,
        against=f"pgbench, one-row INSERT, {CLIENTS} clients, synchronous_commit on",
        unit="/s",
        reach=Reach(0.30),
    )
