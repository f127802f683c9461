"""Who reviews takes a line first: nobody else has it meanwhile."""

from datetime import timedelta

import pytest
from tests.verification.checking import NOW, line_of, say

from undersigned.accounts.models import User
from undersigned.verification.actions import claim as claiming
from undersigned.verification.actions.claim import Taken, claim, claim_line, release
from undersigned.verification.actions.decide import (
    decide,
)
from undersigned.verification.models import Check, Line
from undersigned.verification.queries.queue import free_for
from undersigned.verification.states.checks import CLAIMED_FOR

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("place")]


def test_a_line_that_somebody_takes_in_the_same_moment_is_passed_over(
    check: Check, rae: User, sol: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = free_for(check, rae, at=NOW)[:2]
    claim_line(line=first, at=NOW, user=rae)
    read_before = Line.objects.filter(pk__in=[first.pk, second.pk]).order_by("number")
    monkeypatch.setattr(claiming, "free_for", lambda *_, **__: read_before)
    assert claim(check=check, at=NOW, user=sol) == second
    with pytest.raises(Taken):
        claim_line(line=first, at=NOW, user=sol)


def test_reviewers_get_different_lines_and_each_its_next(
    check: Check, rae: User, sol: User
) -> None:
    numbers = [
        taken.number for user in (rae, sol, rae) if (taken := claim(check=check, at=NOW, user=user))
    ]
    assert numbers == [3, 4, 3]
    say(check, 3, "valid", rae, rank=1)
    after = claim(check=check, after=3, at=NOW, user=rae)
    assert after
    assert after.number == 5
    release(line=after, at=NOW, user=rae)
    assert (claim(check=check, after=4, at=NOW, user=sol) or after).number == 4


def test_a_claim_runs_out_and_then_the_line_is_anybodys(check: Check, rae: User, sol: User) -> None:
    line = line_of(check, 3)
    claim_line(line=line, at=NOW, user=rae)
    with pytest.raises(Taken):
        claim_line(line=line, at=NOW, user=sol)
    later = NOW + CLAIMED_FOR + timedelta(seconds=1)
    claim_line(line=line, at=later, user=sol)
    with pytest.raises(Taken):
        decide(line=line, outcome="mismatch", at=later, user=rae)
    assert decide(line=line, outcome="mismatch", at=later, user=sol).pk


def test_nobody_decides_without_having_taken_the_line(check: Check, rae: User) -> None:
    with pytest.raises(Taken):
        decide(line=line_of(check, 3), outcome="mismatch", at=NOW, user=rae)
