"""`undersigned fsck` finds what became void without two moderators."""

import pytest
from tests.factories.petitions import open_petition
from tests.signatures.moderating import NIGHT, put_back, signers, voided

from undersigned.accounts.models import User
from undersigned.config.fsck import moderation
from undersigned.signatures.models import Signature
from undersigned.signatures.moderation.models import Examination, Finding

pytestmark = pytest.mark.django_db


def faults() -> list[str]:
    return [str(fault) for rule in moderation.RULES for fault in rule.find()]


def test_what_two_declared_void_and_put_back_is_right(moe: User, mia: User) -> None:
    petition = open_petition()
    signers(petition, 3, at=NIGHT)
    examination = voided(petition, moe, mia)
    assert faults() == []
    put_back(examination, moe, mia)
    assert faults() == []
    voided(petition, moe, mia)
    assert faults() == []


def test_what_one_changed_behind_the_sites_back_is_found(moe: User, mia: User) -> None:
    petition = open_petition()
    one, other = signers(petition, 2, at=NIGHT)
    examination = voided(petition, moe, mia)
    Signature.objects.filter(pk=one.pk).update(void_reason="roll")
    Finding.objects.filter(signature=other).update(voided=False)
    Examination.objects.filter(pk=examination.pk).update(restored=1)

    assert faults() == [
        f"signatures.signature:{one.pk}.state: is void, and no two moderators declared it so",
        f"signatures.signature:{other.pk}.state: is void, and no two moderators declared it so",
        f"signatures.examination:{examination.pk}.voided: says 2, the rows are 1",
        f"signatures.examination:{examination.pk}.restored: says 1, the rows are 0",
    ]
