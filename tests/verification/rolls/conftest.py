from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings
from tests.factories.accounts import signed_in
from tests.factories.councils import CouncilFactory, OfficerFactory

from undersigned.accounts.models import User
from undersigned.councils.models import Council

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


@pytest.fixture
def place(settings: Settings, tmp_path: Path) -> Path:
    """The folder of rolls."""
    settings.ROLLS = tmp_path / "rolls"
    return settings.ROLLS


@pytest.fixture
def council(db: None) -> Council:
    made: Council = CouncilFactory(slug="sampleton")
    return made


@pytest.fixture
def clerk(council: Council) -> User:
    user: User = OfficerFactory(council=council).user
    return user


@pytest.fixture
def desk(office: Client, clerk: User) -> Client:
    """A browser of the clerk's, just signed in."""
    return signed_in(office, clerk)
