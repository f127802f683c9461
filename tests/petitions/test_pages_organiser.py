"""An organiser drafts, edits, submits, opens and closes in the office."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone
from tests.factories.accounts import signed_in
from tests.factories.councils import CouncilFactory
from tests.factories.petitions import (
    GroupFactory,
    closed_petition,
    draft_petition,
    open_petition,
    organiser_of,
)
from tests.petitions.pages import page, seen

from undersigned.councils.models import Council
from undersigned.petitions import actions
from undersigned.petitions.models import Group, Petition

pytestmark = [pytest.mark.django_db, pytest.mark.long]
WORDS = {
    "title": "Keep the library open",
    "summary": "Two branches are to close.",
    "text": "We ask the council to keep both branches open.",
    "language": "en",
    "goal": "500",
    "closes_on": "",
}


def test_a_draft_to_a_council_that_nobody_here_represents(ben: Client) -> None:
    facts = {"name": "Sampleton Town Council", "place": "Sampleton", "website": ""}
    response = ben.post("/petitions/new/", facts, follow=True)

    assert "New petition to Sampleton Town Council, Sampleton" in page(response)
    council = Council.objects.get(name="Sampleton Town Council")
    lead = Group.objects.get()
    response = ben.post(f"/petitions/new/{council.slug}/", {**WORDS, "lead": lead.pk}, follow=True)

    petition = Petition.objects.get()
    assert response.redirect_chain == [(f"/petitions/{petition.pk}/", 302)]
    assert (petition.council, petition.lead, petition.goal) == (council, lead, 500)
    assert "Keep the library open" in page(response)


def test_a_council_that_is_here_already_is_not_added_twice(ben: Client) -> None:
    council = CouncilFactory()

    facts = {"name": council.name.upper(), "place": council.place, "website": ""}
    response = ben.post("/petitions/new/", facts, follow=True)

    assert "was on this site already" in page(response)
    assert Council.objects.count() == 1


def test_councils_are_searched_by_name_and_place(ben: Client) -> None:
    CouncilFactory(name="Sampleton Town Council", place="Sampleton")
    CouncilFactory(name="Lakeside City Council", place="Lakeside")

    found = page(ben.get("/petitions/new/?q=sampleton+council"))

    assert "Sampleton Town Council" in found
    assert "Lakeside" not in found
    assert "None found" in page(ben.get("/petitions/new/?q=nowhere"))


def test_who_acts_for_two_groups_says_which_one_leads(ben: Client, office: Client) -> None:
    user = organiser_of(GroupFactory(name="Lake Friends"))
    second = GroupFactory(name="Hill Friends")
    second.members.create(user=user)
    council = CouncilFactory()
    client = signed_in(office, user)

    assert "Hill Friends" in page(client.get(f"/petitions/new/{council.slug}/"))
    client.post(f"/petitions/new/{council.slug}/", {**WORDS, "lead": second.pk})

    assert Petition.objects.get().lead == second


def test_nobody_drafts_for_a_group_that_is_not_theirs(ben: Client) -> None:
    council, other = CouncilFactory(), GroupFactory()

    response = ben.post(f"/petitions/new/{council.slug}/", {**WORDS, "lead": other.pk})

    assert response.status_code == 200
    assert Petition.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("title", "", "This field is required"),
        ("title", "Keep it\u202eopen", "U+202E"),
        ("title", "Keep it\x00open", "Null characters are not allowed"),
        ("title", "x" * 201, "201 characters long; the most is 200"),
        ("text", "x" * 20_001, "20001 characters long"),
        ("goal", "0", "from 1 to 10,000,000"),
        ("goal", "99999999999", "from 1 to 10,000,000"),
        ("goal", "many", "Enter a whole number"),
        ("closes_on", "2020-01-01", "must lie ahead"),
        ("closes_on", "soon", "Enter a valid date"),
        ("language", "xx", "Select a valid choice"),
    ],
)
def test_bad_input_gets_a_message_and_keeps_what_was_typed(
    ben: Client, group: Group, field: str, value: str, says: str
) -> None:
    council = CouncilFactory()
    words = {**WORDS, "lead": str(group.pk), field: value}

    response = ben.post(f"/petitions/new/{council.slug}/", words)

    assert response.status_code == 200
    assert says in page(response)
    assert response.context["form"]["summary"].value() == WORDS["summary"]
    assert response.context["form"][field].value() == value
    assert Petition.objects.count() == 0


def test_an_oversized_post_is_refused_whole(ben: Client, group: Group) -> None:
    path = f"/petitions/new/{CouncilFactory().slug}/"
    body = urlencode({**WORDS, "lead": group.pk, "text": "x" * 1_100_000})

    response = ben.post(path, body, content_type="application/x-www-form-urlencoded")

    assert response.status_code == 413
    assert Petition.objects.count() == 0


def test_the_longest_text_of_any_script_is_kept(ben: Client, group: Group) -> None:
    longest = "書" * 20_000

    path = f"/petitions/new/{CouncilFactory().slug}/"
    ben.post(path, {**WORDS, "lead": group.pk, "text": longest})

    assert Petition.objects.get().text == longest


def test_a_draft_is_changed(ben: Client, group: Group) -> None:
    petition = draft_petition(lead=group)

    form = ben.get(f"/petitions/{petition.pk}/edit/").context["form"]
    assert form["title"].value() == petition.title
    response = ben.post(f"/petitions/{petition.pk}/edit/", {**WORDS, "seen": form["seen"].value()})

    assert response.status_code == 302
    petition.refresh_from_db()
    assert (petition.title, petition.slug) == ("Keep the library open", "keep-the-library-open")


def test_the_second_of_two_who_edit_sees_both_versions_and_loses_nothing(
    ben: Client, group: Group
) -> None:
    petition = draft_petition(lead=group)
    first_seen = seen(petition)
    path = f"/petitions/{petition.pk}/edit/"
    ben.post(path, {**WORDS, **first_seen, "text": "Ana's new words."})

    response = ben.post(path, {**WORDS, **first_seen, "text": "Ben's new words."})

    assert response.status_code == 409
    assert "Somebody else saved this draft while you were writing" in page(response)
    both = page(response).replace("&#x27;", "'")
    assert "Ana's new words." in both
    assert both.count("Ben's new words.") == 2  # beside the other, and in the form
    petition.refresh_from_db()
    assert petition.text == "Ana's new words."

    form = response.context["form"]
    ben.post(path, {name: form[name].value() for name in form.fields})
    petition.refresh_from_db()
    assert petition.text == "Ben's new words."


def test_what_was_typed_into_a_draft_that_was_submitted_meanwhile_is_kept(
    ben: Client, group: Group
) -> None:
    petition = draft_petition(lead=group)
    old = seen(petition)
    actions.submit(petition=petition, at=timezone.now(), by="user:1")
    path = f"/petitions/{petition.pk}/edit/"

    response = ben.post(path, {**WORDS, **old})

    assert "This cannot be done now" in page(response)
    assert response.context["form"]["title"].value() == WORDS["title"]
    assert WORDS["text"] in page(response)
    assert "<textarea" not in ben.get(path).content.decode()


@pytest.mark.parametrize("path", ["edit/", "coalition/", "coalition/new/", "officials/"])
def test_only_a_draft_can_be_changed(ben: Client, group: Group, path: str) -> None:
    petition = open_petition(lead=group)

    shown = page(ben.get(f"/petitions/{petition.pk}/{path}"))

    assert "Only a draft can be changed here" in shown
    assert "“Open for signatures”" in shown


@pytest.mark.parametrize("stamp", ["", "yesterday", "2026-03-02T09:00:00", None])
def test_a_form_that_does_not_say_what_it_saw_overwrites_nothing(
    ben: Client, group: Group, stamp: str | None
) -> None:
    petition = draft_petition(lead=group)
    typed = WORDS if stamp is None else {**WORDS, "seen": stamp}

    ben.post(f"/petitions/{petition.pk}/edit/", typed)
    response = ben.post(
        f"/petitions/{petition.pk}/submit/", {} if stamp is None else {"seen": stamp}
    )

    assert response.status_code == 302
    petition.refresh_from_db()
    assert (petition.title, petition.state) != (WORDS["title"], "submitted")
    assert petition.state == "draft"


def test_a_petition_is_submitted_taken_back_submitted_opened_and_closed(
    ben: Client, group: Group
) -> None:
    petition = draft_petition(lead=group)
    states = []
    for step in ("submit", "take-back", "submit", None, "open", "close"):
        if step is None:
            text_sha256 = petition.hash_of_text()
            facts = {"text_sha256": text_sha256, "at": timezone.now(), "by": "user:9"}
            actions.approve(petition=petition, **facts)
        else:
            response = ben.post(f"/petitions/{petition.pk}/{step}/", seen(petition), follow=True)
            assert response.status_code == 200
        petition.refresh_from_db()
        states.append(petition.state)

    assert states == ["submitted", "draft", "submitted", "approved", "open", "closed"]


def test_a_button_pressed_on_an_outdated_page_does_nothing(ben: Client, group: Group) -> None:
    petition = draft_petition(lead=group)
    old = seen(petition)
    ben.post(f"/petitions/{petition.pk}/edit/", {**WORDS, **old})

    response = ben.post(f"/petitions/{petition.pk}/submit/", old, follow=True)

    assert "Somebody else changed this petition a moment ago" in page(response)
    assert Petition.objects.get().state == "draft"


def test_what_holds_a_petition_back_is_said(ben: Client, group: Group) -> None:
    petition = draft_petition(lead=group)
    other = GroupFactory(name="Lake Friends")
    actions.ask_sponsor(petition=petition, group=other, at=timezone.now(), by="user:1")

    response = ben.post(f"/petitions/{petition.pk}/submit/", seen(petition), follow=True)

    assert "have not agreed to the text as it stands: Lake Friends" in page(response)


def test_a_successor_is_begun_from_an_open_or_closed_petition_alone(
    ben: Client, group: Group
) -> None:
    for petition in (open_petition(lead=group), closed_petition(lead=group)):
        response = ben.post(f"/petitions/{petition.pk}/succeed/")
        draft = Petition.objects.get(succeeds=petition)
        assert response.headers["Location"] == f"/petitions/{draft.pk}/edit/"
    draft = draft_petition(lead=group)

    response = ben.post(f"/petitions/{draft.pk}/succeed/", follow=True)

    assert "This cannot be done now" in page(response)
    assert Petition.objects.filter(succeeds=draft).count() == 0


def test_a_closing_date_is_kept_in_the_edit_form(ben: Client, group: Group) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    petition = draft_petition(lead=group, closes_on=tomorrow)

    html = ben.get(f"/petitions/{petition.pk}/edit/").content.decode()

    assert f'value="{tomorrow.isoformat()}"' in html
