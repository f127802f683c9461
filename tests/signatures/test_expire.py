from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from tests.factories.petitions import open_petition
from tests.signatures.signing import sign_and_confirm

from undersigned.config import ledger
from undersigned.petitions.actions import close_due
from undersigned.petitions.models import Petition
from undersigned.petitions.queries import find_public
from undersigned.signatures import actions
from undersigned.signatures.models import PublicName, Signature
from undersigned.signatures.queries import count_of

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def test_twelve_months_after_closing_what_is_held_of_people_is_erased_and_the_count_stays(
    web: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.ERASURE_LEDGER = tmp_path / "ledger"
    petition = open_petition()
    for name in ("Ana Sample", "Ben Sample"):
        sign_and_confirm(web, petition, name=name, show_name="on", email=f"{name[:3]}@example.org")
    now = timezone.now()
    actions.count(at=now)
    actions.publish_names(at=now)
    Petition.objects.update(state="closed", closed_at=now)

    early = actions.expire(at=now + 364 * DAY)
    late = [actions.expire(at=now + 366 * DAY), actions.expire(at=now + 367 * DAY)]

    assert (early, late) == (0, [2, 0])
    assert {bytes(row.sealed) for row in Signature.objects.all()} == {b""}
    assert PublicName.objects.count() == 0
    assert count_of(petition.pk).confirmed == 2
    assert actions.check_counts(at=now) == []
    assert ledger.head().lines == 2


@pytest.mark.parametrize(
    ("days", "last_day", "erased"),
    [(365, None, 0), (367, None, 1), (373, 7, 0), (375, 7, 1)],
    ids=["without_a_day", "a_year_later", "with_a_day", "a_year_after_it"],
)
def test_signers_of_a_petition_that_was_taken_down_while_open_are_erased_too(
    web: Client,
    settings: Settings,
    tmp_path: Path,
    days: int,
    last_day: int | None,
    erased: int,
) -> None:
    settings.ERASURE_LEDGER = tmp_path / "ledger"
    now = timezone.now()
    day = None if last_day is None else timezone.localdate(now + last_day * DAY)
    petition = open_petition(closes_on=day)
    sign_and_confirm(web, petition)
    actions.count(at=now)
    reason = {"takedown_reason": "court", "takedown_warned_at": now}
    Petition.objects.update(state="taken_down", takedown_at=now, **reason)

    assert close_due(at=now + 8 * DAY) == (day is not None)
    assert actions.expire(at=now + days * DAY) == erased

    found = find_public(petition.slug)
    since = now + 8 * DAY if day else now if erased else None
    assert (found.state, found.closed_at) == ("taken_down", since)


def test_an_open_petition_is_left_alone(web: Client) -> None:
    sign_and_confirm(web, open_petition())
    now = timezone.now()
    actions.count(at=now)

    assert actions.expire(at=now + 1000 * DAY) == 0
