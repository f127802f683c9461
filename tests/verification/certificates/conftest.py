from datetime import timedelta
from pathlib import Path

import pytest
from tests.verification.made import (
    AT,
    DICE,
    check_of,
    clerk_of,
    decide,
    finish,
    name_witness,
    signed,
    vouch,
)

from undersigned.accounts.models import User
from undersigned.verification.actions.announce_draw import Plan, announce_draw
from undersigned.verification.actions.throw import throw
from undersigned.verification.models import Check, Draw
from undersigned.verification.queries.results import sample_of

CEREMONY = AT + timedelta(hours=5)


@pytest.fixture
def sampled(log: Path) -> Draw:
    """A check of 24 signatures by California's rule, finished: all were drawn, two were found not to count."""
    check = check_of(signed(24), accepted=14)
    plan = Plan("california-initiative", 20, {"all": 24}, 5, CEREMONY, "City hall, room 2")
    draw = announce_draw(check=check, plan=plan, at=AT, user=clerk_of(check.petition))
    name_witness()
    vouch()
    throw(draw=draw, digits=DICE, at=CEREMONY, user=draw.announced_by)
    decide(check, [15], "not_registered")
    decide(check, [16], "duplicate", same_as=check.lines.get(number=17))
    decide(check, sample_of(draw))
    finish(check)
    return Draw.objects.select_related("of__petition", "of__roll").get()


@pytest.fixture
def check(sampled: Draw) -> Check:
    return sampled.of


@pytest.fixture
def clerk(sampled: Draw) -> User:
    return sampled.announced_by
