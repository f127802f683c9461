"""Officials are named in a draft; the offer of a reply is written to their sealed address."""

from datetime import timedelta

import pytest
from tests.factories.petitions import MONDAY, draft_petition
from tests.petitions.conftest import Letters
from tests.petitions.officials import ADDRESS, TUESDAY, named, offered

from undersigned.journal.models import Entry
from undersigned.petitions import actions
from undersigned.petitions.actions.change import WrongState
from undersigned.petitions.actions.officials import BadOfficial, TooManyOfficials, find_offer
from undersigned.petitions.models import NamedOfficial

pytestmark = pytest.mark.django_db


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


def test_an_unchanged_text_is_not_offered_twice(letters: Letters) -> None:
    official = offered()
    actions.take_back(petition=official.petition, at=TUESDAY, by="user:1")

    later = TUESDAY + timedelta(days=1)
    actions.submit(petition=official.petition, at=later, by="user:1")

    official.refresh_from_db()
    assert len(letters("petitions.reply_offer")) == 1
    assert official.offered_at == TUESDAY


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
