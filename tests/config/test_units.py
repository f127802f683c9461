import re
import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest

from undersigned.config.checks import FORBIDDEN, NEEDS

FOLDER = Path(__file__).parents[2] / "deploy" / "systemd"
SERVICES = sorted(path.name for path in FOLDER.glob("*.service"))
PROGRAM = "/opt/undersigned/.venv/bin/undersigned"


def directives(name: str, of: str) -> list[str]:
    """Every value of a directive; it may stand more than once."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [line.partition("=")[2] for line in lines if line.startswith(f"{of}=")]


def test_there_is_a_unit_for_each_process_and_for_backups() -> None:
    assert SERVICES == [
        "undersigned-backup.service",
        "undersigned-office.service",
        "undersigned-web.service",
        "undersigned-worker.service",
    ]


def test_each_runs_as_a_user_of_its_own_that_the_machine_has() -> None:
    users = [user for name in SERVICES for user in directives(name, "User")]
    assert len(set(users)) == len(SERVICES)
    made = (FOLDER / "undersigned.sysusers").read_text(encoding="utf-8")
    assert set(users) <= set(re.findall(r"^u (\S+)", made, re.MULTILINE))


@pytest.mark.parametrize("process", ["web", "office", "worker"])
def test_each_process_gets_the_keys_it_needs_and_none_it_must_not_have(process: str) -> None:
    given = directives(f"undersigned-{process}.service", "LoadCredential")
    keys = {entry.partition(":")[0] for entry in given}
    passwords = {"secret-key", "smtp-password"}
    assert keys - passwords == set(NEEDS[process])
    forbidden = [key for key in keys for pattern in FORBIDDEN[process] if Path(key).match(pattern)]
    assert forbidden == []


def test_the_nightly_backup_can_open_none() -> None:
    given = directives("undersigned-backup.service", "LoadCredential")
    assert given == ["backup.pub:/etc/undersigned/keys/backup.pub"]


@pytest.mark.parametrize("process", ["web", "office"])
def test_what_strangers_reach_cannot_write_the_public_log(process: str) -> None:
    assert directives(f"undersigned-{process}.service", "ReadOnlyPaths") == [
        "/var/lib/undersigned/log"
    ]


@pytest.mark.parametrize("name", [name for name in SERVICES if "backup" not in name])
def test_what_serves_comes_back_when_it_dies(name: str) -> None:
    assert directives(name, "Restart") == ["always"]
    assert directives(name, "RestartSec") == ["1"]


def test_the_backup_runs_every_night() -> None:
    timer = ConfigParser()
    timer.read(FOLDER / "undersigned-backup.timer")
    assert timer["Timer"]["OnCalendar"] == "*-*-* 03:17:00"
    assert timer["Timer"]["Persistent"] == "yes"  # one missed while off is made up for


analyse = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")


@analyse
@pytest.mark.parametrize("name", [*SERVICES, "undersigned-backup.timer"])
def test_systemd_understands_every_line(name: str, tmp_path: Path) -> None:
    for path in FOLDER.glob("undersigned-*"):
        words = path.read_text(encoding="utf-8").replace(PROGRAM, sys.executable)
        (tmp_path / path.name).write_text(words, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", tmp_path / name],
        capture_output=True,
        text=True,
        check=False,
    )
    assert [line for line in done.stderr.splitlines() if "undersigned" in line] == []
    assert done.returncode == 0


@analyse
@pytest.mark.parametrize("name", SERVICES)
def test_what_a_broken_in_process_can_reach_is_little(name: str) -> None:
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", "--threshold=15", FOLDER / name],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-200:]


def test_the_example_settings_exist_and_hold_no_secret() -> None:
    words = (FOLDER / "settings.env").read_text(encoding="utf-8")
    document = FOLDER.parents[1] / "docs" / "run" / "settings.md"
    known = set(re.findall(r"`(UNDERSIGNED_[A-Z_]+)`", document.read_text(encoding="utf-8")))
    given = set(re.findall(r"^#? ?(UNDERSIGNED_[A-Z_]+)=", words, re.MULTILINE))
    assert given <= known
    assert given & {"UNDERSIGNED_SECRET_KEY", "UNDERSIGNED_SMTP_PASSWORD"} == set()
