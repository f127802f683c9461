"""A small site in an installation of its own: made once, copied for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.installation import Installation, installation


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installation(tmp_path_factory.mktemp("site") / "var") as made:
        yield made


@pytest.fixture
def site(original: Installation, tmp_path: Path) -> Iterator[Installation]:
    with installation(tmp_path / "var", like=original) as made:
        yield made
