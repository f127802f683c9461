"""Nobody learns from the answer's time whether an address has signed."""

import statistics
import time

import pytest
from django.test import Client
from tests.factories.petitions import open_petition
from tests.signatures.signing import ENTRY, PRESS, sign_and_confirm

from undersigned.petitions.models import Petition

pytestmark = [pytest.mark.django_db, pytest.mark.long]

ROUNDS = 200


def seconds(web: Client, petition: Petition, **entry: str) -> float:
    body = {**ENTRY, **entry}
    start = time.perf_counter()
    web.post(f"/petitions/{petition.slug}/sign/", body, headers=PRESS)
    return time.perf_counter() - start


def chance_that_a_is_slower(a: list[float], b: list[float]) -> float:
    """Mann-Whitney's U as a share of pairs: 0.5 if the two cannot be told apart (ties count half)."""
    wins = sum((x > y) + 0.5 * (x == y) for x in a for y in b)
    return wins / (len(a) * len(b))


@pytest.fixture
def petition(web: Client, settings: object) -> Petition:
    settings.SIGNATURES_PER_NETWORK_HOUR = 10_000  # type: ignore[attr-defined]
    petition = open_petition()
    for n in range(20):
        sign_and_confirm(web, petition, email=f"signer{n}@example.org")
    for n in range(20):
        seconds(web, petition, email=f"warm{n}@example.org")
    return petition


def cannot_be_told_apart(web: Client, petition: Petition, run: int) -> bool:
    """Whether one run of pairs shows no difference; one of each in turn, so that the machine's moods fall on both."""
    fresh, signed = [], []
    for n in range(ROUNDS):
        fresh.append(seconds(web, petition, email=f"fresh{run}-{n:03}@example.org"))
        signed.append(seconds(web, petition, email=f"signer{n % 20}@example.org"))
    ratio = statistics.median(signed) / statistics.median(fresh)
    return abs(chance_that_a_is_slower(signed, fresh) - 0.5) < 0.15 and 0.85 < ratio < 1.15


def test_an_address_that_signed_takes_no_longer_than_one_that_did_not(
    web: Client, petition: Petition
) -> None:
    # What the code itself gave away would show in every run; a busy machine's noise does not.
    assert any(cannot_be_told_apart(web, petition, run) for run in range(3))


def test_the_measure_sees_a_difference_where_there_is_one(web: Client, petition: Petition) -> None:
    good, bad = [], []
    for n in range(40):
        good.append(seconds(web, petition, email=f"good{n}@example.org"))
        bad.append(seconds(web, petition, email="no address"))

    assert abs(chance_that_a_is_slower(bad, good) - 0.5) > 0.2
