"""The desk of one petition."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories.accounts import UserFactory, signed_in
from tests.factories.petitions import (
    GroupFactory,
    closed_petition,
    draft_petition,
    open_petition,
    organiser_of,
    taken_down_petition,
)

from undersigned.petitions import actions
from undersigned.petitions.models import Petition
from undersigned.signatures.models import HourlyCount, PetitionCount

pytestmark = pytest.mark.django_db


def desk(office: Client, petition: Petition) -> str:
    client = signed_in(office, organiser_of(petition.lead))
    return client.get(f"/petitions/{petition.pk}/").content.decode()


def count(petition: Petition, *, confirmed: int, today: int) -> None:
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    hours = {now: today, now - timedelta(days=2): confirmed - today}
    for hour, number in hours.items():
        HourlyCount.objects.create(petition=petition, hour=hour, confirmed=number)
    PetitionCount.objects.create(petition=petition, confirmed=confirmed, as_of=now)


def test_the_desk_shows_count_growth_and_the_way_to_the_csv(office: Client) -> None:
    petition = open_petition(opened_at=timezone.now() - timedelta(days=5))
    count(petition, confirmed=1204, today=4)

    html = desk(office, petition)

    assert "data-figure" in html
    assert "1,204" in html
    assert "Today: 4" in html
    assert "<svg" in html
    assert f"/petitions/{petition.slug}/history.csv" in html


def test_the_desk_says_what_lowered_the_count(office: Client) -> None:
    petition = open_petition()
    count(petition, confirmed=1371, today=0)
    PetitionCount.objects.update(withdrawn=3, void=20)

    words = " ".join(re.sub(r"<[^>]+>", " ", desk(office, petition)).split())

    assert "1,394 signed · 3 withdrew · 20 declared void → which leaves 1,371" in words


def test_a_petition_nobody_signed_yet_has_a_count_of_nought(office: Client) -> None:
    html = desk(office, open_petition())

    assert "Today: 0" in html


def test_a_draft_has_no_count_and_no_public_address(office: Client) -> None:
    petition = draft_petition()

    html = desk(office, petition)

    assert "data-figure" not in html
    assert f"/petitions/{petition.slug}/" not in html


BUTTONS = {
    "submit": "Submit to a moderator",
    "take_back": "Take it back",
    "open": "Open for signatures</button>",
    "close": "Close for good",
    "succeed": "Begin a successor",
}


def submitted_petition() -> Petition:
    petition = draft_petition()
    actions.submit(petition=petition, at=timezone.now(), by="user:1")
    return petition


def approved_petition() -> Petition:
    petition = submitted_petition()
    text_sha256 = petition.hash_of_text()
    actions.approve(petition=petition, text_sha256=text_sha256, at=timezone.now(), by="user:9")
    return petition


@pytest.mark.parametrize(
    ("make", "offered"),
    [
        (draft_petition, {"submit"}),
        (submitted_petition, {"take_back"}),
        (approved_petition, {"take_back", "open"}),
        (open_petition, {"close", "succeed"}),
        (closed_petition, {"succeed"}),
        (taken_down_petition, set()),
    ],
)
def test_only_what_can_be_done_is_offered(office: Client, make: type, offered: set[str]) -> None:
    html = desk(office, make())

    assert {name for name, words in BUTTONS.items() if words in html} == offered


def test_a_sponsor_sees_the_desk_without_the_leads_buttons(office: Client) -> None:
    petition, lake = draft_petition(), GroupFactory()
    actions.ask_sponsor(petition=petition, group=lake, at=timezone.now(), by="user:1")
    client = signed_in(office, organiser_of(lake))

    html = client.get(f"/petitions/{petition.pk}/").content.decode()

    assert not any(words in html for words in BUTTONS.values())
    assert f"/petitions/{petition.pk}/edit/" not in html
    assert f"/petitions/{petition.pk}/text/" in html


def test_reasons_are_shown_to_the_coalition(office: Client) -> None:
    petition = submitted_petition()
    facts = {"reason": "unclear", "words": "Which <path> do you mean?", "at": timezone.now()}
    actions.return_to_draft(petition=petition, by="user:9", **facts)

    html = desk(office, petition)

    assert "It is not clear what the council is asked to do" in html
    assert "Which &lt;path&gt; do you mean?" in html


def test_a_draft_cannot_be_submitted_from_its_desk_before_all_agree(office: Client) -> None:
    petition = draft_petition()
    actions.ask_sponsor(petition=petition, group=GroupFactory(), at=timezone.now(), by="user:1")

    html = desk(office, petition)

    assert BUTTONS["submit"] not in html
    assert "It can be submitted when every group agrees" in html


def test_the_desk_costs_the_same_for_three_sponsors_as_for_one(office: Client) -> None:
    petition = draft_petition()
    client = signed_in(office, organiser_of(petition.lead))

    def add() -> None:
        actions.ask_sponsor(petition=petition, group=GroupFactory(), at=timezone.now(), by="user:1")
        facts = {"name": "Carla Sample", "role": "City manager", "email": "carla@example.org"}
        actions.name_official(petition=petition, at=timezone.now(), by="user:1", **facts)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/petitions/{petition.pk}/").status_code == 200
        return len(queries)

    add()
    asked()  # the first page of a session also saves the session
    one = asked()
    add()
    add()

    assert asked() == one


@pytest.mark.parametrize("path", ["/", "/petitions/1/"])
def test_the_desk_asks_for_a_second_factor(office: Client, path: str) -> None:
    petition = draft_petition()
    newcomer = UserFactory(factor=False)
    petition.lead.members.create(user=newcomer)
    path = path.replace("1", str(petition.pk))

    anonymous = office.get(path)
    client = signed_in(office, newcomer)

    assert anonymous.headers["Location"].startswith("/account/login/?")
    assert client.get(path).headers["Location"] == "/account/factors/"
