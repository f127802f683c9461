"""Approval waits five days for the replies, unless a moderator says why it does not."""

import pytest
from tests.factories.petitions import draft_petition
from tests.petitions.conftest import Letters
from tests.petitions.officials import TUESDAY, approve, named, offered, reply

from undersigned.journal.models import Entry
from undersigned.petitions import actions
from undersigned.petitions.actions.review import ReplyAwaited

pytestmark = pytest.mark.django_db


def test_approval_waits_for_the_reply() -> None:
    official = offered()

    with pytest.raises(ReplyAwaited):
        approve(official.petition, days=4.9)

    official.petition.refresh_from_db()
    assert official.petition.state == "submitted"


def test_approval_goes_on_once_the_reply_came(letters: Letters) -> None:
    official = offered()
    reply(letters)

    approve(official.petition, days=0.5)

    assert official.petition.state == "approved"


def test_approval_goes_on_after_five_days() -> None:
    official = offered()

    approve(official.petition, days=5)

    assert official.petition.state == "approved"
    assert Entry.objects.get(name="petition.approved").facts["waived"] is False


def test_a_moderator_who_does_not_wait_says_why() -> None:
    official = offered()

    approve(official.petition, days=1, waiver="The vote is tomorrow.")

    official.petition.refresh_from_db()
    assert official.petition.approval_words == "The vote is tomorrow."
    assert Entry.objects.get(name="petition.approved").facts["waived"] is True


def test_blanks_are_no_reason_not_to_wait() -> None:
    with pytest.raises(ReplyAwaited):
        approve(offered().petition, days=1, waiver="  \n")


def test_one_reply_of_two_is_not_enough(letters: Letters) -> None:
    petition = draft_petition()
    named(petition)
    named(petition, name="Eva Sample", email="eva@example.org")
    actions.submit(petition=petition, at=TUESDAY, by="user:1")
    reply(letters)

    with pytest.raises(ReplyAwaited):
        approve(petition, days=1)

    assert len(letters("petitions.reply_offer")) == 2
