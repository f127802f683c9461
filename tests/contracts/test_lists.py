"""A list costs as many queries for three things as for one."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.contracts.routes import routes
from tests.contracts.world import World, serving
from tests.factories.accounts import UserFactory
from tests.factories.petitions import draft_petition, open_petition

from undersigned.petitions.models import GroupMember

# Page → who reads it, and what makes one more line of it.
LISTS: dict[str, tuple[str, Callable[[World], object]]] = {
    "journey:home": ("nobody", lambda _: open_petition()),
    "journey:petitions": ("nobody", lambda _: open_petition()),
    "accounts:people": ("operator", lambda _: UserFactory(roles=["moderator"])),
}


def own_draft(world: World) -> None:
    """One more draft of the organiser's group."""
    group = GroupMember.objects.get(user=world.people["organiser"]).group
    draft_petition(lead=group)


@pytest.mark.parametrize("page", LISTS)
def test_a_list_of_three_costs_what_a_list_of_one_does(world: World, page: str) -> None:
    role, add = LISTS[page]
    add(world)
    one = queries(world, page, role)
    add(world)
    add(world)
    assert queries(world, page, role) == one


def queries(world: World, page: str, role: str) -> list[str]:
    """What a page asks of the database, without the values."""
    route = next(route for route in routes() if route.name == page)
    client = world.client(route.site, role)
    with serving(route.site), CaptureQueriesContext(connection) as asked:
        assert client.get(world.address(route)).status_code == 200
    return [query["sql"].split(" WHERE ")[0] for query in asked.captured_queries]


def test_a_query_for_each_line_is_found(world: World) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            for user in type(world.people["clerk"]).objects.all():
                list(user.site_roles.all())
        return len(found)

    before = asked()
    UserFactory()
    assert asked() == before + 1
