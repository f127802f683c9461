"""Adopting what the published log knows of signatures that were declared void."""

from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone
from tests.factories.petitions import open_petition
from tests.factories.proof import publish, recounted, signers
from tests.proof.log.restored import adopted, forgotten, net, now_here

from undersigned.config.fsck import logged, moderation
from undersigned.journal.announce import announce
from undersigned.petitions.models import Petition
from undersigned.proof.models import Tally
from undersigned.signatures.actions import count, erase
from undersigned.signatures.actions.change import change
from undersigned.signatures.events import SignaturesRestored, SignaturesVoided
from undersigned.signatures.moderation.public import void_batches
from undersigned.signatures.states import State, VoidReason

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("restored", [False, True])
def test_what_was_declared_void_is_void_again(log: Path, *, restored: bool) -> None:
    petition = open_petition()
    row, _ = signers(petition, 2)
    publish()
    now = timezone.now()
    with forgotten():
        facts = {"petition_id": petition.pk, "signature_ids": [row.pk]}
        with transaction.atomic():
            announce(SignaturesVoided(reason="fraud", **facts), at=now, by="user:1")
            if restored:
                announce(SignaturesRestored(**facts), at=now, by="user:1")
        publish()
    adopted()
    row.refresh_from_db()
    expected = ("confirmed", "") if restored else ("void", "fraud")
    assert (row.state, row.void_reason) == expected
    assert row.slot == 1
    tally = Tally.objects.order_by("-size").first()
    assert tally
    assert (tally.signed, tally.void) == (2, 0 if restored else 1)
    signers(petition, 1)
    publish()
    assert recounted().figures(petition.public_ref).net == (3 if restored else 2)


def test_a_void_whose_decision_was_lost_is_told_by_the_log_alone(petition: Petition) -> None:
    rows = signers(petition, 3)
    count(at=timezone.now())
    publish()
    now = timezone.now()
    with forgotten():
        facts = {"petition_id": petition.pk, "signature_ids": [row.pk for row in rows[:2]]}
        with transaction.atomic():
            announce(SignaturesVoided(reason="fraud", **facts), at=now, by="user:1")
        publish()
    assert adopted().voided == 2
    count(at=timezone.now())
    (line,) = void_batches(petition.pk, void=2)
    assert (line.number, line.reason, line.restored) == (2, VoidReason.FRAUD.label, 0)
    assert "after a backup was restored" in line.words
    assert [fault for rule in moderation.RULES for fault in rule.find()] == []
    row = rows[2]
    row.refresh_from_db()
    change(row, state=State.VOID, left_at=now, void_reason="fraud")
    faults = [str(fault) for rule in moderation.RULES for fault in rule.find()]
    said = "is void, and no two moderators declared it so"
    assert faults == [f"signatures.signature:{row.pk}.state: {said}"]


def test_who_was_declared_void_and_then_erased_stays_withdrawn(petition: Petition) -> None:
    row, _ = signers(petition, 2)
    publish()
    now = timezone.now()
    with forgotten():
        facts = {"petition_id": petition.pk, "signature_ids": [row.pk]}
        with transaction.atomic():
            announce(SignaturesVoided(reason="fraud", **facts), at=now, by="user:1")
        publish()
    erase([bytes(row.ref)], at=now)  # as the ledger has it; the withdrawal was not published yet
    adopted()
    assert now_here()[row.pk] == ("withdrawn", None)
    assert [str(fault) for fault in logged.signatures()] == []
    assert net(petition) == 1
    assert [str(fault) for fault in logged.signatures()] == []
