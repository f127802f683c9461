from dataclasses import replace
from datetime import timedelta

import pytest
from tests.factories.petitions import (
    MONDAY,
    GroupFactory,
    draft_petition,
    open_petition,
    organiser_of,
)
from tests.petitions.conftest import Letters
from tests.petitions.test_drafting import of

from undersigned.petitions import actions
from undersigned.petitions.actions.change import WrongState
from undersigned.petitions.actions.coalition import AlreadyAsked, LeadStays, OtherText
from undersigned.petitions.models import Petition, Sponsor

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(hours=1)


def asked() -> tuple[Petition, Sponsor]:
    """A draft and a second group that was asked to sponsor it."""
    petition = draft_petition()
    group = GroupFactory()
    sponsor = actions.ask_sponsor(petition=petition, group=group, at=MONDAY, by="user:1")
    return petition, sponsor


def agree(petition: Petition, sponsor: Sponsor) -> None:
    actions.agree(sponsor=sponsor, text_sha256=petition.hash_of_text(), at=LATER, by="user:2")


def test_a_group_is_asked_by_letter_to_its_organisers(letters: Letters) -> None:
    petition, group = draft_petition(), GroupFactory()
    ana, _ben = organiser_of(group), organiser_of(petition.lead)
    organiser_of(group, is_active=False)

    actions.ask_sponsor(petition=petition, group=group, at=MONDAY, by="user:1")

    asked_by_letter = letters("petitions.sponsor_asked")
    assert [letter["to"] for letter in asked_by_letter] == [ana.email]
    assert asked_by_letter[0]["title"] == petition.title


def test_a_group_is_asked_once() -> None:
    petition, sponsor = asked()

    with pytest.raises(AlreadyAsked):
        actions.ask_sponsor(petition=petition, group=sponsor.group, at=MONDAY, by="user:1")

    assert petition.sponsors.count() == 2


def test_a_group_that_is_not_here_yet_is_founded_asked_and_invited(letters: Letters) -> None:
    petition = draft_petition()
    ben = organiser_of(petition.lead)
    facts = {"name": "Lake Friends", "email": "dov@example.org", "language": "en", "inviter": ben}

    sponsor = actions.ask_partner(petition=petition, at=MONDAY, by="user:1", **facts)

    (letter,) = letters("accounts.invitation")
    assert (sponsor.group.name, sponsor.petition) == ("Lake Friends", petition)
    assert (letter["to"], letter["offer"]) == ("dov@example.org", "Act for Lake Friends")
    assert sponsor.group.members.count() == 0


def test_nobody_joins_the_coalition_of_an_open_petition() -> None:
    petition = open_petition()

    with pytest.raises(WrongState):
        actions.ask_sponsor(petition=petition, group=GroupFactory(), at=MONDAY, by="user:1")


def test_a_group_agrees_to_the_text_as_it_stands() -> None:
    petition, sponsor = asked()

    agree(petition, sponsor)

    sponsor.refresh_from_db()
    assert (sponsor.agreed_at, sponsor.agreed_sha256) == (LATER, petition.hash_of_text())


def test_agreeing_twice_changes_nothing() -> None:
    petition, sponsor = asked()
    agree(petition, sponsor)

    later = LATER + timedelta(hours=1)
    actions.agree(sponsor=sponsor, text_sha256=petition.hash_of_text(), at=later, by="user:3")

    sponsor.refresh_from_db()
    assert sponsor.agreed_at == LATER


def test_nobody_agrees_to_a_text_that_changed_while_they_read_it() -> None:
    petition, sponsor = asked()
    read = petition.hash_of_text()
    new = replace(of(petition), text="Another text.")
    actions.revise(petition=petition, proposal=new, at=LATER, by="user:1")

    with pytest.raises(OtherText):
        actions.agree(sponsor=sponsor, text_sha256=read, at=LATER, by="user:2")

    sponsor.refresh_from_db()
    assert sponsor.agreed_at is None


def test_a_changed_text_has_no_agreement_and_those_who_agreed_are_told(letters: Letters) -> None:
    petition, sponsor = asked()
    ana = organiser_of(sponsor.group)
    organiser_of(petition.lead)
    agree(petition, sponsor)

    new = replace(of(petition), text="Another text.")
    actions.revise(petition=petition, proposal=new, at=LATER, by="user:1")

    sponsor.refresh_from_db()
    assert sponsor.agreed_sha256 != petition.hash_of_text()
    assert [letter["to"] for letter in letters("petitions.text_changed")] == [ana.email]


def test_another_goal_or_last_day_leaves_agreement_standing(letters: Letters) -> None:
    petition, sponsor = asked()
    organiser_of(sponsor.group)
    agree(petition, sponsor)

    new = replace(of(petition), goal=77)
    actions.revise(petition=petition, proposal=new, at=LATER, by="user:1")

    sponsor.refresh_from_db()
    assert sponsor.agreed_sha256 == petition.hash_of_text()
    assert letters("petitions.text_changed") == []


def test_a_group_leaves_a_draft() -> None:
    petition, sponsor = asked()

    actions.remove_sponsor(sponsor=sponsor, at=LATER, by="user:2")
    actions.remove_sponsor(sponsor=sponsor, at=LATER, by="user:2")

    assert [left.group for left in petition.sponsors.all()] == [petition.lead]


def test_the_lead_group_stays() -> None:
    petition, _sponsor = asked()

    with pytest.raises(LeadStays):
        actions.remove_sponsor(sponsor=petition.sponsors.all()[0], at=LATER, by="user:1")

    assert petition.sponsors.count() == 2


def test_nobody_leaves_an_open_petition() -> None:
    sponsor = open_petition().sponsors.all()[1]

    with pytest.raises(WrongState):
        actions.remove_sponsor(sponsor=sponsor, at=LATER, by="user:2")
