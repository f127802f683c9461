"""A backup is one sealed file: what it holds, that it restores, and what a full disk leaves."""

import os
import re
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.config.backups.site import BREAK_A_COUNT, IN_PLACE, back_up, refused, unchanged
from tests.installation import POSTGRESQL, SET_UP, Installation, databases

from undersigned.config.backups.stream import read_header

pytestmark = pytest.mark.fault


def test_a_backup_is_one_private_file_that_tells_nothing_in_clear(site: Installation) -> None:
    path = back_up(site)
    assert re.fullmatch(r"undersigned-\d{8}T\d{6}Z\.backup", path.name)
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.iterdir()) == [path]
    sealed = path.read_bytes()
    secret = [file.read_bytes().strip() for file in (site.folder / "keys").glob("*.[ks]e*")]
    assert len(secret) == 8
    for word in (b"river path", b"Sam Sample", b"otto@example.org", b"CREATE TABLE", *secret):
        assert word not in sealed


def test_its_header_says_what_it_is_of(site: Installation) -> None:
    with back_up(site).open("rb") as file:
        header = read_header(file)
    assert header.database == ("postgresql" if POSTGRESQL else "sqlite")
    assert "signatures.0001_initial" in header.migrations
    assert header.rows["signatures_signature"] == 9
    assert header.ledger_lines == 0


def test_a_backup_is_verified_by_restoring_it(site: Installation) -> None:
    done = site.undersigned("backup", "--verify")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-2] == "No fault found."
    assert done.stdout.splitlines()[-1].endswith("restores into a sound database.")
    assert databases(site) == IN_PLACE


def test_a_backup_with_a_fault_in_it_does_not_verify(site: Installation) -> None:
    site.python(BREAK_A_COUNT)
    path = back_up(site)
    done = site.undersigned("backup", "--verify", str(path))
    assert refused(done) == "The restored database did not pass; what is wrong stands above."
    assert ".confirmed: says 1000, the rows are 6" in done.stdout
    assert databases(site) == IN_PLACE


def test_backups_past_their_days_are_deleted(site: Installation) -> None:
    folder = site.folder / "backups"
    folder.mkdir()
    now = datetime.now(UTC)
    for days in (1, 34, 36, 400):
        (folder / f"undersigned-{now - timedelta(days=days):%Y%m%dT%H%M%SZ}.backup").touch()
    (folder / "notes.txt").touch()
    newest = back_up(site)
    stamps = sorted(path.name[12:20] for path in folder.glob("*.backup") if path != newest)
    assert stamps == [f"{now - timedelta(days=days):%Y%m%d}" for days in (34, 1)]
    assert (folder / "notes.txt").exists()
    time.sleep(1)  # a backup is named for its second
    back_up(site, "--keep-days", "2")
    assert len(list(folder.glob("*.backup"))) == 3


WRITE = """
import itertools, sys
from pathlib import Path
from django.utils import timezone
from undersigned.sources import actions
from undersigned.sources.states import Relation
for number in itertools.count():
    facts = {"publisher": "Clerk", "relation": Relation.OFFICIAL, "title": f"Minutes {number}"}
    actions.add_source(**facts, at=timezone.now(), by="operator")
    if number == 20:
        print("writing", flush=True)
    if Path(sys.argv[1]).exists():
        break
"""


SOURCES = "from undersigned.sources.models import Source; print(Source.objects.count())"


def test_a_backup_is_consistent_while_others_write(site: Installation, tmp_path: Path) -> None:
    command = [sys.executable, "-c", SET_UP + WRITE, str(tmp_path / "enough")]
    writer = subprocess.Popen(command, env=os.environ | site.settings, stdout=subprocess.PIPE)
    with writer:
        assert writer.stdout
        assert writer.stdout.readline() == b"writing\n"
        path = back_up(site)
        assert writer.poll() is None
        (tmp_path / "enough").touch()
    assert writer.returncode == 0
    with path.open("rb") as file:
        sources = read_header(file).rows["sources_source"]
    assert 20 < sources < int(site.python(SOURCES))
    assert site.undersigned("backup", "--verify", str(path)).returncode == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk")
def test_a_full_disk_leaves_no_half_backup(site: Installation, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", disk], check=True)
    try:
        sentence = refused(site.undersigned("backup", BACKUPS=disk))
        assert sentence == f"No backup was made in {disk}: No space left on device."
        assert list(disk.iterdir()) == []
    finally:
        subprocess.run(["umount", disk], check=True)
    unchanged(site)


@pytest.mark.skipif(
    POSTGRESQL or os.geteuid() != 0, reason="a snapshot beside an SQLite file; root"
)
def test_a_full_disk_under_the_database_leaves_nothing_behind(
    site: Installation, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    content = (site.folder / "undersigned.sqlite3").read_bytes()
    room = f"size={len(content) * 3 // 2}"  # for the database, and not for it twice
    subprocess.run(["mount", "-t", "tmpfs", "-o", room, "none", disk], check=True)
    try:
        database = disk / "undersigned.sqlite3"
        database.write_bytes(content)
        done = site.undersigned("backup", DATABASE_URL=f"sqlite:///{database}")
        assert refused(done) == (
            "The database cannot be copied: database or disk is full. It needs as much room again on "
            "its disk; `undersigned fsck` tells whether it is sound."
        )
        assert [path.name for path in disk.iterdir() if "snapshot" in path.name] == []
        assert not list(site.folder.glob("backups/*"))
    finally:
        subprocess.run(["umount", disk], check=True)
