"""A restored backup brings back what was lost, and nobody who was erased."""

import os

import pytest
from tests.config.backups.site import BREAK_A_COUNT, FIRST_REF, ROWS, back_up, refused, unchanged
from tests.installation import POSTGRESQL, Installation, databases

pytestmark = pytest.mark.fault

LOSE_ALL = """
from undersigned.proof.models import Leaf
from undersigned.signatures.models import PublicName, Signature
for model in (Leaf, PublicName, Signature):
    model.objects.all().delete()
"""


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
