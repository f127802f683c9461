import json
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings
from tests.factories.proof import publish
from tests.populated import populate

from undersigned.config import cli
from undersigned.config.doctor import database
from undersigned.config.doctor.database import PRAGMAS
from undersigned.config.doctor.examine import examine
from undersigned.journal import keys
from undersigned.journal.models import Entry
from undersigned.mail.models import Letter
from undersigned.petitions.models import Petition
from undersigned.proof.models import Checkpoint, Leaf
from undersigned.signatures.models import Inquiry, Signature

pytestmark = pytest.mark.long  # for `make test`


class Greeter(StreamRequestHandler):
    """As much of a mail server as a doctor asks for."""

    def handle(self) -> None:
        self.wfile.write(b"220 sample\r\n")
        while (line := self.rfile.readline()) and not line.upper().startswith(b"QUIT"):
            self.wfile.write(b"250 sample\r\n")
        self.wfile.write(b"221 bye\r\n")


@pytest.fixture
def mail_server(settings: Settings) -> Iterator[None]:
    with ThreadingTCPServer(("127.0.0.1", 0), Greeter) as server:
        settings.SMTP_HOST, settings.SMTP_PORT = server.server_address
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield
        server.shutdown()


@pytest.fixture
def now(
    db: None,
    mail_server: None,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> datetime:
    """A moment at which everything is well: a site with a fresh backup, everything sent."""
    monkeypatch.setitem(PRAGMAS, "journal_mode", "memory")  # which the tests' database is,
    monkeypatch.setattr(database, "LOSSY", ["synchronous_commit"])  # and runs without fsync
    settings.VAR, settings.BACKUPS = tmp_path, tmp_path / "backups"
    settings.LOG = tmp_path / "log"
    settings.BACKUPS.mkdir()
    settings.ERASURE_LEDGER = tmp_path / "erasures.ledger"
    at = timezone.now()
    (settings.BACKUPS / f"undersigned-{at - timedelta(hours=9):%Y%m%dT%H%M%SZ}.backup").touch()
    populate(signers=5)
    publish(at=at)
    Letter.objects.filter(due_at__isnull=False).update(
        due_at=None, settled_at=at, sealed=b"", state="sent"
    )
    DBTaskResult.objects.all().delete()
    return at


def problems(at: datetime) -> dict[str, str]:
    return {said.about: said.words for said in examine(at) if not said.well}


def test_a_site_that_is_well_has_no_problem(now: datetime) -> None:
    assert problems(now) == {}
    assert [said.about for said in examine(now)] == [
        "settings",
        "disk",
        "keys",
        "mail server",
        "backup",
        "styles and scripts",
        "translations",
        "database",
        "tables",
        "clock",
        "worker",
        "tasks",
        "letters",
        "public log",
        "witnesses",
    ]


def test_an_embedded_database_without_its_log_is_a_problem(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL has its log always")
    monkeypatch.setitem(PRAGMAS, "journal_mode", "wal")
    (words,) = problems(now).values()
    assert words.endswith(": journal_mode is memory, not wal.")


def test_a_server_that_does_not_wait_for_its_disk_is_a_problem(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("there is no server")
    monkeypatch.setattr(database, "LOSSY", ["synchronous_commit", "fsync"])
    (words,) = problems(now).values()
    assert words.endswith(": fsync is off, so a power cut loses signatures.")


def test_every_problem_comes_with_what_to_do(now: datetime, settings: Settings) -> None:
    settings.SMTP_PORT, settings.KEYS = 1, settings.VAR / "nowhere"
    assert [said.about for said in examine(now) if not said.well and not said.remedy] == []
    assert set(problems(now)) == {"keys", "mail server", "public log"}


def test_a_restore_that_is_pending_is_a_problem(now: datetime, settings: Settings) -> None:
    settings.RESTORE_PENDING = settings.VAR / "restore-pending"
    settings.RESTORE_PENDING.touch()
    assert problems(now) == {"settings": "A restore is under way, or was cut short."}


def test_a_disk_that_is_nearly_full_is_a_problem(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("undersigned.config.doctor.machine.ROOM", 10**18)
    assert list(problems(now)) == ["disk"]


def test_a_private_key_open_to_others_is_a_problem(
    now: datetime, settings: Settings, tmp_path: Path
) -> None:
    settings.KEYS = tmp_path / "keys"
    keys.make(settings.KEYS)
    (settings.KEYS / "letters.key").chmod(0o604)
    assert problems(now)["keys"] == "Others on this machine may read letters.key."


def test_in_production_the_backups_key_does_not_lie_beside_the_backups(
    now: datetime, settings: Settings
) -> None:
    settings.PRODUCTION = True
    assert problems(now)["keys"] == "backup.key lies beside the backups that it opens."


def test_a_mail_server_that_is_away_is_a_problem(now: datetime, settings: Settings) -> None:
    settings.SMTP_HOST, settings.SMTP_PORT = "localhost", 1
    assert problems(now) == {
        "mail server": "localhost:1 does not take letters: ConnectionRefusedError."
    }


def test_a_backup_of_two_days_ago_is_a_problem(now: datetime) -> None:
    assert "backup" not in problems(now + timedelta(hours=16))
    assert "backup" in problems(now + timedelta(hours=18))


def test_no_backup_is_a_problem(now: datetime, settings: Settings, tmp_path: Path) -> None:
    settings.BACKUPS = tmp_path / "none"
    assert problems(now) == {"backup": f"There is none in {tmp_path / 'none'}."}


def test_a_database_left_by_a_restore_may_not_outlive_the_promise(
    now: datetime, settings: Settings, tmp_path: Path
) -> None:
    left = tmp_path / "undersigned.sqlite3.before-20260101T000000Z"
    left.touch()
    assert problems(now) == {}
    later = timezone.now() + timedelta(days=settings.BACKUP_DAYS, hours=1)
    assert problems(later)["old database"] == (
        f"{left} is older than the 35 days that pages promise."
    )


def test_styles_that_are_not_collected_are_a_problem(now: datetime, settings: Settings) -> None:
    settings.COLLECTED = True
    assert list(problems(now)) == ["styles and scripts"]


def test_a_migration_that_is_not_applied_is_a_problem(now: datetime) -> None:
    MigrationRecorder.Migration.objects.filter(app="signatures").latest("name").delete()
    assert problems(now) == {"tables": "1 migrations are not applied."}


def test_an_entry_from_the_future_is_a_problem_of_clocks(now: datetime) -> None:
    if connection.vendor == "postgresql":
        assert list(problems(now - timedelta(minutes=2))) == ["clock"]
        return
    Entry.objects.filter(pk=Entry.objects.latest("id").pk).update(at=now + timedelta(minutes=2))
    assert problems(now) == {
        "clock": "This machine and the database are 120 seconds apart.",
    }


def test_what_waits_for_more_than_five_minutes_says_that_the_worker_is_away(now: datetime) -> None:
    letter, waiting = Letter.objects.order_by("id")[:2]
    facts = {"state": "queued", "sealed": b"sealed", "settled_at": None}
    minutes = timedelta(minutes=1)
    Letter.objects.filter(pk=letter.pk).update(due_at=now - 4 * minutes, **facts)
    assert problems(now) == {}
    Letter.objects.filter(pk=waiting.pk).update(due_at=now - 6 * minutes, **facts)
    Signature.objects.filter(state="confirmed").update(counted_as="")
    counts = Signature.objects.filter(state="confirmed").count()
    assert problems(now) == {
        "worker": f"Waiting for more than five minutes: 1 letters, {counts} counts."
    }


def test_inquiries_that_nobody_answers_say_so_too(now: datetime) -> None:
    petition, past = Petition.objects.first(), now - timedelta(minutes=6)
    facts = {"sealed": b"", "language": "en", "held": False, "made_at": past}
    Inquiry.objects.create(petition=petition, ref=b"r" * 16, **facts)
    assert problems(now) == {"worker": "Waiting for more than five minutes: 1 inquiries."}


def test_many_letters_given_up_are_a_problem(now: datetime) -> None:
    lately = Letter.objects.filter(settled_at=now)
    keys = list(lately.values_list("pk", flat=True)[:2])
    Letter.objects.filter(pk__in=keys).update(state="failed")
    sent = lately.filter(state="sent").count()
    assert problems(now) == {
        "letters": f"Within a day {sent} were sent and 2 given up; 0 are tried again."
    }


def test_the_command_ends_with_1_where_there_is_a_problem(
    now: datetime, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    (settings.BACKUPS / f"undersigned-{timezone.now():%Y%m%dT%H%M%SZ}.backup").touch()
    assert cli.main(["doctor"]) == 0
    assert "PROBLEM" not in capsys.readouterr().out
    settings.SMTP_HOST, settings.SMTP_PORT = "localhost", 1
    assert cli.main(["doctor"]) == 1
    lines = capsys.readouterr().out.splitlines()
    place = lines.index(
        "PROBLEM  mail server: localhost:1 does not take letters: ConnectionRefusedError."
    )
    assert lines[place + 1].startswith("         What to do: Letters wait meanwhile.")


def test_for_programs_it_speaks_json(now: datetime, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["doctor", "--json"])
    said = json.loads(capsys.readouterr().out)
    assert {tuple(sorted(statement)) for statement in said} == {
        ("about", "remedy", "well", "words")
    }
    assert len(said) == 15


def test_a_log_that_cannot_sign_is_a_problem(now: datetime, settings: Settings) -> None:
    assert "public log" not in problems(now)
    Checkpoint.objects.all().delete()
    assert problems(now)["public log"].startswith("Nothing is signed. ")


def test_entries_that_wait_too_long_are_a_problem(now: datetime) -> None:
    Leaf.objects.filter(kind="close").delete()
    waiting = Leaf.objects.filter(kind="note").latest("id")
    facts = {"kind": "close", "day": now.date(), "include_by": now}
    Leaf.objects.create(petition_id=waiting.petition_id, made_at=now - timedelta(hours=3), **facts)
    words = f"1 entries wait, the first since {now - timedelta(hours=3):%Y-%m-%d %H:%M} UTC."
    assert problems(now) == {"public log": words}
