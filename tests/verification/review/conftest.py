"""A check with lines to decide on, and three who decide."""

import pytest
from tests.verification.checking import laid_out, reviewer_of

from undersigned.accounts.models import User
from undersigned.verification.models import Check


@pytest.fixture
def check(place: object) -> Check:
    return laid_out()


@pytest.fixture
def rae(check: Check) -> User:
    return reviewer_of(check.petition.council, "Rae Sample")


@pytest.fixture
def sol(check: Check) -> User:
    return reviewer_of(check.petition.council, "Sol Sample")


@pytest.fixture
def tess(check: Check) -> User:
    return reviewer_of(check.petition.council, "Tess Sample")
