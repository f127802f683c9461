"""Moderators are told that one of them must decide; signers are told nothing."""

import pytest
from tests.factories.accounts import UserFactory
from tests.factories.petitions import open_petition
from tests.signatures.moderating import NIGHT, NOW, asked, examined, signers, voided, work
from tests.signatures.signing import letters

from undersigned.accounts.models import User
from undersigned.config.errands import run_ready
from undersigned.mail.letters import words
from undersigned.signatures import actions
from undersigned.signatures.moderation.models import Examination

pytestmark = pytest.mark.django_db(transaction=True)


def told() -> list[dict[str, str]]:
    """The letters to moderators that the worker wrote."""
    run_ready(at=NOW)
    return [letter for letter in letters() if letter["kind"] == "signatures.void_asked"]


def test_the_other_moderators_are_asked_by_letter(moe: User, mia: User) -> None:
    UserFactory(roles=["operator"])
    UserFactory(roles=["moderator"], is_active=False)
    petition = open_petition(title="Mind the fence")
    signers(petition, 2, at=NIGHT)
    examination = asked(examined(petition, moe), moe)

    (letter,) = told()

    assert letter["to"] == mia.email
    written = words("signatures.void_asked", letter, "en")
    assert "declare signatures of the petition “Mind the fence” void" in written.text
    assert "Number of signatures: 2." in written.text
    assert f"/moderation/examinations/{examination.pk}/" in written.text


def test_to_put_back_is_asked_by_letter_too(moe: User, mia: User) -> None:
    petition = open_petition()
    signers(petition, 2, at=NIGHT)
    examination = voided(petition, moe, mia)
    assert told() == []  # decided before the worker came to write
    actions.ask_to_undo(examination=examination, at=NOW, user=mia)

    (letter,) = told()

    assert letter["to"] == moe.email
    assert "back into the count" in words("signatures.void_asked", letter, "en").text


def test_no_signer_gets_a_letter_by_an_examination(moe: User, mia: User) -> None:
    petition = open_petition()
    signers(petition, 2, at=NIGHT)
    before = letters()
    examination = examined(petition, moe)
    actions.hold(examination=examination, at=NOW, user=moe)
    work(at=NOW)

    voided(petition, moe, mia)
    run_ready(at=NOW)

    assert letters() == before
    assert Examination.objects.filter(state="done").count() == 1
