import re

import pytest
from django.test import Client
from tests.factories.accounts import UserFactory, signed_in
from tests.factories.councils import OfficerFactory

pytestmark = pytest.mark.django_db
MODERATORS = ("/review/", "/moderation/", "/records/")
PLACES = re.compile(r'<nav aria-label="Office">.*?</nav>', re.DOTALL)


def places(page: str) -> list[str]:
    [nav] = PLACES.findall(page)
    return re.findall(r'href="([^"]+)"', nav)


@pytest.mark.parametrize(
    ("roles", "own"),
    [
        ([], []),
        (["moderator"], [*MODERATORS]),
        (["operator"], ["/councils/", "/people/", "/verifiers/"]),
        (["moderator", "operator"], [*MODERATORS, "/councils/", "/people/", "/verifiers/"]),
    ],
)
def test_the_header_leads_to_the_places_of_ones_own_roles(
    office: Client, roles: list[str], own: list[str]
) -> None:
    client = signed_in(office, UserFactory(roles=roles))
    page = client.get("/account/").content.decode()
    assert places(page) == ["/", *own]


def test_whoever_works_for_a_council_finds_it(office: Client) -> None:
    user = UserFactory()
    OfficerFactory(user=user, role="staff")
    page = signed_in(office, user).get("/account/").content.decode()
    assert places(page) == ["/", "/council/", "/checks/"]


def test_the_place_shown_is_marked(office: Client) -> None:
    page = signed_in(office, UserFactory(roles=["operator"])).get("/people/").content.decode()
    assert '<a href="/people/" aria-current="page">People</a>' in page
    assert page.count('aria-current="page"') == 1


def test_a_stranger_sees_no_places(office: Client) -> None:
    page = office.get("/account/login/").content.decode()
    assert PLACES.findall(page) == []
    assert "/account/logout/" not in page
