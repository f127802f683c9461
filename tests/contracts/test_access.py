"""What each role finds at each address is what the committed table says."""

import pytest
from django.db import transaction
from django.template.backends.django import Template
from django.test import Client
from tests.contracts.committed import HOW, committed, difference, write
from tests.contracts.routes import Route, routes
from tests.contracts.world import ROLES, World, serving

from undersigned.accounts.models import SiteRole
from undersigned.config import wiring
from undersigned.ui.audience import roles_of

HEADING = "Answers to GET and to an empty POST; office: " + ", ".join(ROLES) + "; web: anyone."


@pytest.fixture(autouse=True)
def _blank_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """What pages say is asked elsewhere (test_languages.py renders each): here only who is let in."""
    monkeypatch.setattr(Template, "render", lambda *_, **__: "")


@pytest.mark.long
def test_each_role_finds_what_the_committed_table_says(world: World) -> None:
    found = table(world, routes())
    assert [line for line in found if " 500" in line] == []
    write("access.txt", HEADING, found)
    assert not difference(committed("access.txt"), found), HOW


def table(world: World, crawled: list[Route]) -> list[str]:
    """A line for each address and method, with what each role is answered."""
    lines = []
    for site in ("office", "web"):
        with serving(site):
            clients = [world.client(site, role) for role in ROLES[: 1 if site == "web" else None]]
            for route in [route for route in crawled if route.site == site]:
                for method in ("GET", "POST"):
                    answers = [answer(client, method, world.address(route)) for client in clients]
                    lines.append(f"{site:6} {method:4} {route.path:50} {' '.join(answers)}")
    return lines


def answer(client: Client, method: str, path: str) -> str:
    """The status that a request gets; what it changed, cookies too, is undone."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        status = client.generic(method, path).status_code
        transaction.set_rollback(True)
    client.cookies = cookies
    return str(status)


def test_every_role_of_the_wiring_has_its_column(world: World) -> None:
    found = {role: roles_of(user) for role, user in world.people.items()}
    assert {role for roles in found.values() for role in roles} == set(wiring.ROLES)
    assert found["signed_in"] == found["newcomer"] == frozenset()


def test_a_page_that_lets_another_in_is_found(world: World) -> None:
    people = [route for route in routes() if route.name == "accounts:people"]
    before = table(world, people)
    SiteRole.objects.create(user=world.people["signed_in"], role="operator")
    assert "-office GET  /people/" in difference(before, table(world, people))
