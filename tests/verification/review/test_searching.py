"""Nobody can read a roll through by searching it, nor fill the memory with searches."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from tests.factories.accounts import signed_in
from tests.petitions.pages import page
from tests.verification.checking import NOW, laid_out, line_of, reviewer_of

from undersigned.accounts.models import User
from undersigned.verification.actions import search_roll as searching
from undersigned.verification.actions.claim import claim_line
from undersigned.verification.actions.search_roll import (
    InUse,
    TooOften,
    add_candidate,
    search_roll,
)
from undersigned.verification.models import Check

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("place")]


@pytest.fixture
def check(place: object) -> Check:
    return laid_out()


@pytest.fixture
def rae(check: Check) -> User:
    rae = reviewer_of(check.petition.council, "Rae Sample")
    claim_line(line=line_of(check, 3), at=NOW, user=rae)
    return rae


@pytest.fixture
def search(check: Check) -> Callable[..., int]:
    """Search the roll; how many rows were found."""
    line = line_of(check, 3)
    return lambda user, at=NOW: len(search_roll(line=line, words="quay", at=at, user=user))


def test_a_reviewer_opens_a_roll_so_often_an_hour(
    check: Check, rae: User, search: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "AN_HOUR", 2)
    assert search(rae) == 1
    assert add_candidate(line=line_of(check, 3), voter="V2", at=NOW, user=rae) == 3
    with pytest.raises(TooOften):
        search(rae)
    with pytest.raises(TooOften):
        add_candidate(line=line_of(check, 3), voter="V1", at=NOW, user=rae)
    assert search(reviewer_of(check.petition.council, "Sol Sample")) == 1
    assert search(rae, at=NOW + timedelta(hours=1)) == 1


def test_one_roll_is_open_at_a_time(
    rae: User, search: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "WAIT", 0.01)
    with searching._one, pytest.raises(InUse):
        search(rae)
    assert search(rae) == 1


def test_the_page_says_so(
    check: Check, rae: User, office: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "AN_HOUR", 0)
    path = f"/checks/{check.pk}/lines/3/search/"
    shown = page(signed_in(office, rae).post(path, {"words": "willow"}))
    assert "very often within this hour" in shown
    assert "Ben Kestrel" not in shown
