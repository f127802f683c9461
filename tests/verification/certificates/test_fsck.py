"""The self-check finds nothing wrong with draws, keys and certificates, and finds what was changed behind them."""

from datetime import timedelta

import pytest
from tests.factories.proof import publish
from tests.verification.certificates.conftest import CEREMONY
from tests.verification.made import AT

from undersigned.accounts.models import User
from undersigned.config.fsck import logged, marks
from undersigned.proof.models import Document
from undersigned.verification.actions.draft_certificate import draft_certificate
from undersigned.verification.actions.issue_certificate import issue_certificate
from undersigned.verification.actions.seal_keys import add_key
from undersigned.verification.models import Certificate, Check, Draw, Pick, SealKey
from undersigned.verification.seal import keyfile

pytestmark = pytest.mark.django_db

LATER = CEREMONY + timedelta(hours=2)
OWN = ("verification.draw", "verification.pick", "verification.certificate", "verification.sealkey")


def faults() -> list[str]:
    found = [*marks.subjects(), *marks.unannounced()]
    return [str(fault) for fault in found if any(name in str(fault).lower() for name in OWN)]


@pytest.fixture(autouse=True)
def certificate(check: Check, clerk: User) -> Certificate:
    """Issued, after it was drafted twice."""
    made = keyfile.make("clerk.example.org")
    lines = {"vkey": made.vkey.text, "recipient": made.recipient}
    add_key(council=check.petition.council, **lines, at=AT, user=clerk)
    draft_certificate(check=check, at=LATER, user=clerk)
    row = draft_certificate(check=check, at=LATER + timedelta(minutes=1), user=clerk)
    issue_certificate(certificate=row, sealed=None, at=LATER, user=clerk)
    return row


def test_nothing_is_wrong_with_what_actions_made() -> None:
    publish(at=LATER)
    assert faults() == []
    assert [fault for row in Document.objects.all() for fault in logged.documents(row)] == []


def test_what_was_changed_behind_their_back_is_found() -> None:
    Certificate.objects.update(level="matched")
    assert len(faults()) == 1
    Draw.objects.update(required=1)
    assert len(faults()) == 2
    Pick.objects.filter(place=1, stratum="all").delete()
    assert len(faults()) == 3
    SealKey.objects.update(vkey="another")
    assert len(faults()) == 4
