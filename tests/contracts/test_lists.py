"""A list costs as many queries for three things as for one."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.contracts.places import of_same_group
from tests.contracts.routes import routes
from tests.contracts.world import World, serving
from tests.factories.accounts import UserFactory
from tests.populated import open_petition

from undersigned.petitions.models import Petition


def add_draft(_: World) -> Petition:
    """One more draft of the organiser's group."""
    return of_same_group(Petition.objects.earliest("id"), "bench")


def add_petition(world: World) -> None:
    """One more open petition of the organiser's group."""
    open_petition(add_draft(world), at=timezone.now())


def add_user(_: World) -> None:
    """One more person with a role."""
    UserFactory(roles=["moderator"])


# Page → who reads it, and what makes one more line of it.
LISTS: dict[str, tuple[str, Callable[[World], object]]] = {
    "journey:home": ("nobody", add_petition),
    "journey:petitions": ("nobody", add_petition),
    "councils:council": ("nobody", add_petition),
    "accounts:people": ("operator", add_user),
}


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
    sql = [query["sql"].split(" WHERE ")[0] for query in asked.captured_queries]
    return [query for query in sql if query.startswith("SELECT")]


def test_a_query_for_each_line_is_found(world: World) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            for user in type(world.people["clerk"]).objects.all():
                list(user.site_roles.all())
        return len(found)

    before = asked()
    UserFactory()
    assert asked() == before + 1
