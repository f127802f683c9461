"""An official's reply: until when it may be changed, and how it comes on the record."""

from dataclasses import replace

import pytest
from tests.factories.petitions import MONDAY, OrganiserFactory, draft_petition
from tests.petitions.conftest import Letters
from tests.petitions.officials import TUESDAY, approve, offered, open_it, reply
from tests.petitions.test_drafting import of

from undersigned.accounts.actions import grant_role
from undersigned.journal.models import Entry
from undersigned.petitions import actions, tasks
from undersigned.petitions.actions.officials import BadReply, NoOffer, ReplyNotNow, find_offer
from undersigned.petitions.actions.review import ReplyAwaited
from undersigned.sources.models import Statement

pytestmark = pytest.mark.django_db


def test_moderators_are_told_of_a_reply(letters: Letters) -> None:
    moderator = OrganiserFactory()
    grant_role(user=moderator, role="moderator", at=MONDAY, by="operator")
    official = offered()
    reply(letters)
    facts = Entry.objects.get(name="petition.reply_received").facts

    tasks.tell_moderators_of_reply(facts, at=TUESDAY)

    (letter,) = letters("petitions.reply_received")
    assert (letter["to"], letter["name"]) == (moderator.email, official.name)


def test_a_reply_to_somebody_no_longer_named_tells_nobody(letters: Letters) -> None:
    petition = draft_petition()

    tasks.tell_moderators_of_reply({"petition": petition.pk, "official": 0}, at=TUESDAY)

    assert letters("petitions.reply_received") == []


def test_a_reply_may_be_changed_until_the_petition_opens(letters: Letters) -> None:
    official = offered()
    reply(letters, "First words.")

    reply(letters, "Better words.", hours=3)

    official.refresh_from_db()
    assert official.reply == "Better words."
    assert Statement.objects.count() == 0


def test_opening_puts_the_reply_on_the_record_with_its_source(letters: Letters) -> None:
    official = offered()
    reply(letters)

    open_it(official.petition)

    statement = Statement.objects.get()
    official.refresh_from_db()
    assert official.statement == statement
    assert (statement.about, statement.kind) == (f"petition:{official.petition.pk}", "reply")
    assert (statement.speaker, statement.role) == ("Carla Sample", "City manager")
    assert (statement.words, statement.quoted) == ("I see it otherwise.", True)
    assert (statement.dated, statement.source.relation) == ("2026-03-03", "official")


def test_opening_erases_the_address_and_keeps_the_way_to_reply(letters: Letters) -> None:
    official = offered()

    open_it(official.petition)
    reply(letters, "Late, but here.", hours=24 * 8)

    official.refresh_from_db()
    assert official.email_sealed is None
    assert Statement.objects.get().words == "Late, but here."


def test_a_reply_on_the_record_is_not_changed(letters: Letters) -> None:
    official = offered()
    reply(letters)
    open_it(official.petition)

    with pytest.raises(ReplyNotNow):
        reply(letters, "Other words.", hours=24 * 8)

    assert Statement.objects.get().words == "I see it otherwise."


def test_a_changed_text_is_offered_again_and_the_old_reply_is_not_published(
    letters: Letters,
) -> None:
    official = offered()
    petition = official.petition
    reply(letters)
    actions.take_back(petition=petition, at=TUESDAY, by="user:1")
    new = replace(of(petition), text="Another text about the city manager.")
    actions.revise(petition=petition, proposal=new, at=TUESDAY, by="user:1")
    actions.submit(petition=petition, at=TUESDAY, by="user:1")

    first, second = letters("petitions.reply_offer")
    with pytest.raises(NoOffer):
        find_offer(first["token"])
    with pytest.raises(ReplyAwaited):
        approve(petition, days=4)
    open_it(petition)

    assert find_offer(second["token"]).reply == "I see it otherwise."
    assert Statement.objects.count() == 0


def test_no_reply_is_taken_while_the_text_is_being_changed(letters: Letters) -> None:
    official = offered()
    actions.take_back(petition=official.petition, at=TUESDAY, by="user:1")

    with pytest.raises(ReplyNotNow):
        reply(letters)

    official.refresh_from_db()
    assert official.reply == ""


@pytest.mark.parametrize("words", ["", " \n", "a\u202eb", "x" * 5_001])
def test_a_reply_that_cannot_be_shown_is_refused(words: str, letters: Letters) -> None:
    offered()

    with pytest.raises(BadReply):
        reply(letters, words)


@pytest.mark.parametrize("token", ["", "0" * 32, "no such token"])
def test_a_wrong_token_leads_nowhere(token: str) -> None:
    offered()

    with pytest.raises(NoOffer):
        actions.reply(token=token, words="Hello.", at=TUESDAY)
