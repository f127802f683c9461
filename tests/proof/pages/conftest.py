from pathlib import Path

import pytest
from pytest_django import Settings
from tests.proof.pages.log import LOG_KEY, ORIGIN, PROMISE_KEY, Log


@pytest.fixture
def log(tmp_path: Path, settings: Settings) -> Log:
    """An empty public log in a folder of its own."""
    settings.LOG, settings.LOG_ORIGIN = tmp_path, ORIGIN
    (tmp_path / "vkey").write_text(f"{LOG_KEY.text}\n")
    (tmp_path / "promise.vkey").write_text(f"{PROMISE_KEY.text}\n")
    return Log(tmp_path)
