"""A roll is destroyed by the clerk or by who sent it, and not while a check still needs it."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories.accounts import UserFactory, signed_in
from tests.factories.petitions import open_petition
from tests.verification.checking import laid_out
from tests.verification.rolls.arrivals import ready
from tests.verification.rolls.conftest import NOON

from undersigned.accounts.models import User
from undersigned.councils.models import Council
from undersigned.verification.actions.appoint import appoint
from undersigned.verification.actions.purge_rolls import InUse, destroy_roll, purge_rolls
from undersigned.verification.models import Certificate, Check, Roll

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("place"), pytest.mark.long]


def at(name: str, roll: Roll) -> str:
    kwargs = {"slug": roll.council.slug, "pk": roll.pk}
    return reverse(f"verification:{name}", urlconf="undersigned.config.urls_office", kwargs=kwargs)


def used(council: Council, **facts: object) -> Check:
    """A check that goes by a roll of the council's."""
    return laid_out(roll=ready(council), petition=open_petition(council=council), **facts)


def certify(check: Check, user: User) -> None:
    """A certificate of its petition stands."""
    facts = {"level": "certified", "signed": 5, "document": {}, "sha256": "0" * 64}
    done = {"state": "issued", "issued_at": NOON, "made_at": NOON, "sealed_by": "site"}
    Certificate.objects.create(
        petition=check.petition, number=1, of=check, made_by=user, **facts, **done
    )


def test_a_verifier_destroys_what_they_sent_and_nothing_else(
    office: Client, council: Council
) -> None:
    user = UserFactory()
    appoint(petition=open_petition(council=council), user=user, at=NOON, by="operator")
    desk = signed_in(office, user)
    roll = ready(council)
    assert "Destroy this roll" not in desk.get(at("roll", roll)).content.decode()
    assert desk.post(at("purge_roll", roll)).status_code == 403
    Roll.objects.update(made_by=user)
    assert "Destroy this roll" in desk.get(at("roll", roll)).content.decode()
    assert desk.post(at("purge_roll", roll)).status_code == 302
    assert Roll.objects.get().state == "purged"


@pytest.mark.parametrize("state", ["freezing", "linking", "reviewing", "closed"])
def test_what_a_check_needs_is_not_destroyed_before_its_day(
    desk: Client, council: Council, state: str
) -> None:
    roll = used(council).roll
    Check.objects.update(state=state, closed_at=NOON if state == "closed" else None)
    page = desk.post(at("purge_roll", roll), follow=True).content.decode()
    assert "A check that is not certified goes by this roll." in page
    assert Roll.objects.get().state == "ready"
    Roll.objects.update(purge_on=NOON.date())
    assert purge_rolls(at=NOON) == 1


def test_what_only_certified_or_cancelled_checks_went_by_is_destroyed(
    council: Council, clerk: User
) -> None:
    certified, cancelled = used(council, state="closed", closed_at=NOON), used(council)
    for check in (certified, cancelled):
        with pytest.raises(InUse):
            destroy_roll(roll=check.roll, at=NOON, user=clerk)
    certify(certified, clerk)
    Check.objects.filter(pk=cancelled.pk).update(state="cancelled")
    assert destroy_roll(roll=certified.roll, at=NOON, user=clerk) is True
    assert destroy_roll(roll=cancelled.roll, at=NOON, user=clerk) is True
