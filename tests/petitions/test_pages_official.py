"""What a named official sees and does on the public site, with the letter alone."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.factories.petitions import draft_petition
from tests.petitions.conftest import Letters
from tests.petitions.pages import page

from undersigned.petitions import actions
from undersigned.petitions.models import NamedOfficial
from undersigned.sources.models import Statement

pytestmark = pytest.mark.django_db


@pytest.fixture
def official() -> NamedOfficial:
    """Carla was written to: the petition is with a moderator."""
    petition = draft_petition()
    facts = {"name": "Carla Sample", "role": "City manager", "email": "carla@example.org"}
    named = actions.name_official(petition=petition, at=timezone.now(), by="user:1", **facts)
    actions.submit(petition=petition, at=timezone.now(), by="user:1")
    named.refresh_from_db()
    return named


@pytest.fixture
def path(official: NamedOfficial, letters: Letters) -> str:
    """The path of the letter's link."""
    return f"/replies/{letters('petitions.reply_offer')[0]['token']}/"


def open_it(official: NamedOfficial) -> None:
    petition = official.petition
    at = timezone.now() + timedelta(days=6)
    text_sha256 = petition.hash_of_text()
    actions.approve(petition=petition, text_sha256=text_sha256, at=at, by="user:9")
    actions.open_petition(petition=petition, at=at, by="user:1")


def test_following_the_link_shows_the_text_and_stores_nothing(
    web: Client, path: str, official: NamedOfficial
) -> None:
    response = web.get(path)

    assert official.petition.title in page(response)
    assert "For Carla Sample, City manager" in page(response)
    assert not response.cookies
    official.refresh_from_db()
    assert official.replied_at is None


def test_a_reply_is_kept_shown_and_changed(web: Client, path: str, official: NamedOfficial) -> None:
    response = web.post(path, {"words": "I see it otherwise."}, follow=True)

    assert response.redirect_chain == [(f"{path}sent/", 302)]
    assert "I see it otherwise." in page(response)
    assert "I see it otherwise." in web.get(path).content.decode()
    web.post(path, {"words": "Better words."})
    official.refresh_from_db()
    assert official.reply == "Better words."


def test_a_reply_that_cannot_be_shown_keeps_what_was_typed(web: Client, path: str) -> None:
    response = web.post(path, {"words": "One\u202etwo"})

    assert response.status_code == 200
    assert "U+202E" in page(response)
    assert response.context["form"]["words"].value() == "One\u202etwo"


def test_a_reply_from_another_sites_page_is_refused(
    web: Client, path: str, official: NamedOfficial
) -> None:
    facts = {"words": "Forged."}

    response = web.post(path, facts, headers={"sec-fetch-site": "cross-site"})

    assert response.status_code == 403
    official.refresh_from_db()
    assert official.replied_at is None


@pytest.mark.parametrize("end", ["", "sent/"])
def test_a_wrong_token_leads_nowhere(web: Client, path: str, end: str) -> None:
    response = web.get(f"/replies/{'0' * 32}/{end}")

    assert response.status_code == 404
    assert "This link leads nowhere" in page(response)


def test_a_late_reply_is_public_at_once_and_final(
    web: Client, path: str, official: NamedOfficial
) -> None:
    open_it(official)
    assert "published as soon as you send it" in page(web.get(path))

    first = web.post(path, {"words": "Late, but here."}, follow=True)
    second = web.post(path, {"words": "Other words."})

    assert "It is published beside the petition." in page(first)
    assert "This reply cannot be changed now" in page(second)
    assert Statement.objects.get().words == "Late, but here."


def test_the_page_says_when_the_text_is_being_changed_or_is_gone(
    web: Client, path: str, official: NamedOfficial
) -> None:
    petition = official.petition
    actions.take_back(petition=petition, at=timezone.now(), by="user:1")
    assert "The organisers are changing the text" in page(web.get(path))
    assert petition.text.split("\n")[0] not in page(web.get(path))

    actions.submit(petition=petition, at=timezone.now(), by="user:1")
    open_it(official)
    now = timezone.now() + timedelta(days=7)
    reason = {"reason": "court", "words": "An order."}
    actions.warn_of_takedown(petition=petition, at=now, by="user:9", **reason)
    actions.take_down(petition=petition, urgency="Now.", at=now, by="user:9")

    gone = page(web.get(path))
    assert "The petition was taken down" in gone
    assert petition.text.split("\n")[0] not in gone
