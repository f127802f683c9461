"""A coalition, the officials its text names, its groups; and who may not do what."""

import pytest
from django.test import Client
from django.utils import timezone
from tests.factories.accounts import signed_in
from tests.factories.petitions import (
    GroupFactory,
    OrganiserFactory,
    draft_petition,
    open_petition,
    organiser_of,
)
from tests.petitions.conftest import Letters
from tests.petitions.pages import page, seen

from undersigned.petitions import actions
from undersigned.petitions.models import Group, Petition

pytestmark = [pytest.mark.django_db, pytest.mark.long]


def test_a_group_of_this_site_is_asked_and_removed(
    ben: Client, group: Group, letters: Letters
) -> None:
    petition = draft_petition(lead=group)
    other, _third = GroupFactory(), GroupFactory()
    organiser_of(other)
    path = f"/petitions/{petition.pk}/coalition/"

    ben.post(path, {"group": other.pk})
    sponsor = petition.sponsors.get(group=other)
    again = ben.post(path, {"group": other.pk})
    ben.post(f"{path}{sponsor.pk}/remove/")

    assert len(letters("petitions.sponsor_asked")) == 1
    assert "Select a valid choice" in page(again)
    assert list(petition.sponsors.values_list("group", flat=True)) == [group.pk]


def test_where_there_is_no_other_group_only_an_invitation_is_offered(
    ben: Client, group: Group
) -> None:
    petition = draft_petition(lead=group)

    found = page(ben.get(f"/petitions/{petition.pk}/coalition/"))

    assert "There is no other group here." in found
    assert "The group is not on this site yet" in found


def test_a_group_that_is_not_here_is_invited(ben: Client, group: Group, letters: Letters) -> None:
    petition = draft_petition(lead=group)
    facts = {"name": "Lake Friends", "email": "dov@example.org", "language": "es"}

    response = ben.post(f"/petitions/{petition.pk}/coalition/new/", facts, follow=True)

    (letter,) = letters("accounts.invitation")
    assert (letter["to"], letter["inviter"]) == ("dov@example.org", "Ben Sample")
    assert "Lake Friends" in page(response)


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("coalition/new/", {"name": "Lake Friends", "email": "a@example.org", "language": "en"}),
        ("officials/", {"name": "Carla Sample", "role": "Mayor", "email": "c@example.org"}),
    ],
)
def test_what_only_a_draft_allows_is_refused_later(
    ben: Client, group: Group, path: str, typed: dict[str, str]
) -> None:
    petition = open_petition(lead=group)
    before = (petition.sponsors.count(), petition.officials.count(), Group.objects.count())

    response = ben.post(f"/petitions/{petition.pk}/{path}", typed)

    assert "Open for signatures" in page(response)
    after = (petition.sponsors.count(), petition.officials.count(), Group.objects.count())
    assert after == before


def test_a_group_of_this_site_is_not_asked_about_an_open_petition(
    ben: Client, group: Group
) -> None:
    petition, other = open_petition(lead=group), GroupFactory()

    response = ben.post(f"/petitions/{petition.pk}/coalition/", {"group": other.pk})

    assert "Only a draft can be changed here" in page(response)
    assert petition.sponsors.filter(group=other).exists() is False


def test_too_many_invitations_are_refused_with_a_message(ben: Client, group: Group) -> None:
    typed = {"email": "dov@example.org", "language": "en"}

    answers = [ben.post(f"/groups/{group.slug}/", typed).status_code for _ in range(21)]

    assert answers == [302] * 20 + [200]
    assert "Please go on tomorrow" in page(ben.post(f"/groups/{group.slug}/", typed))


def test_another_group_agrees_to_the_text_it_read(ben: Client, office: Client) -> None:
    petition, lake = draft_petition(), GroupFactory(name="Lake Friends")
    sponsor = actions.ask_sponsor(petition=petition, group=lake, at=timezone.now(), by="user:1")
    client = signed_in(office, organiser_of(lake))
    text = client.get(f"/petitions/{petition.pk}/text/")
    path = f"/petitions/{petition.pk}/coalition/{sponsor.pk}/agree/"

    stale = client.post(path, {"text_sha256": "00" * 32}, follow=True)
    agreed = client.post(path, {"text_sha256": petition.hash_of_text()}, follow=True)

    assert petition.hash_of_text() in page(text)
    assert "Lake Friends agrees to this text" in page(text)
    assert "The text changed while you read it" in page(stale)
    assert "Lake Friends agrees to this text." in page(agreed)
    sponsor.refresh_from_db()
    assert sponsor.agreed_sha256 == petition.hash_of_text()


def test_the_lead_group_cannot_agree_for_another(ben: Client, group: Group) -> None:
    petition, lake = draft_petition(lead=group), GroupFactory()
    sponsor = actions.ask_sponsor(petition=petition, group=lake, at=timezone.now(), by="user:1")

    facts = {"text_sha256": petition.hash_of_text()}
    ben.post(f"/petitions/{petition.pk}/coalition/{sponsor.pk}/agree/", facts)

    sponsor.refresh_from_db()
    assert sponsor.agreed_at is None


def test_a_group_may_leave_but_not_push_another_out(office: Client) -> None:
    petition, lake, hill = draft_petition(), GroupFactory(), GroupFactory()
    now = timezone.now()
    of_lake = actions.ask_sponsor(petition=petition, group=lake, at=now, by="user:1")
    of_hill = actions.ask_sponsor(petition=petition, group=hill, at=now, by="user:1")
    client = signed_in(office, organiser_of(lake))
    path = f"/petitions/{petition.pk}/coalition"

    client.post(f"{path}/{of_hill.pk}/remove/")
    response = client.post(f"{path}/{of_lake.pk}/remove/")

    assert response.headers["Location"] == "/"
    left = set(petition.sponsors.values_list("group", flat=True))
    assert left == {petition.lead_id, hill.pk}


def test_officials_are_named_and_their_address_is_never_shown_again(
    ben: Client, group: Group
) -> None:
    petition = draft_petition(lead=group)
    path = f"/petitions/{petition.pk}/officials/"
    facts = {"name": "Carla Sample", "role": "City manager", "email": "carla@example.org"}

    response = ben.post(path, facts, follow=True)

    assert "Carla Sample, City manager" in page(response)
    assert "carla@example.org" not in response.content.decode()
    assert "carla@example.org" not in ben.get(f"/petitions/{petition.pk}/").content.decode()
    wrong = ben.post(path, {**facts, "role": "see www.example.org"})
    assert "This holds a web address" in page(wrong)
    ben.post(f"{path}{petition.officials.get().pk}/remove/")
    assert petition.officials.count() == 0


def test_anyone_signed_in_founds_a_group_and_invites_others(
    office: Client, letters: Letters
) -> None:
    client = signed_in(office, OrganiserFactory(name="Dov Sample"))

    refused = client.post("/groups/new/", {"name": "a\u202eb", "website": ""})
    response = client.post("/groups/new/", {"name": "Hill Friends", "website": ""}, follow=True)
    client.post("/groups/hill-friends/", {"email": "eva@example.org", "language": "en"})

    assert "U+202E" in page(refused)
    assert "You act for Hill Friends now." in page(response)
    assert letters("accounts.invitation")[0]["offer"] == "Act for Hill Friends"


LEAD_ALONE = [
    "edit/",
    "coalition/",
    "coalition/new/",
    "officials/",
]
PRESSED_BY_THE_LEAD = ["submit/", "take-back/", "open/", "close/", "succeed/"]


@pytest.mark.parametrize("path", ["", "text/", *LEAD_ALONE, *PRESSED_BY_THE_LEAD])
def test_organisers_of_another_coalition_find_nothing(ben: Client, path: str) -> None:
    for petition in (draft_petition(), open_petition()):
        address = f"/petitions/{petition.pk}/{path}"
        if path not in PRESSED_BY_THE_LEAD:
            assert ben.get(address).status_code == 404
        if path not in {"", "text/"}:
            assert ben.post(address, seen(petition)).status_code == 404
        before = petition.state
        petition.refresh_from_db()
        assert petition.state == before


@pytest.mark.parametrize("path", [*LEAD_ALONE, *PRESSED_BY_THE_LEAD])
def test_a_sponsor_reads_and_agrees_and_changes_nothing_else(office: Client, path: str) -> None:
    petition, lake = draft_petition(), GroupFactory()
    actions.ask_sponsor(petition=petition, group=lake, at=timezone.now(), by="user:1")
    client = signed_in(office, organiser_of(lake))

    assert client.get(f"/petitions/{petition.pk}/").status_code == 200
    assert client.get(f"/petitions/{petition.pk}/text/").status_code == 200
    assert client.post(f"/petitions/{petition.pk}/{path}", seen(petition)).status_code == 404
    assert Petition.objects.get().state == "draft"


def test_a_group_is_its_own_organisers_to_see(ben: Client) -> None:
    other = GroupFactory()

    assert ben.get(f"/groups/{other.slug}/").status_code == 404
    assert ben.get("/groups/no-such-group/").status_code == 404
