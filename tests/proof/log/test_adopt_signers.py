"""Adopting what the published log knows of signers: who confirmed counts once, and who left stays out."""

from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone
from tests.factories.petitions import open_petition
from tests.factories.proof import publish, recounted, signers
from tests.proof.log.restored import adopted, forgotten, net, now_here, withdraw

from undersigned.journal.announce import announce
from undersigned.petitions.models import Petition
from undersigned.proof.models import Leaf, Tally
from undersigned.signatures.actions import erase
from undersigned.signatures.actions.change import change
from undersigned.signatures.events import SignatureConfirmed
from undersigned.signatures.models import Signature
from undersigned.signatures.states import SLOTS, State

pytestmark = pytest.mark.django_db


def test_who_confirmed_after_the_backup_is_confirmed_again(log: Path) -> None:
    petition = open_petition()
    signed = signers(petition, 2)
    with forgotten():
        publish()
    Leaf.objects.filter(kind="sign").delete()
    row = signed[0]
    change(row, state=State.PENDING, slot=None, confirmed_at=None)
    adopted()
    row.refresh_from_db()
    assert (row.state, row.slot) == (State.CONFIRMED, 1)
    assert Leaf.objects.get(signature=row).index is not None


def test_who_left_after_the_backup_stays_out(log: Path) -> None:
    petition = open_petition()
    first, second, third = signers(petition, 3)
    publish()
    with forgotten():
        withdraw(first)
        publish()
    adopted()
    states = dict(Signature.objects.values_list("pk", "state"))
    assert states == {first.pk: "withdrawn", second.pk: "confirmed", third.pk: "confirmed"}
    publish()
    figures = recounted().figures(petition.public_ref)
    assert (figures.signed, figures.withdrawn, figures.net) == (3, 1, 2)
    tally = Tally.objects.order_by("-size").first()
    assert tally
    assert (tally.signed, tally.withdrawn, tally.void) == (3, 1, 0)


def at_one_address(petition: Petition, number: int) -> list[Signature]:
    """So many people of one address; whoever comes third has not confirmed yet."""
    rows = signers(petition, number)
    pending = {"state": State.PENDING, "slot": None, "confirmed_at": None}
    for slot, row in enumerate(rows, 1):
        facts: dict[str, object] = {"slot": slot} if slot in SLOTS else pending
        change(row, **facts, email_index=rows[0].email_index)
    Leaf.objects.filter(signature__state=State.PENDING).delete()
    return rows


def confirm(row: Signature, *, slot: int) -> None:
    now = timezone.now()
    change(row, state=State.CONFIRMED, slot=slot, confirmed_at=now)
    facts = {"commit_c": bytes(row.commit_c), "commit_w": bytes(row.commit_w)}
    confirmed = SignatureConfirmed(signature_id=row.pk, petition_id=row.petition_id, **facts)
    with transaction.atomic():
        announce(confirmed, at=now, by="signer")


def test_who_came_in_the_place_of_who_left_the_address_has_that_place(log: Path) -> None:
    petition = open_petition()
    one, two, three = at_one_address(petition, 3)
    publish()
    with forgotten():
        withdraw(one)
        confirm(three, slot=1)
        publish()
    assert adopted().taken_back == 0
    expected = {one.pk: ("withdrawn", None), two.pk: ("confirmed", 2), three.pk: ("confirmed", 1)}
    assert now_here() == expected
    assert net(petition) == 2


def test_who_has_no_place_at_the_address_any_more_is_withdrawn(log: Path) -> None:
    petition = open_petition()
    one, two, three, four, five = rows = at_one_address(petition, 5)
    publish()
    with forgotten():
        withdraw(one)
        confirm(three, slot=1)
        publish()
    for row in rows:
        row.refresh_from_db()
    withdraw(one)  # the restored site serves already
    withdraw(two)
    confirm(four, slot=1)
    confirm(five, slot=2)
    assert adopted().taken_back == 1
    gone = dict.fromkeys([one.pk, two.pk, three.pk], ("withdrawn", None))
    assert now_here() == gone | {four.pk: ("confirmed", 1), five.pk: ("confirmed", 2)}
    assert net(petition) == 2


@pytest.fixture
def lost(petition: Petition) -> Signature:
    """One that was confirmed after the backup, published, and is waiting for its confirmation here again."""
    first, _, third = at_one_address(petition, 3)
    withdraw(first)
    publish()
    with forgotten():
        confirm(third, slot=1)
        publish()
    third.refresh_from_db()
    return third


def test_who_signed_again_after_the_restore_counts_once(
    petition: Petition, lost: Signature
) -> None:
    (again,) = signers(petition, 1)
    change(again, email_index=lost.email_index, name_index=lost.name_index)
    assert adopted().taken_back == 1
    assert now_here()[lost.pk] == ("withdrawn", None)
    assert now_here()[again.pk] == ("confirmed", 1)
    assert net(petition) == 2
    assert adopted().entries == 0


def test_who_was_erased_and_cannot_be_confirmed_again_is_withdrawn(
    petition: Petition, lost: Signature
) -> None:
    erase([bytes(lost.ref)], at=timezone.now())
    assert adopted().taken_back == 1
    assert now_here()[lost.pk] == ("withdrawn", None)
    assert net(petition) == 1
