import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.accounts.letters import letters, token_of
from tests.factories.accounts import UserFactory
from tests.racing import race, shared_database

from undersigned.accounts import actions
from undersigned.accounts.models import Invitation, SiteRole, User
from undersigned.accounts.queries import find_invitation
from undersigned.journal.models import Entry
from undersigned.mail.models import Letter

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
LATER = NOON + timedelta(days=14)
NEWCOMER: dict[str, Any] = {
    "name": "Ona Sample",
    "password": "nine grey stones sing",
    "language": "en",
}


def invite(**facts: Any) -> str:
    """Invite somebody as moderator; the token in their letter."""
    asked = {"email": "Ona@Example.org", "offer": "Moderator", "role": "moderator"}
    asked |= {"language": "en", "inviter": "Ines Sample"} | facts
    actions.invite(**asked, at=NOON, by="user:9")  # type: ignore[arg-type]
    return token_of(letters("accounts.invitation")[-1])


def test_the_letter_says_who_invites_to_what_until_when_and_where() -> None:
    token = invite()
    assert letters("accounts.invitation") == [
        {
            "to": "ona@example.org",
            "offer": "Moderator",
            "inviter": "Ines Sample",
            "until": "March 16, 2026",
            "link": f"http://localhost:8001/invitation/{token}/",
        }
    ]


def test_only_the_hash_of_the_token_is_kept() -> None:
    token = invite()
    kept = Invitation.objects.values().get()
    assert bytes(kept["token_hash"]) == hashlib.sha256(token.encode()).digest()
    assert token not in str(kept)
    assert token not in str(Letter.objects.values().get())
    assert token not in str(Entry.objects.values())


def test_a_newcomer_claims_it_and_has_an_account_with_the_role() -> None:
    token = invite()

    user = actions.claim_as_new(token=token, **NEWCOMER, at=LATER - timedelta(seconds=1))

    assert (user.email, user.name) == ("ona@example.org", "Ona Sample")
    assert SiteRole.objects.get().user == user
    claimed = Invitation.objects.get()
    assert (claimed.claimed_by, claimed.email) == (user, "")
    assert list(Entry.objects.order_by("pk").values_list("name", "by")) == [
        ("user.invited", "user:9"),
        ("user.added", f"user:{user.pk}"),
        ("role.granted", f"user:{user.pk}"),
        ("invitation.claimed", f"user:{user.pk}"),
    ]


def test_somebody_with_an_account_claims_it_as_often_as_they_like() -> None:
    token, user = invite(), UserFactory()
    for _ in range(2):
        actions.claim(token=token, user=user, at=NOON)
    assert SiteRole.objects.get().user == user
    assert Entry.objects.filter(name="invitation.claimed").count() == 1


def test_nobody_else_claims_it_after() -> None:
    token = invite()
    actions.claim(token=token, user=UserFactory(), at=NOON)
    with pytest.raises(actions.InvitationEnded):
        actions.claim(token=token, user=UserFactory(), at=NOON)
    with pytest.raises(actions.InvitationEnded):
        actions.claim_as_new(token=token, **NEWCOMER, at=NOON)
    assert SiteRole.objects.count() == 1
    assert User.objects.count() == 2


@pytest.mark.parametrize("moment", [LATER, LATER + timedelta(days=1)])
def test_it_ends_after_fourteen_days(moment: datetime) -> None:
    token = invite()
    with pytest.raises(actions.InvitationEnded):
        actions.claim(token=token, user=UserFactory(), at=moment)
    assert find_invitation(token, at=moment) is None


def test_a_token_that_nobody_wrote_claims_nothing() -> None:
    invite()
    with pytest.raises(actions.InvitationEnded):
        actions.claim_as_new(token="a" * 43, **NEWCOMER, at=NOON)


def test_a_withdrawn_one_cannot_be_claimed_and_forgets_its_address() -> None:
    token = invite()
    actions.withdraw_invitation(invitation=Invitation.objects.get(), at=NOON, by="user:9")
    with pytest.raises(actions.InvitationEnded):
        actions.claim(token=token, user=UserFactory(), at=NOON)
    assert Invitation.objects.get().email == ""


def test_what_is_withdrawn_or_claimed_cannot_be_withdrawn() -> None:
    token = invite()
    actions.claim(token=token, user=UserFactory(), at=NOON)
    with pytest.raises(actions.InvitationEnded):
        actions.withdraw_invitation(invitation=Invitation.objects.get(), at=NOON, by="user:9")
    assert Invitation.objects.get().withdrawn_at is None


def test_an_address_with_an_account_is_not_given_a_second_one() -> None:
    token = invite()
    UserFactory(email="ona@example.org")
    with pytest.raises(actions.AddressTaken):
        actions.claim_as_new(token=token, **NEWCOMER, at=NOON)
    assert find_invitation(token, at=NOON) is not None


@pytest.mark.django_db(transaction=True)
def test_of_two_newcomers_with_one_letter_one_gets_the_account(tmp_path: Path) -> None:
    token = invite()
    with shared_database(tmp_path):

        def claim() -> User:
            return actions.claim_as_new(token=token, **NEWCOMER, at=NOON)

        outcomes = race(claim, claim)

        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["InvitationEnded", "User"]
        assert User.objects.count() == SiteRole.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_eight_users_with_one_letter_one_gets_the_role(tmp_path: Path) -> None:
    token, users = invite(), UserFactory.create_batch(8)
    with shared_database(tmp_path):
        outcomes = race(
            *[lambda user=user: actions.claim(token=token, user=user, at=NOON) for user in users]
        )  # type: ignore[misc]

        refused = [outcome for outcome in outcomes if isinstance(outcome, actions.InvitationEnded)]
        assert len(refused) == 7
        assert SiteRole.objects.count() == 1
        assert Entry.objects.filter(name="invitation.claimed").count() == 1
