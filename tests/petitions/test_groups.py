from datetime import timedelta

import pytest
from tests.factories.petitions import MONDAY, GroupFactory, OrganiserFactory, organiser_of
from tests.petitions.conftest import Letters

from undersigned.accounts import actions as accounts
from undersigned.accounts.models import User
from undersigned.petitions import actions
from undersigned.petitions.actions.groups import BadName, BadWebsite, TooManyInvitations
from undersigned.petitions.models import Group, GroupInvitation, GroupMember
from undersigned.petitions.rules import acts_for, is_organiser

pytestmark = pytest.mark.django_db


def invite(
    group: Group, *, inviter: User | None = None, email: str = "dov@example.org", hours: int = 0
) -> None:
    at = MONDAY + timedelta(hours=hours)
    inviter = inviter or organiser_of(group)
    facts = {"email": email, "inviter": inviter, "language": "en"}
    actions.invite_organiser(group=group, at=at, by=f"user:{inviter.pk}", **facts)


def token_of(letter: dict[str, str]) -> str:
    return letter["link"].rstrip("/").rsplit("/", 1)[1]


def test_whoever_founds_a_group_is_its_organiser() -> None:
    ben = OrganiserFactory()
    assert is_organiser(ben) is False

    group = actions.found_group(name=" River Friends ", user=ben, at=MONDAY, by="user:1")

    assert (group.name, group.slug) == ("River Friends", "river-friends")
    assert acts_for(ben, group)
    assert is_organiser(ben)


def test_two_groups_of_one_name_have_two_addresses() -> None:
    slugs = [
        actions.found_group(name="River Friends", at=MONDAY, by="user:1").slug for _ in range(2)
    ]

    assert slugs == ["river-friends", "river-friends-2"]


@pytest.mark.parametrize("name", ["", " ", "a\u202eb", "x" * 201, "win at www.example.org", "a\nb"])
def test_a_name_that_cannot_be_shown_is_refused(name: str) -> None:
    with pytest.raises(BadName):
        actions.found_group(name=name, at=MONDAY, by="user:1")

    assert Group.objects.count() == 0


@pytest.mark.parametrize("website", ["javascript:alert(1)", "ftp://example.org", "example.org"])
def test_a_website_that_is_no_web_address_is_refused(website: str) -> None:
    with pytest.raises(BadWebsite):
        actions.found_group(name="River Friends", website=website, at=MONDAY, by="user:1")

    assert Group.objects.count() == 0


def test_a_groups_website_is_kept() -> None:
    facts = {"name": "River Friends", "website": "https://river.example.org/"}

    assert actions.found_group(at=MONDAY, by="user:1", **facts).website == facts["website"]


def test_an_invited_person_acts_for_the_group_once_they_claim(letters: Letters) -> None:
    group = GroupFactory()
    dov = OrganiserFactory(email="dov@example.org")
    invite(group, email=dov.email)
    assert acts_for(dov, group) is False

    (letter,) = letters("accounts.invitation")
    accounts.claim(token=token_of(letter), user=dov, at=MONDAY)
    accounts.claim(token=token_of(letter), user=dov, at=MONDAY)

    assert letter["offer"] == f"Act for {group.name}"
    assert GroupMember.objects.filter(group=group, user=dov).count() == 1


def test_a_claimed_invitation_of_another_kind_makes_nobody_an_organiser(letters: Letters) -> None:
    dov = OrganiserFactory()
    facts = {"email": dov.email, "offer": "Moderator", "language": "en", "inviter": "Olga Sample"}
    accounts.invite(role="moderator", at=MONDAY, by="operator", **facts)

    (letter,) = letters("accounts.invitation")
    accounts.claim(token=token_of(letter), user=dov, at=MONDAY)

    assert is_organiser(dov) is False


def test_who_is_a_member_already_stays_one(letters: Letters) -> None:
    group = GroupFactory()
    ben = organiser_of(group)
    invite(group, email=ben.email)

    accounts.claim(token=token_of(letters("accounts.invitation")[0]), user=ben, at=MONDAY)

    assert GroupMember.objects.filter(group=group, user=ben).count() == 1


def test_an_organiser_invites_twenty_people_a_day_and_no_more() -> None:
    group, other = GroupFactory(), GroupFactory()
    ben = organiser_of(group)
    for number in range(20):
        invite(group if number % 2 else other, inviter=ben, email=f"person-{number}@example.org")

    with pytest.raises(TooManyInvitations):
        invite(group, inviter=ben, hours=23)
    invite(group, hours=23)
    invite(group, inviter=ben, hours=25)

    assert GroupInvitation.objects.count() == 22
