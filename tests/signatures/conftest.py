"""Two moderators, for the tests of what takes two; a ledger of erasures for each test."""

from pathlib import Path

import pytest
from pytest_django import Settings
from tests.factories.accounts import UserFactory

from undersigned.accounts.models import User


@pytest.fixture
def moe(db: None) -> User:
    return UserFactory(name="Moe Sample", roles=["moderator"])


@pytest.fixture
def mia(db: None) -> User:
    return UserFactory(name="Mia Sample", roles=["moderator"])


@pytest.fixture(autouse=True)
def _ledger(settings: Settings, tmp_path: Path) -> None:
    settings.ERASURE_LEDGER = tmp_path / "ledger"
