import pytest
from django.test import Client
from tests.factories.accounts import UserFactory, signed_in
from tests.factories.councils import CouncilFactory, OfficerFactory

from undersigned.councils.models import Council


@pytest.fixture
def council() -> Council:
    found: Council = CouncilFactory(slug="sample", name="Exampleton City Council")
    return found


@pytest.fixture
def desk(office: Client, council: Council) -> Client:
    """The office, signed in as the council's clerk."""
    user = UserFactory(name="Clara Sample")
    OfficerFactory(council=council, user=user)
    return signed_in(office, user)
