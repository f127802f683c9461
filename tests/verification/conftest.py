from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture
def log(settings: Settings, tmp_path: Path) -> Path:
    """The folder of a public log that takes in whatever waits."""
    settings.VAR = tmp_path
    settings.LOG = tmp_path / "log"
    settings.LOG_POLICY = tmp_path / "policy"
    settings.LOG_ORIGIN = "petitions.example.org/log"
    settings.LOG_FLUSH_AT = 1
    settings.LOG_FLUSH_SECONDS = 0
    return settings.LOG


@pytest.fixture
def place(log: Path, settings: Settings, tmp_path: Path) -> Path:
    """The same, and a folder for rolls."""
    settings.ROLLS = tmp_path / "rolls"
    return tmp_path
