import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.installation import POSTGRESQL, Installation, installation

pytestmark = pytest.mark.fault

ROLL_BACK = """
from django.core.management import call_command
call_command("migrate", "sessions", "zero", verbosity=0)
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installation(tmp_path_factory.mktemp("site") / "var") as made:
        yield made


def test_an_upgrade_says_what_it_did_and_does_it_once(site: Installation) -> None:
    site.python(ROLL_BACK)
    done = site.undersigned("upgrade")
    assert done.returncode == 0, done.stderr
    backup, tables, styles, translations = done.stdout.splitlines()
    assert re.fullmatch(r"Backup: \S+/backups/undersigned-\d{8}T\d{6}Z\.backup", backup)
    assert re.fullmatch(r"Tables: \d+ migrations applied\.", tables)
    assert styles == "Styles and scripts: served from the installed package."
    assert translations in {"Translations: 1 compiled.", "Translations: up to date."}

    again = site.undersigned("upgrade")
    assert again.stdout.splitlines() == [
        "Tables: up to date.",
        "Styles and scripts: served from the installed package.",
        "Translations: up to date.",
    ]
    assert site.undersigned("fsck", "--quiet").stdout == "No fault found.\n"


def test_it_makes_no_backup_where_that_is_said(site: Installation) -> None:
    site.python(ROLL_BACK)
    before = list((site.folder / "backups").glob("*"))
    done = site.undersigned("upgrade", "--no-backup")
    assert done.stdout.startswith("Tables: ")
    assert list((site.folder / "backups").glob("*")) == before


def test_styles_are_collected_where_they_are_served_from_a_folder(site: Installation) -> None:
    done = site.undersigned("upgrade", COLLECTED="yes")
    assert f"Styles and scripts: collected in {site.folder}/static." in done.stdout.splitlines()
    assert (site.folder / "static" / "staticfiles.json").exists()


def test_it_refuses_while_a_restore_is_pending(site: Installation) -> None:
    marker = site.folder / "restore-pending"
    marker.touch()
    try:
        done = site.undersigned("upgrade")
    finally:
        marker.unlink()
    assert done.returncode == 1
    assert "A restore is under way, or was cut short." in done.stderr


@pytest.mark.skipif(POSTGRESQL, reason="a first set-up is the same; SQLite makes its file too")
def test_it_is_also_the_first_set_up(tmp_path: Path) -> None:
    fresh = Installation(tmp_path, f"sqlite:///{tmp_path / 'undersigned.sqlite3'}")
    assert fresh.undersigned("keys", "make").returncode == 0
    done = fresh.undersigned("upgrade")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Tables: ")
    with closing(sqlite3.connect(tmp_path / "undersigned.sqlite3")) as connection:
        assert connection.execute("SELECT count(*) FROM signatures_signature").fetchone() == (0,)


def test_a_database_that_is_away_is_one_sentence(site: Installation) -> None:
    away = "postgresql://undersigned@/undersigned?host=/nowhere"
    done = site.undersigned("upgrade", DATABASE_URL=away)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    last = done.stderr.splitlines()[-1]  # before it stands what the driver logged
    assert last.startswith("undersigned: The database refused: ")
    assert last.endswith("`undersigned doctor` looks for the cause.")
