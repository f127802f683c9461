"""Full disks and lost databases: said plainly with 503, reads go on, and signing recovers without a restart."""

import os
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

import pytest
from tests.faults.installations import Installation, OnPostgres
from tests.faults.power import Power, power
from tests.faults.signers import entry_body
from tests.migrated import sqlite_file
from tests.processes import eventually

pytestmark = pytest.mark.fault


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    text: str


def ask(port: int, path: str, body: bytes | None = None) -> Answer:
    """One request of a browser."""
    headers = {"sec-fetch-site": "same-origin", "connection": "close"}
    request = urllib.request.Request(f"http://localhost:{port}{path}", body, headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 - our own server
            return Answer(answer.status, answer.headers, answer.read().decode())
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, error.headers, error.read().decode())


def sign(port: int) -> Answer:
    return ask(port, "/petitions/fault-test/sign/", entry_body())


def reads(port: int) -> list[int]:
    pages = ("/petitions/fault-test/", "/petitions/fault-test/sign/")
    return [ask(port, path).status for path in pages]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Installation]:
    """A site on a disk of 6 MiB."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    with power() as on:
        mount = ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(on.live)]
        subprocess.run(mount, check=True)
        try:
            yield WithoutShim(on, tmp_path / "keys")
        finally:
            subprocess.run(["umount", "-l", str(on.live)], check=True)


class WithoutShim(Installation):
    """A site whose disk keeps everything."""

    def prepare(self) -> None:
        sqlite_file(self.power.live / "site.sqlite3")
        self.ask("prepare")

    def preload(self) -> dict[str, str]:
        return {}


def test_a_full_disk_is_said_and_signing_goes_on_when_there_is_room(
    small_disk: Installation, tmp_path: Path
) -> None:
    small_disk.prepare()
    filler = small_disk.power.live / "filler"
    with small_disk.serving(tmp_path / "log") as port:
        assert reads(port) == [200, 200]
        filler.write_bytes(b"\0" * _room(small_disk.power))

        answers = [sign(port) for _ in range(40)]
        full = answers[-1]
        while_full = reads(port)
        filler.unlink()
        recovered = eventually(lambda: sign(port).status == 200)

    stored = small_disk.ask("stored")["states"]
    assert full.status == 503
    assert int(full.headers["Retry-After"]) > 0
    assert "Nothing" in full.text
    assert while_full == [200, 200]
    assert recovered
    assert len(stored) == sum(answer.status == 200 for answer in answers) + 1


def _room(on: Power) -> int:
    facts = os.statvfs(on.live)
    return max(0, facts.f_bavail * facts.f_bsize - 64 * 1024)


def test_a_lost_database_is_said_and_signing_goes_on_when_it_is_back(tmp_path: Path) -> None:
    with power() as on:
        site = OnPostgres(on, tmp_path / "keys")
        site.prepare()
        with site.serving(tmp_path / "log") as port:
            before = sign(port)
            reads(port)
            on.cut()

            gone = sign(port)
            while_gone = reads(port)
            site.after_cut()
            recovered = eventually(lambda: sign(port).status == 200)
        on.cut()

    assert before.status == 200
    assert gone.status == 503
    assert int(gone.headers["Retry-After"]) > 0
    assert while_gone == [200, 200]
    assert recovered
