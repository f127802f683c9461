from pathlib import Path

import pytest
from pytest_django import Settings
from tests.contracts.world import World, build
from tests.factories.proof import publish


@pytest.fixture
def world(db: None, key_folder: object, settings: Settings, tmp_path: Path) -> World:
    """The sample world, made for one test; all that waited is in its public log."""
    settings.VAR, settings.LOG = tmp_path, tmp_path / "log"
    settings.ROLLS = tmp_path / "rolls"
    settings.LOG_FLUSH_AT = 1
    made = build()
    publish()
    return made
