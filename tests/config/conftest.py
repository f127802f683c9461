"""An installation of its own in a folder, on SQLite: migrated once, copied for each test that serves it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from undersigned.journal import keys


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installation")
    keys.make(folder / "keys")
    environment = os.environ | {
        "UNDERSIGNED_VAR": str(folder),
        "UNDERSIGNED_DATABASE_URL": f"sqlite:///{folder / 'undersigned.sqlite3'}",
    }
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, env=environment, check=True)
    return folder


@pytest.fixture
def installation(migrated: Path, tmp_path: Path) -> dict[str, object]:
    """The settings of a fresh installation."""
    folder = tmp_path / "installation"
    shutil.copytree(migrated, folder)
    return {"VAR": folder, "DATABASE_URL": f"sqlite:///{folder / 'undersigned.sqlite3'}"}
