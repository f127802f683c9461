"""An installation of its own in a folder, on SQLite: made once, copied for each test that changes it.

It has one open petition, at /petitions/river-path/.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.installation import SET_UP
from tests.migrated import sqlite_file

from undersigned.journal import keys

MAKE = f"""{SET_UP}
from tests.factories.petitions import open_petition
open_petition(slug="river-path")
"""


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installation")
    keys.make(folder / "keys")
    sqlite_file(folder / "undersigned.sqlite3")
    environment = os.environ | {
        "UNDERSIGNED_VAR": str(folder),
        "UNDERSIGNED_DATABASE_URL": f"sqlite:///{folder / 'undersigned.sqlite3'}",
    }
    subprocess.run([sys.executable, "-c", MAKE], env=environment, check=True)
    return folder


@pytest.fixture
def installation(migrated: Path, tmp_path: Path) -> dict[str, object]:
    """The settings of a fresh installation."""
    folder = tmp_path / "installation"
    shutil.copytree(migrated, folder)
    return {"VAR": folder, "DATABASE_URL": f"sqlite:///{folder / 'undersigned.sqlite3'}"}
