"""The scripts that set things up: what they do, and what they say when they cannot."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.long  # for `make test`

ROOT = Path(__file__).resolve().parents[2]
HAS_POSTGRES = any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


def run(
    *command: str | Path, cwd: Path = ROOT, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=cwd, env=os.environ | environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What tools/setup reads, in a folder of its own."""
    shutil.copytree(ROOT / "tools", tmp_path / "tools")
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def python_that(checkout: Path, *, fails_at: str) -> str:
    """An interpreter that fails when it is asked about something."""
    script = checkout / "python"
    script.write_text(f'#!/bin/sh\ncase "$2" in *{fails_at}*) exit 1 ;; esac\n', encoding="ascii")
    script.chmod(0o755)
    return str(script)


def bare_path(checkout: Path) -> str:
    """A PATH without apt-get, so that nothing is installed."""
    folder = checkout / "bin"
    folder.mkdir()
    for name in ("sh", "rm", "dirname", "cat", "sed", "sha256sum", "cut", "grep", "id", "printf"):
        if found := shutil.which(name):
            (folder / name).symlink_to(found)
    return str(folder)


def test_setup_says_how_it_is_used() -> None:
    done = run("tools/setup", "nonsense")
    assert (done.returncode, done.stderr) == (2, "usage: tools/setup [run|dev|interop]\n")


def test_setup_refuses_an_old_python(checkout: Path) -> None:
    old = python_that(checkout, fails_at="version_info")
    done = run("tools/setup", "run", cwd=checkout, PYTHON=old)
    assert done.returncode == 2
    assert done.stderr == f"{old} is older than 3.11. Say PYTHON=/path/to/a/newer/one.\n"


def test_setup_says_what_to_install_where_venv_is_missing(checkout: Path) -> None:
    bare = python_that(checkout, fails_at="ensurepip")
    done = run("tools/setup", "run", cwd=checkout, PYTHON=bare, PATH=bare_path(checkout))
    assert done.returncode == 2
    assert done.stderr == "Python's venv module is missing: sudo apt-get install python3-venv\n"


def test_debian_packages_are_named_where_they_cannot_be_installed(checkout: Path) -> None:
    script = checkout / "tools" / "debian-packages"
    script.write_text(
        script.read_text(encoding="utf-8")
        .replace("/usr/bin/chromium-headless-shell", "/nowhere/chromium")
        .replace("/usr/bin/msgfmt", "/nowhere/msgfmt"),
        encoding="utf-8",
    )
    done = run(script, cwd=checkout, PATH=bare_path(checkout))
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith(
        "  sudo apt-get install --no-install-recommends chromium"
    )
    assert "gettext" in done.stderr


@pytest.mark.skipif(not HAS_POSTGRES, reason="PostgreSQL is not installed")
def test_a_throwaway_postgresql_serves_its_command_and_goes(tmp_path: Path) -> None:
    program = (
        "import os, psycopg; url = os.environ['UNDERSIGNED_DATABASE_URL']; print(url); "
        "print(psycopg.connect(url).execute('select 40 + 2').fetchone()[0]); raise SystemExit(7)"
    )
    done = run("tools/with-postgres", ROOT / ".venv/bin/python", "-c", program)
    address, answer = done.stdout.split()
    assert (answer, done.returncode) == ("42", 7)
    assert not Path(address.partition("host=")[2]).exists()


def test_a_throwaway_postgresql_needs_a_command() -> None:
    assert run("tools/with-postgres").returncode == 2
