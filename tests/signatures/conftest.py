"""Two moderators, for the tests of what takes two."""

import pytest
from tests.factories.accounts import UserFactory

from undersigned.accounts.models import User


@pytest.fixture
def moe(db: None) -> User:
    return UserFactory(name="Moe Sample", roles=["moderator"])


@pytest.fixture
def mia(db: None) -> User:
    return UserFactory(name="Mia Sample", roles=["moderator"])
