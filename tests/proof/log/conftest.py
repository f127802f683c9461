"""What the tests of the log share: a petition, what the commands said, keys that may be changed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings
from tests.factories.petitions import open_petition

from undersigned.journal import keys
from undersigned.petitions.models import Petition

Said = Callable[[], str]


@pytest.fixture
def petition(log: Path) -> Petition:
    return open_petition()


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    """What the last commands said."""

    def read() -> str:
        out = capsys.readouterr()
        return out.out + out.err

    return read


@pytest.fixture
def own_keys(log: Path, settings: Settings, tmp_path: Path) -> Path:
    """Keys that a test may change."""
    settings.KEYS = tmp_path / "keys"
    keys.make(settings.KEYS)
    return settings.KEYS
