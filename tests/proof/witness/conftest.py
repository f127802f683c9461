"""An empty log with an open petition, and the time."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.factories.petitions import open_petition

from undersigned.petitions.models import Petition


@pytest.fixture
def now() -> datetime:
    """Witnesses look at the real clock."""
    return datetime.now(tz=UTC)


@pytest.fixture
def petition(log: Path) -> Petition:
    return open_petition()
