from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from tests.factories.petitions import open_petition
from tests.signatures.signing import sign_and_confirm

from undersigned.config import ledger
from undersigned.petitions.models import Petition
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


def test_an_open_petition_is_left_alone(web: Client) -> None:
    sign_and_confirm(web, open_petition())
    now = timezone.now()
    actions.count(at=now)

    assert actions.expire(at=now + 1000 * DAY) == 0
