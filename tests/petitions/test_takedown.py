from datetime import date, timedelta

import pytest
from tests.factories.petitions import (
    MONDAY,
    closed_petition,
    draft_petition,
    open_petition,
    organiser_of,
    taken_down_petition,
)
from tests.petitions.conftest import Letters

from undersigned.journal.models import Entry
from undersigned.petitions import actions
from undersigned.petitions.actions.change import ChangedMeanwhile, WrongState
from undersigned.petitions.actions.review import NoReason
from undersigned.petitions.actions.takedown import AlreadyWarned, NotWarned
from undersigned.petitions.models import Petition
from undersigned.petitions.queries import find_public

pytestmark = pytest.mark.django_db
FRIDAY = MONDAY + timedelta(days=4)
WORDS = "The second paragraph names a neighbour."


def warn(petition: Petition, *, reason: str = "private", words: str = WORDS) -> None:
    actions.warn_of_takedown(petition=petition, reason=reason, words=words, at=FRIDAY, by="user:9")


def take_down(petition: Petition, *, days: float = 2, urgency: str = "") -> None:
    at = FRIDAY + timedelta(days=days)
    actions.take_down(petition=petition, urgency=urgency, at=at, by="user:9")


def restore(petition: Petition, *, days: float = 3) -> None:
    actions.restore(petition=petition, at=FRIDAY + timedelta(days=days), by="user:9")


def test_the_coalition_is_warned_with_reason_and_words(letters: Letters) -> None:
    petition = open_petition()
    organisers = [organiser_of(sponsor.group) for sponsor in petition.sponsors.all()]

    warn(petition)

    warned = letters("petitions.takedown_warned")
    assert [letter["to"] for letter in warned] == [user.email for user in organisers]
    assert (warned[0]["reason"], warned[0]["words"]) == ("private", WORDS)
    assert find_public(petition.slug).state == "open"


def test_a_petition_is_not_taken_down_before_the_warning() -> None:
    petition = open_petition()

    with pytest.raises(NotWarned):
        take_down(petition, urgency="A court ordered it.")

    assert find_public(petition.slug).state == "open"


def test_a_petition_is_taken_down_two_days_after_the_warning() -> None:
    petition = open_petition()
    warn(petition)

    with pytest.raises(NotWarned):
        take_down(petition, days=1.99)
    take_down(petition, days=2)

    assert find_public(petition.slug).state == "taken_down"
    assert Entry.objects.get(name="petition.taken_down").facts["urgent"] is False


def test_what_cannot_wait_is_taken_down_at_once_for_a_stated_reason(letters: Letters) -> None:
    petition = open_petition()
    organiser_of(petition.lead)
    warn(petition)

    with pytest.raises(NotWarned):
        take_down(petition, days=0, urgency=" \n ")
    take_down(petition, days=0, urgency="A court ordered it for today.")

    (letter,) = letters("petitions.taken_down")
    assert letter["urgency"] == "A court ordered it for today."
    assert Entry.objects.get(name="petition.taken_down").facts["urgent"] is True


def test_the_address_stays_with_reason_words_and_date() -> None:
    petition = open_petition()
    warn(petition)
    take_down(petition)

    found = find_public(petition.slug)

    assert (found.takedown_reason, found.takedown_words) == ("private", WORDS)
    assert found.takedown_at == FRIDAY + timedelta(days=2)


@pytest.mark.parametrize(("reason", "words"), [("", WORDS), ("taste", WORDS), ("court", " ")])
def test_a_warning_needs_a_reason_from_the_list_and_words(reason: str, words: str) -> None:
    petition = open_petition()

    with pytest.raises(NoReason):
        warn(petition, reason=reason, words=words)

    assert find_public(petition.slug).takedown_warned_at is None


def test_the_organisers_are_warned_once(letters: Letters) -> None:
    petition = open_petition()
    organiser_of(petition.lead)
    warn(petition)

    with pytest.raises(AlreadyWarned):
        warn(petition, reason="court")

    assert len(letters("petitions.takedown_warned")) == 1


def test_two_moderators_who_warn_at_once_warn_once() -> None:
    first, second = (open_petition(),) * 2
    second = Petition.objects.get(pk=first.pk)
    warn(first)

    with pytest.raises(ChangedMeanwhile):
        warn(second, reason="court")

    assert find_public(first.slug).takedown_reason == "private"


def test_a_withdrawn_warning_leaves_nothing_behind(letters: Letters) -> None:
    petition = open_petition()
    organiser_of(petition.lead)
    warn(petition)

    actions.withdraw_warning(petition=petition, at=FRIDAY, by="user:9")

    found = find_public(petition.slug)
    assert (found.takedown_reason, found.takedown_words, found.takedown_warned_at) == ("", "", None)
    assert len(letters("petitions.warning_withdrawn")) == 1
    with pytest.raises(NotWarned):
        actions.withdraw_warning(petition=petition, at=FRIDAY, by="user:9")


def test_a_draft_is_not_warned_of() -> None:
    with pytest.raises(WrongState):
        warn(draft_petition())


def test_a_restored_petition_is_open_again_and_the_coalition_is_told(letters: Letters) -> None:
    petition = open_petition()
    organiser_of(petition.lead)
    warn(petition)
    take_down(petition)

    restore(petition)

    found = find_public(petition.slug)
    assert (found.state, found.takedown_reason, found.takedown_at) == ("open", "", None)
    assert len(letters("petitions.restored")) == 1
    assert Entry.objects.get(name="petition.restored").facts["state"] == "open"


def test_a_petition_that_was_closed_is_restored_as_closed() -> None:
    petition = closed_petition(closed_at=FRIDAY)
    warn(petition)
    take_down(petition)

    restore(petition)

    found = find_public(petition.slug)
    assert (found.state, found.closed_at) == ("closed", FRIDAY)


def test_a_petition_whose_last_day_passed_while_it_was_down_is_restored_as_closed() -> None:
    petition = taken_down_petition(closes_on=date(2026, 3, 8))

    restore(petition, days=10)

    found = find_public(petition.slug)
    assert (found.state, found.closed_at) == ("closed", FRIDAY + timedelta(days=10))
    assert told(petition) == ["petition.closed", "petition.restored"]
    assert Entry.objects.get(name="petition.closed").facts["by_date"] is True


def told(petition: Petition) -> list[str]:
    """What the journal holds of a petition, in order."""
    entries = Entry.objects.filter(facts__petition=petition.pk).order_by("id")
    return list(entries.values_list("name", flat=True))


def test_a_petition_that_is_down_closes_when_its_last_day_is_over() -> None:
    petition = taken_down_petition(closes_on=date(2026, 3, 8))

    closed = [actions.close_due(at=FRIDAY + timedelta(days=days)) for days in (2, 3, 4)]

    found = find_public(petition.slug)
    assert closed == [0, 1, 0]
    assert (found.state, found.closed_at) == ("taken_down", FRIDAY + timedelta(days=3))
    assert told(petition) == ["petition.closed"]
    actions.restore(petition=found, at=FRIDAY + timedelta(days=5), by="user:9")
    assert (found.state, found.closed_at) == ("closed", FRIDAY + timedelta(days=3))
    assert told(petition) == ["petition.closed", "petition.restored"]


def test_a_petition_that_is_down_without_a_last_day_stays_as_it_is() -> None:
    petition = taken_down_petition()

    assert actions.close_due(at=FRIDAY + timedelta(days=5000)) == 0

    restore(petition)
    assert find_public(petition.slug).state == "open"
