from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection
from tests.factories.petitions import (
    MONDAY,
    CouncilFactory,
    GroupFactory,
    closed_petition,
    draft_petition,
    open_petition,
)

from undersigned.petitions import actions
from undersigned.petitions.actions.change import ChangedMeanwhile, WrongState
from undersigned.petitions.actions.proposal import Faulty, Proposal
from undersigned.petitions.actions.slugs import under_free_slug
from undersigned.petitions.models import Petition

pytestmark = pytest.mark.django_db
TUESDAY = MONDAY + timedelta(days=1)


def proposal(**facts: object) -> Proposal:
    words = {"title": "Keep the library open", "text": "We ask the council to keep it open."}
    return Proposal(**{"council": CouncilFactory(), **words, **facts})  # type: ignore[arg-type]


def of(petition: Petition) -> Proposal:
    """What a petition proposes now."""
    fields = ("council", "title", "summary", "text", "language", "goal", "closes_on")
    return Proposal(**{name: getattr(petition, name) for name in fields})


def drafted(**facts: object) -> Petition:
    return actions.draft(proposal=proposal(**facts), lead=GroupFactory(), at=MONDAY, by="user:1")


def faults_of(**facts: object) -> dict[str, str]:
    with pytest.raises(Faulty) as refusal:
        drafted(**facts)
    return refusal.value.faults


def test_a_draft_has_an_address_made_from_its_title_and_its_lead_as_first_sponsor() -> None:
    petition = drafted()

    assert petition.slug == "keep-the-library-open"
    assert petition.state == "draft"
    assert [sponsor.group for sponsor in petition.sponsors.all()] == [petition.lead]


def test_three_drafts_of_one_title_have_three_addresses() -> None:
    slugs = [drafted().slug for _ in range(3)]

    assert slugs == ["keep-the-library-open", "keep-the-library-open-2", "keep-the-library-open-3"]


def test_who_loses_a_race_for_an_address_gets_the_next() -> None:
    rival = draft_petition()
    others = iter(["keep-the-library-open"])

    def somebody_is_faster(execute: Callable[..., object], sql: str, *rest: object) -> object:
        looked = execute(sql, *rest)
        slug = next(others, None) if 'AS "a"' in sql and "petitions_petition" in sql else None
        if slug:
            Petition.objects.filter(pk=rival.pk).update(slug=slug)
        return looked

    with connection.execute_wrapper(somebody_is_faster):
        petition = drafted()

    assert petition.slug == "keep-the-library-open-2"


def test_what_the_database_refuses_for_another_reason_is_not_tried_again() -> None:
    with pytest.raises(IntegrityError, match=r"state"):
        under_free_slug(
            Petition, "Keep it", lambda slug: Petition.objects.create(slug=slug, state=None)
        )


def test_a_title_without_latin_letters_still_gets_an_address() -> None:
    assert drafted(title="Сохраните библиотеку").slug == "petition"
    assert drafted(title="保存图书馆").slug == "petition-2"


def test_a_long_title_gives_a_short_address() -> None:
    assert len(drafted(title="library " * 25).slug) <= 80


def test_texts_are_kept_in_one_form() -> None:
    petition = drafted(title="  Cafe\u0301 ", text="One.\r\nTwo.\r")

    assert petition.title == "Caf\u00e9"
    assert petition.text == "One.\nTwo."


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "   "),
        ("title", "x" * 201),
        ("title", "Keep it\u202eopen"),
        ("title", "Keep it\x00open"),
        ("title", "Two\nlines"),
        ("title", "See https://example.org"),
        ("title", "See WWW.example.org"),
        ("summary", "x" * 401),
        ("summary", "See http://example.org"),
        ("summary", "a\u2066b"),
        ("text", ""),
        ("text", "x" * 20_001),
        ("text", "a\u200eb"),
        ("goal", 0),
        ("goal", -5),
        ("goal", 10_000_001),
        ("closes_on", date(2026, 3, 2)),
        ("closes_on", date(2020, 1, 1)),
        ("closes_on", date(2030, 1, 1)),
    ],
)
def test_what_cannot_stand_is_refused_by_field(field: str, value: object) -> None:
    assert list(faults_of(**{field: value})) == [field]
    assert Petition.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "x" * 200),
        ("summary", ""),
        ("text", "See https://example.org\n\n\t- a list"),
        ("text", "x" * 20_000),
        ("goal", 1),
        ("goal", 10_000_000),
        ("goal", None),
        ("closes_on", date(2026, 3, 3)),
    ],
)
def test_what_just_stands_is_kept(field: str, value: object) -> None:
    assert getattr(drafted(**{field: value}), field) == value


def test_all_faults_are_said_at_once() -> None:
    assert sorted(faults_of(title="", text="", goal=0)) == ["goal", "text", "title"]


def test_a_hidden_character_is_named_in_the_message() -> None:
    assert "U+202E" in faults_of(text="a\u202eb")["text"]


def test_a_revised_draft_follows_its_title_with_its_address() -> None:
    petition = drafted()

    new = replace(of(petition), title="Keep the school open")
    actions.revise(petition=petition, proposal=new, at=TUESDAY, by="user:1")

    petition.refresh_from_db()
    assert petition.slug == "keep-the-school-open"
    assert petition.changed_at == TUESDAY


def test_a_revised_draft_keeps_its_own_address_and_avoids_those_of_others() -> None:
    first, second = drafted(), drafted(title="Another title")

    actions.revise(petition=first, proposal=replace(of(first), goal=9), at=TUESDAY, by="user:1")
    new = replace(of(second), title="Keep the library open!")
    actions.revise(petition=second, proposal=new, at=TUESDAY, by="user:1")

    assert (first.slug, second.slug) == ("keep-the-library-open", "keep-the-library-open-2")


def test_of_two_organisers_who_edit_at_once_the_second_is_told() -> None:
    seen_by_ben = drafted()
    seen_by_ana = Petition.objects.get(pk=seen_by_ben.pk)
    of_ben = replace(of(seen_by_ben), text="Ben's text.")
    of_ana = replace(of(seen_by_ana), text="Ana's text.")

    actions.revise(petition=seen_by_ben, proposal=of_ben, at=TUESDAY, by="user:1")
    with pytest.raises(ChangedMeanwhile):
        actions.revise(petition=seen_by_ana, proposal=of_ana, at=TUESDAY, by="user:2")

    assert Petition.objects.get().text == "Ben's text."


def test_a_text_that_was_opened_is_never_revised() -> None:
    petition = open_petition()

    with pytest.raises(WrongState) as refusal:
        actions.revise(
            petition=petition,
            proposal=replace(of(petition), text="Something else."),
            at=TUESDAY + timedelta(days=1),
            by="user:1",
        )

    assert refusal.value.state == "open"
    assert "Open for signatures" in str(refusal.value)
    petition.refresh_from_db()
    assert petition.hash_of_text() == petition.text_sha256


def test_the_hash_covers_words_language_and_council_and_leaves_an_empty_summary_out() -> None:
    petition = drafted()
    council = petition.council
    known = petition.hash_of_text()

    assert petition.document() == {
        "title": "Keep the library open",
        "text": "We ask the council to keep it open.",
        "language": "en",
        "council": {"name": council.name, "place": council.place},
    }
    for field, value in [("title", "X"), ("summary", "X"), ("text", "X"), ("language", "es")]:
        petition.refresh_from_db()
        setattr(petition, field, value)
        assert petition.hash_of_text() != known
    petition.refresh_from_db()
    petition.goal = 12
    assert petition.hash_of_text() == known


@pytest.mark.parametrize("make", [open_petition, closed_petition])
def test_a_successor_starts_as_a_draft_with_the_same_words(make: type) -> None:
    old = make()

    new = actions.succeed(petition=old, at=TUESDAY, by="user:1")

    assert (new.state, new.succeeds, new.lead) == ("draft", old, old.lead)
    assert new.document() == old.document()
    assert new.slug != old.slug
    old.refresh_from_db()
    assert old.text_sha256 == old.hash_of_text()


def test_a_draft_has_no_successor() -> None:
    with pytest.raises(WrongState):
        actions.succeed(petition=draft_petition(), at=TUESDAY, by="user:1")
