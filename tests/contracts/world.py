"""A small world, made by actions, in which every address leads somewhere; a person for each role."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.test import Client, override_settings
from django.urls import reverse
from django.utils.translation import override
from tests.contracts.places import values
from tests.contracts.routes import SITES, Route
from tests.factories.accounts import UserFactory
from tests.factories.councils import OfficerFactory
from tests.populated import populate

from undersigned.accounts.models import User
from undersigned.journal import kept
from undersigned.petitions.models import GroupMember, Petition

# In the order of the table's columns. `other_…` act for another group or another council.
PEOPLE = [
    *("newcomer", "signed_in", "organiser", "other_organiser", "moderator", "operator"),
    *("clerk", "other_clerk", "staff"),
]
ROLES = ["nobody", *PEOPLE]


@dataclass(frozen=True)
class World:
    """People by role, and what stands for the parts of an address: by `route part`, else `part`.

    A function stands for what is known only later.
    """

    people: dict[str, User]
    values: dict[str, object]

    def address(self, route: Route, language: str = "en") -> str:
        """The path of a route with its parts filled in. Raises KeyError for a part without value."""
        found = {
            part: self.values.get(f"{route.name} {part}") or self._shared(route, part)
            for part in route.parts
        }
        filled = {part: value() if callable(value) else value for part, value in found.items()}
        with override(language):
            return reverse(route.name, urlconf=SITES[route.site], kwargs=filled)

    def _shared(self, route: Route, part: str) -> object:
        """The value of a part for all addresses of an app, or for all."""
        app = route.name.partition(":")[0]
        return self.values.get(f"{app} {part}") or self.values[part]

    def client(self, site: str, role: str = "nobody") -> Client:
        """A browser, signed in as the role with a second factor shown just now, if it has one."""
        headers = {"sec-fetch-site": "same-origin", "host": "localhost"}
        client = Client(raise_request_exception=False, headers=headers)
        if site == "office" and role != "nobody":
            client.force_login(self.people[role])
            session = client.session
            shown = {"method": "password", "at": time.time()}
            session["account_authentication_methods"] = [shown]
            session.save()
        return client


@contextmanager
def serving(site: str) -> Iterator[None]:
    """Be one of the two sites, with no page kept from before."""
    middleware = settings.WEB_MIDDLEWARE if site == "web" else settings.OFFICE_MIDDLEWARE
    kept.STORE.__init__()  # type: ignore[misc]
    with override_settings(MIDDLEWARE=middleware, ROOT_URLCONF=SITES[site]):
        yield


def build() -> World:
    """Make the world. Needs the database and keys."""
    petition, other = populate(signers=3, number=2)
    people = make_people(petition, other)
    return World(people, values(petition, people))


def make_people(petition: Petition, other: Petition) -> dict[str, User]:
    """One person for each role: of the petition's group and council, or of the other's."""
    people = {
        role: UserFactory(
            email=f"{role.replace('_', '-')}@example.org",
            name=f"Sample {role.replace('_', ' ').title()}",
            factor=role != "newcomer",
            roles=[role] if role in {"moderator", "operator"} else [],
        )
        for role in PEOPLE
    }
    GroupMember.objects.create(group=petition.lead, user=people["organiser"])
    GroupMember.objects.create(group=other.lead, user=people["other_organiser"])
    OfficerFactory(council=petition.council, user=people["clerk"])
    OfficerFactory(council=other.council, user=people["other_clerk"])
    OfficerFactory(council=petition.council, user=people["staff"], role="staff")
    return people
