import base64
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from tests.installation import POSTGRESQL, SET_UP, Installation, databases, installation

from undersigned.config.backups.stream import Header, read_header, write
from undersigned.journal.keys import key_id_of

pytestmark = pytest.mark.fault

IN_PLACE = ["undersigned"] if POSTGRESQL else ["undersigned.sqlite3"]
ROWS = """
from undersigned.signatures.models import Signature
from django.db.models import Count
print(Signature.objects.count(), Signature.objects.filter(sealed=b"").count())
"""
FIRST_REF = """
from undersigned.signatures.models import Signature
print(bytes(Signature.objects.filter(state="confirmed").earliest("id").ref).hex())
"""
LOSE_ALL = """
from undersigned.proof.models import Leaf
from undersigned.signatures.models import PublicName, Signature
for model in (Leaf, PublicName, Signature):
    model.objects.all().delete()
"""
BREAK_A_COUNT = """
from undersigned.signatures.models import PetitionCount
PetitionCount.objects.update(confirmed=1000)
"""


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installation(tmp_path_factory.mktemp("site") / "var") as made:
        yield made


@pytest.fixture
def site(original: Installation, tmp_path: Path) -> Iterator[Installation]:
    with installation(tmp_path / "var", like=original) as made:
        yield made


def back_up(site: Installation, *words: str) -> Path:
    done = site.undersigned("backup", *words)
    assert done.returncode == 0, done.stderr
    found = re.match(r"Backup: (\S+) \(", done.stdout)
    assert found
    return Path(found[1])


def refused(done: subprocess.CompletedProcess[str]) -> str:
    """The one sentence of a command that failed."""
    assert done.returncode == 1, done.stdout
    (sentence,) = done.stderr.splitlines()
    return sentence.removeprefix("undersigned: ")


def test_a_backup_is_one_private_file_that_tells_nothing_in_clear(site: Installation) -> None:
    path = back_up(site)
    assert re.fullmatch(r"undersigned-\d{8}T\d{6}Z\.backup", path.name)
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.iterdir()) == [path]
    sealed = path.read_bytes()
    secret = [file.read_bytes().strip() for file in (site.folder / "keys").glob("*.[ks]e*")]
    assert len(secret) == 7
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


def test_what_was_lost_comes_back_and_what_was_erased_does_not(site: Installation) -> None:
    path = back_up(site)
    ref = site.python(FIRST_REF).strip()
    assert site.undersigned("erasures", "erase", ref).returncode == 0
    site.python(LOSE_ALL)
    assert site.python(ROWS) == "0 0\n"

    done = site.undersigned("restore", str(path))

    assert done.returncode == 0, done.stderr + done.stdout
    assert "Erased again: 1 rows of kind signature." in done.stdout.splitlines()
    assert site.python(ROWS) == "9 1\n"
    assert site.undersigned("fsck", "--quiet").stdout == "No fault found.\n"
    assert not (site.folder / "restore-pending").exists()
    old = [name for name in databases(site) if "before" in name]
    assert len(old) == 1
    assert old[0].removeprefix("undersigned") in done.stdout  # it says where the old one is


def test_letters_that_waited_when_somebody_was_erased_are_not_sent_again(
    site: Installation,
) -> None:
    path = back_up(site)
    assert site.undersigned("erasures", "erase", site.python(FIRST_REF).strip()).returncode == 0
    site.undersigned("restore", str(path))
    waiting = "from undersigned.mail.models import Letter\nprint(Letter.objects.exclude(sealed=b'').count())"
    assert site.python(waiting) == "0\n"


def unchanged(site: Installation) -> None:
    """The database in place is the one it was, and nothing is left beside it."""
    assert site.python(ROWS) == "9 0\n"
    assert databases(site) == IN_PLACE
    assert not (site.folder / "restore-pending").exists()


def test_another_key_is_refused_in_clear_words(site: Installation, tmp_path: Path) -> None:
    path = back_up(site)
    site.undersigned("keys", "make", KEYS=tmp_path / "others")
    key = tmp_path / "others" / "backup.key"
    sentence = refused(site.undersigned("restore", str(path), "--key", str(key)))
    assert re.fullmatch(
        r"This backup is sealed to the key [0-9a-f]{8}; the key given is [0-9a-f]{8}\.", sentence
    )
    unchanged(site)


def test_without_a_key_it_says_where_to_look(site: Installation) -> None:
    path = back_up(site)
    key = site.folder / "keys" / "backup.key"
    key.unlink()
    assert refused(site.undersigned("restore", str(path))) == (
        f"{key}: No such file or directory. Bring backup.key from where it is kept."
    )
    unchanged(site)


def test_a_backup_cut_short_is_refused(site: Installation) -> None:
    path = back_up(site)
    os.truncate(path, path.stat().st_size - 1000)
    assert refused(site.undersigned("restore", str(path))) == (
        "The backup is damaged: it was changed, or its end is missing."
    )
    unchanged(site)


@pytest.mark.parametrize("part", [0.0, 0.4, 0.999])
def test_a_backup_with_one_bit_changed_is_refused(site: Installation, part: float) -> None:
    path = back_up(site)
    with path.open("r+b") as file:
        place = int(path.stat().st_size * part)
        file.seek(place)
        (byte,) = file.read(1)
        file.seek(place)
        file.write(bytes([byte ^ 4]))
    assert refused(site.undersigned("restore", str(path))) in {
        "This is not a backup of Undersigned, or its beginning was changed.",
        "The backup is damaged: it was changed, or its end is missing.",
    }
    unchanged(site)


def test_a_backup_with_faults_is_put_in_place_only_if_they_are_accepted(site: Installation) -> None:
    site.python(BREAK_A_COUNT)
    path = back_up(site)
    done = site.undersigned("restore", str(path))
    assert refused(done) == "The restored database did not pass; what is wrong stands above."
    unchanged(site)
    assert site.undersigned("restore", str(path), "--accept-faults").returncode == 0
    assert any("before" in name for name in databases(site))


def test_a_lost_ledger_is_not_passed_over(site: Installation) -> None:
    ref = site.python(FIRST_REF).strip()
    assert site.undersigned("erasures", "erase", ref).returncode == 0
    path = back_up(site)
    (site.folder / "erasures.ledger").unlink()
    sentence = refused(site.undersigned("restore", str(path)))
    assert sentence.startswith(f"The erasure ledger {site.folder}/erasures.ledger lacks lines")
    assert site.python(ROWS) == "9 1\n"
    lost = site.undersigned("restore", str(path), "--ledger-lost", "--accept-faults")
    assert lost.returncode == 0, lost.stderr


HOLD = """
import sys
from django.db import connection
from undersigned.signatures.models import Signature
Signature.objects.count()
print("open", flush=True)
sys.stdin.read()
"""


def test_a_database_in_use_is_not_replaced(site: Installation) -> None:
    path = back_up(site)
    code = SET_UP + HOLD
    holder = subprocess.Popen(
        [sys.executable, "-c", code],
        env=os.environ | site.settings,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"open\n"
        sentence = refused(site.undersigned("restore", str(path)))
    assert sentence.endswith("Stop web, office and worker first.")
    unchanged(site)


def test_while_a_restore_is_pending_nothing_serves(site: Installation) -> None:
    (site.folder / "restore-pending").touch()
    done = site.undersigned("web", "--port", "0")
    assert done.returncode == 1
    assert "A restore is under way, or was cut short." in done.stderr
    assert site.undersigned("restore", "--abandon").returncode == 0
    assert not (site.folder / "restore-pending").exists()
    assert refused(site.undersigned("restore", "--abandon")) == "No restore is pending."


def test_a_backup_of_the_other_kind_of_database_is_refused(
    site: Installation, tmp_path: Path
) -> None:
    public = public_key_at(site.folder / "keys" / "backup.pub")
    kind, other = ("postgresql", "sqlite") if POSTGRESQL else ("sqlite", "postgresql")
    path = tmp_path / "other.backup"
    with path.open("wb") as file:
        header = Header("2026-03-02T09:00:00+00:00", "0.1.0", other, [], {}, 0, "0" * 32)
        write(file, header, [b"plain"], public)
    assert refused(site.undersigned("restore", str(path))) == (
        f"This backup is of {other}; the settings name a {kind} database."
    )
    unchanged(site)


def public_key_at(path: Path) -> tuple[bytes, X25519PublicKey]:
    raw = base64.b64decode(path.read_text())
    return key_id_of(raw), X25519PublicKey.from_public_bytes(raw)


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
import sys, time
from django.db import transaction
from django.utils import timezone
from undersigned.sources import actions
from undersigned.sources.states import Relation
for number in range(400):
    facts = {"publisher": "Clerk", "relation": Relation.OFFICIAL, "title": f"Minutes {number}"}
    actions.add_source(**facts, at=timezone.now(), by="operator")
    if number == 20:
        print("writing", flush=True)
"""


def test_a_backup_is_consistent_while_others_write(site: Installation) -> None:
    code = SET_UP + WRITE
    writer = subprocess.Popen(
        [sys.executable, "-c", code], env=os.environ | site.settings, stdout=subprocess.PIPE
    )
    with writer:
        assert writer.stdout
        assert writer.stdout.readline() == b"writing\n"
        path = back_up(site)
        assert writer.poll() is None
    assert writer.returncode == 0
    with path.open("rb") as file:
        sources = read_header(file).rows["sources_source"]
    assert 20 < sources < 400
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
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none", disk], check=True)
    try:
        database = disk / "undersigned.sqlite3"
        database.write_bytes((site.folder / "undersigned.sqlite3").read_bytes())
        done = site.undersigned("backup", DATABASE_URL=f"sqlite:///{database}")
        assert refused(done) == (
            "The database cannot be copied: database or disk is full. It needs as much room again on "
            "its disk; `undersigned fsck` tells whether it is sound."
        )
        assert [path.name for path in disk.iterdir() if "snapshot" in path.name] == []
        assert not list(site.folder.glob("backups/*"))
    finally:
        subprocess.run(["umount", disk], check=True)


@pytest.mark.skipif(POSTGRESQL, reason="a database has no file mode")
def test_who_may_open_the_file_is_restored_with_it(site: Installation) -> None:
    path, database = back_up(site), site.folder / "undersigned.sqlite3"
    database.chmod(0o660)
    assert site.undersigned("restore", str(path)).returncode == 0
    assert database.stat().st_mode & 0o777 == 0o660


@pytest.mark.skipif(POSTGRESQL, reason="a new file alone has a mode")
def test_on_a_new_machine_the_group_may_open_the_file(site: Installation) -> None:
    path, database = back_up(site), site.folder / "undersigned.sqlite3"
    database.unlink()
    done = site.undersigned("restore", str(path))
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-2:] == [
        "The backup is in place. Start web, office and worker.",
        "Then `undersigned log adopt`: the public log knows what was published since the backup.",
    ]
    umask = os.umask(0)
    os.umask(umask)
    assert database.stat().st_mode & 0o777 == 0o660 & ~umask
    assert site.python(ROWS) == "9 0\n"


RIGHTS = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT has_table_privilege('pg_monitor', 'journal_entry', 'SELECT')")
    print(cursor.fetchone()[0])
"""
GRANT = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("GRANT SELECT ON journal_entry TO pg_monitor")
"""


@pytest.mark.skipif(not POSTGRESQL, reason="an SQLite file has the rights of its folder")
def test_who_may_read_a_table_is_restored_with_it(site: Installation) -> None:
    assert site.python(RIGHTS) == "False\n"
    site.python(GRANT)
    path = back_up(site)
    assert site.undersigned("restore", str(path)).returncode == 0
    assert site.python(RIGHTS) == "True\n"
