"""The operator looks how the log stands, adopts what was published, and writes lost files again."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings
from tests.factories.petitions import open_petition
from tests.factories.proof import publish, signers
from tests.proof.log.conftest import Said
from tests.proof.log.restored import forgotten

from undersigned.config import cli
from undersigned.config.doctor import log as doctor
from undersigned.proof.actions.append import append, waiting
from undersigned.proof.states import Kind

pytestmark = pytest.mark.django_db


def test_status_says_how_the_log_stands(log: Path, settings: Settings, said: Said) -> None:
    assert cli.main(["log", "status"]) == 0
    assert said() == "Published: nothing yet.\nDatabase: 0 entries in their places; 0 wait.\n"
    petition = open_petition()
    signers(petition, 3)
    publish()
    settings.LOG_FLUSH_AT, settings.LOG_FLUSH_SECONDS = 16, 3600
    signers(petition, 2)
    publish()
    assert cli.main(["log", "status"]) == 0
    published, database = said().splitlines()
    assert published.startswith("Published: 5 entries since 20")
    assert database.startswith("Database: 5 entries in their places; 2 wait, the oldest since 20")


def test_status_and_doctor_tell_of_what_the_rules_do_not_allow(log: Path, said: Said) -> None:
    now = timezone.now()
    append([waiting(Kind.RESTORE, open_petition().pk, at=now - timedelta(days=1))])
    publish()
    what = "Entries wait that the log's rules do not allow: 1."
    assert cli.main(["log", "status"]) == 1
    assert f"PROBLEM: {what}" in said()
    assert [each.words for each in doctor.statements(now) if not each.well] == [what]


def test_status_fails_while_nothing_can_be_signed(log: Path, said: Said) -> None:
    with forgotten():
        signers(open_petition(), 3)
        publish()
    assert cli.main(["log", "status"]) == 1
    assert "PROBLEM: nothing is signed. 5 entries are published and the database knows 0." in said()
    assert cli.main(["log", "adopt"]) == 0
    assert "5 published entries were read back into the database." in said()
    assert cli.main(["log", "status"]) == 0


def test_lost_files_are_written_again_to_the_byte(log: Path, said: Said) -> None:
    petition = open_petition()
    for number in (3, 200, 100):
        signers(petition, number)
        publish()
    before = {path.relative_to(log): path.read_bytes() for path in files(log)}
    shutil.rmtree(log)
    assert cli.main(["log", "status"]) == 1
    assert "checkpoint is missing" in said()
    assert cli.main(["log", "adopt"]) == 1
    assert cli.main(["log", "adopt", "--rebuild"]) == 0
    assert {path.relative_to(log): path.read_bytes() for path in files(log)} == before


def test_a_log_that_began_empty_is_written_again_too(log: Path) -> None:
    publish()
    signers(open_petition(), 3)
    publish()
    before = {path.relative_to(log): path.read_bytes() for path in files(log)}
    shutil.rmtree(log)
    assert cli.main(["log", "adopt", "--rebuild"]) == 0
    assert {path.relative_to(log): path.read_bytes() for path in files(log)} == before


def test_where_nothing_was_ever_published_there_is_nothing_to_write_again(
    log: Path, said: Said
) -> None:
    assert cli.main(["log", "adopt", "--rebuild"]) == 0
    assert "The files of 0 entries are written.\nPublished: nothing yet.\n" in said()
    assert files(log) == []


def files(log: Path) -> list[Path]:
    return [path for path in log.rglob("*") if path.is_file()]
