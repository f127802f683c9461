from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.factories.petitions import (
    MONDAY,
    GroupFactory,
    OrganiserFactory,
    draft_petition,
    organiser_of,
)
from tests.petitions.conftest import Letters
from tests.petitions.test_drafting import of

from undersigned.accounts.actions import grant_role
from undersigned.petitions import actions, tasks
from undersigned.petitions.actions.change import ChangedMeanwhile, WrongState
from undersigned.petitions.actions.coalition import OtherText
from undersigned.petitions.actions.review import NoReason, NotAgreed
from undersigned.petitions.models import Petition
from undersigned.petitions.rules import may_decide

pytestmark = pytest.mark.django_db
TUESDAY = MONDAY + timedelta(days=1)
WEDNESDAY = MONDAY + timedelta(days=2)
Journal = Callable[[], list[str]]


def submitted(**facts: object) -> Petition:
    petition = draft_petition(**facts)
    actions.submit(petition=petition, at=TUESDAY, by="user:1")
    return petition


def approve(petition: Petition, *, by: str = "user:9") -> None:
    text_sha256 = petition.hash_of_text()
    actions.approve(petition=petition, text_sha256=text_sha256, at=WEDNESDAY, by=by)


def give_back(petition: Petition, *, reason: str = "unclear", words: str = "Which path?") -> None:
    actions.return_to_draft(
        petition=petition, reason=reason, words=words, at=WEDNESDAY, by="user:9"
    )


def test_submitting_is_the_lead_groups_agreement(journal: Journal) -> None:
    petition = submitted()

    petition.refresh_from_db()
    (sponsor,) = petition.sponsors.all()
    assert (petition.state, petition.submitted_at) == ("submitted", TUESDAY)
    assert sponsor.agreed_sha256 == petition.hash_of_text()
    assert journal() == ["petition.submitted"]


def test_a_group_that_has_not_agreed_holds_the_petition_back_by_name() -> None:
    petition, group = draft_petition(), GroupFactory(name="Lake Friends")
    actions.ask_sponsor(petition=petition, group=group, at=MONDAY, by="user:1")

    with pytest.raises(NotAgreed, match="Lake Friends"):
        actions.submit(petition=petition, at=TUESDAY, by="user:1")

    petition.refresh_from_db()
    assert (petition.state, petition.submitted_at) == ("draft", None)
    assert petition.sponsors.filter(agreed_at__isnull=False).count() == 0


def test_agreement_to_an_earlier_text_does_not_count() -> None:
    petition = draft_petition()
    sponsor = actions.ask_sponsor(petition=petition, group=GroupFactory(), at=MONDAY, by="user:1")
    text_sha256 = petition.hash_of_text()
    actions.agree(sponsor=sponsor, text_sha256=text_sha256, at=MONDAY, by="user:2")
    new = replace(of(petition), text="Another text.")
    actions.revise(petition=petition, proposal=new, at=TUESDAY, by="user:1")

    with pytest.raises(NotAgreed):
        actions.submit(petition=petition, at=TUESDAY, by="user:1")

    back = replace(of(petition), text=draft_petition().text)
    later = TUESDAY + timedelta(hours=1)
    actions.revise(petition=petition, proposal=back, at=later, by="user:1")
    actions.submit(petition=petition, at=WEDNESDAY, by="user:1")


def test_every_moderator_learns_of_a_petition_that_waits(letters: Letters) -> None:
    first, second = OrganiserFactory(), OrganiserFactory(language="es")
    for user in (first, second, OrganiserFactory(is_active=False)):
        grant_role(user=user, role="moderator", at=MONDAY, by="operator")
    grant_role(user=OrganiserFactory(), role="operator", at=MONDAY, by="operator")
    petition = submitted()

    tasks.tell_moderators({"petition": petition.pk}, at=TUESDAY)

    told = letters("petitions.submitted")
    assert [letter["to"] for letter in told] == [first.email, second.email]
    assert told[0]["title"] == petition.title


def test_a_moderator_approves_the_text_they_read(letters: Letters) -> None:
    petition = submitted()
    ben = organiser_of(petition.lead)

    approve(petition)

    petition.refresh_from_db()
    assert (petition.state, petition.approved_at) == ("approved", WEDNESDAY)
    assert [letter["to"] for letter in letters("petitions.approved")] == [ben.email]


def test_a_moderator_does_not_approve_a_text_they_have_not_read() -> None:
    petition = submitted()
    read = petition.hash_of_text()
    actions.take_back(petition=petition, at=TUESDAY, by="user:1")
    new = replace(of(petition), text="Another text.")
    actions.revise(petition=petition, proposal=new, at=TUESDAY, by="user:1")
    actions.submit(petition=petition, at=WEDNESDAY, by="user:1")

    with pytest.raises(OtherText):
        actions.approve(petition=petition, text_sha256=read, at=WEDNESDAY, by="user:9")

    petition.refresh_from_db()
    assert (petition.state, petition.approved_at) == ("submitted", None)


def test_a_petition_comes_back_with_reason_and_words(letters: Letters) -> None:
    petition = submitted()
    ben = organiser_of(petition.lead)

    give_back(petition, words="Which path do you mean?")

    petition.refresh_from_db()
    (letter,) = letters("petitions.returned")
    assert (petition.state, petition.return_reason) == ("draft", "unclear")
    assert letter["to"] == ben.email
    assert (letter["reason"], letter["words"]) == ("unclear", "Which path do you mean?")


@pytest.mark.parametrize(
    ("reason", "words"),
    [("", "Which?"), ("bored", "Which?"), ("unclear", ""), ("unclear", " "), ("other", "a\u202eb")],
)
def test_a_decision_without_reason_or_words_is_refused(reason: str, words: str) -> None:
    petition = submitted()

    with pytest.raises(NoReason):
        give_back(petition, reason=reason, words=words)

    petition.refresh_from_db()
    assert petition.state == "submitted"


def test_an_approved_petition_can_still_be_returned() -> None:
    petition = submitted()
    approve(petition)

    give_back(petition)

    assert petition.state == "draft"


def test_organisers_take_back_what_has_not_opened() -> None:
    petition = submitted()
    give_back(petition)
    actions.submit(petition=petition, at=WEDNESDAY, by="user:1")

    later = WEDNESDAY + timedelta(hours=1)
    actions.take_back(petition=petition, at=later, by="user:1")

    petition.refresh_from_db()
    assert (petition.state, petition.return_reason, petition.returned_at) == ("draft", "", None)


def test_of_two_moderators_who_decide_at_once_one_wins_and_the_other_is_told(
    letters: Letters,
) -> None:
    seen_by_first = submitted()
    organiser_of(seen_by_first.lead)
    seen_by_second = Petition.objects.get(pk=seen_by_first.pk)

    approve(seen_by_first, by="user:8")
    with pytest.raises(ChangedMeanwhile):
        give_back(seen_by_second)

    seen_by_first.refresh_from_db()
    assert seen_by_first.state == "approved"
    assert letters("petitions.returned") == []


def test_two_moderators_who_approve_at_once_approve_once(journal: Journal) -> None:
    seen_by_first = submitted()
    seen_by_second = Petition.objects.get(pk=seen_by_first.pk)

    approve(seen_by_first)
    with pytest.raises(WrongState, match="Approved, not yet open"):
        approve(seen_by_second)

    assert journal().count("petition.approved") == 1


def test_nobody_decides_on_a_petition_of_their_own_coalition() -> None:
    petition = draft_petition()
    group = GroupFactory()
    actions.ask_sponsor(petition=petition, group=group, at=MONDAY, by="user:1")

    assert may_decide(organiser_of(petition.lead), petition) is False
    assert may_decide(organiser_of(group), petition) is False
    assert may_decide(organiser_of(GroupFactory()), petition) is True
