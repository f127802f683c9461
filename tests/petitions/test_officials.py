from dataclasses import replace
from datetime import timedelta

import pytest
from tests.factories.petitions import MONDAY, OrganiserFactory, draft_petition
from tests.petitions.conftest import Letters
from tests.petitions.test_drafting import of

from undersigned.accounts.actions import grant_role
from undersigned.journal.models import Entry
from undersigned.petitions import actions, tasks
from undersigned.petitions.actions.change import WrongState
from undersigned.petitions.actions.officials import (
    BadOfficial,
    BadReply,
    NoOffer,
    ReplyNotNow,
    TooManyOfficials,
    find_offer,
)
from undersigned.petitions.actions.review import ReplyAwaited
from undersigned.petitions.models import NamedOfficial, Petition
from undersigned.sources.models import Statement

pytestmark = pytest.mark.django_db
TUESDAY = MONDAY + timedelta(days=1)
ADDRESS = "carla@example.org"


def named(petition: Petition | None = None, **facts: str) -> NamedOfficial:
    facts = {"name": "Carla Sample", "role": "City manager", "email": ADDRESS, **facts}
    petition = petition or draft_petition()
    return actions.name_official(petition=petition, at=MONDAY, by="user:1", **facts)


def offered() -> NamedOfficial:
    """An official who was written to: the petition is with a moderator."""
    official = named()
    actions.submit(petition=official.petition, at=TUESDAY, by="user:1")
    return official


def approve(petition: Petition, *, days: float, waiver: str = "") -> None:
    actions.approve(
        petition=petition,
        text_sha256=petition.hash_of_text(),
        waiver=waiver,
        at=TUESDAY + timedelta(days=days),
        by="user:9",
    )


def open_it(petition: Petition, *, days: float = 6) -> None:
    approve(petition, days=days)
    at = TUESDAY + timedelta(days=days, hours=1)
    actions.open_petition(petition=petition, at=at, by="user:1")


def reply(letters: Letters, words: str = "I see it otherwise.", *, hours: int = 2) -> None:
    token = letters("petitions.reply_offer")[-1]["token"]
    actions.reply(token=token, words=words, at=TUESDAY + timedelta(hours=hours))


def test_an_officials_address_is_not_stored_in_clear() -> None:
    official = named()

    row = NamedOfficial.objects.filter(pk=official.pk).values_list().get()
    assert not any(ADDRESS.encode() in bytes(value) for value in row if isinstance(value, bytes))
    assert not any(ADDRESS in value for value in row if isinstance(value, str))
    assert official.email_sealed


def test_the_offer_goes_out_when_the_petition_is_submitted(letters: Letters) -> None:
    official = named()
    assert letters("petitions.reply_offer") == []

    actions.submit(petition=official.petition, at=TUESDAY, by="user:1")

    (letter,) = letters("petitions.reply_offer")
    official.refresh_from_db()
    assert (letter["to"], letter["name"], letter["role"]) == (
        ADDRESS,
        "Carla Sample",
        "City manager",
    )
    assert find_offer(letter["token"]) == official
    assert (official.offered_at, official.offered_sha256) == (
        TUESDAY,
        official.petition.hash_of_text(),
    )


def test_neither_address_nor_token_stands_in_the_journal(letters: Letters) -> None:
    offered()

    (letter,) = letters("petitions.reply_offer")
    facts = str(list(Entry.objects.values_list("facts", flat=True)))
    assert ADDRESS not in facts
    assert letter["token"] not in facts


def test_opening_the_sealed_address_is_journaled_with_its_reason() -> None:
    offered()

    entry = Entry.objects.get(name="sealed.opened")
    assert (entry.by, entry.facts["reason"], entry.facts["rows"]) == ("user:1", "offer a reply", 1)


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


def test_an_unchanged_text_is_not_offered_twice(letters: Letters) -> None:
    official = offered()
    actions.take_back(petition=official.petition, at=TUESDAY, by="user:1")

    later = TUESDAY + timedelta(days=1)
    actions.submit(petition=official.petition, at=later, by="user:1")

    official.refresh_from_db()
    assert len(letters("petitions.reply_offer")) == 1
    assert official.offered_at == TUESDAY


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


def test_an_official_who_is_no_longer_named_is_not_written_to(letters: Letters) -> None:
    official = named()

    actions.unname_official(official=official, at=MONDAY, by="user:1")
    actions.unname_official(official=official, at=MONDAY, by="user:1")
    actions.submit(petition=official.petition, at=TUESDAY, by="user:1")

    assert letters("petitions.reply_offer") == []


def test_officials_are_named_in_a_draft_alone() -> None:
    official = offered()

    with pytest.raises(WrongState):
        named(official.petition)
    with pytest.raises(WrongState):
        actions.unname_official(official=official, at=TUESDAY, by="user:1")


@pytest.mark.parametrize("words", ["", "a\u202eb", "x" * 201, "www.example.org", "a\nb"])
def test_a_name_or_role_that_cannot_stand_in_a_letter_is_refused(words: str) -> None:
    with pytest.raises(BadOfficial):
        named(name=words)
    with pytest.raises(BadOfficial):
        named(role=words)


def test_a_petition_names_five_officials_at_most() -> None:
    petition = draft_petition()
    for number in range(5):
        named(petition, email=f"carla-{number}@example.org")

    with pytest.raises(TooManyOfficials):
        named(petition)

    assert petition.officials.count() == 5
