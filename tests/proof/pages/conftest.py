"""A petition whose log tells all that can happen to its signatures."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.factories.petitions import open_petition
from tests.factories.proof import publish, signers
from tests.proof.pages.telling import put, tell, witness

from undersigned.petitions.models import Petition
from undersigned.proof.states import Kind
from undersigned.signatures.models import PetitionCount

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def petition(log: Path) -> Petition:
    return open_petition(title="Keep the pool open")


@pytest.fixture
def told(petition: Petition) -> Petition:
    """Opened and signed by five (7 leaves); one withdrew, two are void (11); a statement, one more signed (14)."""
    people = signers(petition, 5, at=NOW)
    publish(at=NOW)
    tell(Kind.WITHDRAW, people[:1], at=NOW + DAY)
    tell(Kind.VOID, people[1:3], at=NOW + 2 * DAY, reason="dup")
    publish(at=NOW + 2 * DAY)
    put(petition, "p1-statement-made-1a2b3c4d", "statement.made", at=NOW + 3 * DAY)
    signers(petition, 1, at=NOW + 3 * DAY)
    publish(at=NOW + 3 * DAY)
    witness(at=NOW + 3 * DAY)
    facts = {"confirmed": 3, "withdrawn": 1, "void": 2, "as_of": NOW}
    PetitionCount.objects.create(petition=petition, **facts)
    return petition
