"""Every letter, with made-up facts: in debug alone."""

import pytest
from django.test import Client
from django.urls import clear_url_caches
from pytest_django import Settings
from tests.factories.accounts import UserFactory, signed_in

from undersigned.mail.previews import kinds, preview

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_debug(office: Client, settings: Settings) -> Client:
    settings.ROOT_URLCONF = "tests.desk.urls_in_debug"
    clear_url_caches()
    return signed_in(office, UserFactory())


def test_all_letters_are_shown_as_text(in_debug: Client) -> None:
    html = in_debug.get("/desk/letters/").content.decode()

    assert [kind for kind in kinds() if f"/desk/letters/{kind}/" not in html] == []
    assert kinds() != []


def test_a_letter_is_shown_as_a_mail_program_sets_it(in_debug: Client) -> None:
    response = in_debug.get("/desk/letters/petitions.opened/")

    assert response.content.decode() == preview("petitions.opened", "en").html
    assert "Content-Security-Policy" not in response.headers


def test_a_letter_that_does_not_exist_is_not_found(in_debug: Client) -> None:
    assert in_debug.get("/desk/letters/petitions.none/").status_code == 404


def test_without_debug_there_are_no_such_pages(office: Client) -> None:
    client = signed_in(office, UserFactory())

    assert client.get("/desk/letters/").status_code == 404
