"""axe finds nothing on any page of either site: on a phone and on a desktop, light and dark, English and Spanish.

Every address of both sites is looked at as somebody who may, in the contracts' sample world, so that a page that is
added later is looked at, too.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from playwright.sync_api import BrowserContext, Page
from tests.contracts.committed import committed
from tests.contracts.routes import Route, routes
from tests.contracts.world import ROLES, World, build, serving
from tests.journeys.seeing import faults_of
from tests.journeys.signing import in_the_log
from tests.journeys.site import Site
from tests.processes import eventually

FILES = (
    *(".json", ".csv", "/file/", ".tlog-proof", ".promise", ".svg"),
    *(".pdf", ".sealed", ".pyz"),
)
READER = {"public": "nobody", "anyone": "nobody", "council_office": "staff", "reviewer": "clerk"}
AT_THEIR_DESKS = ("signed_in", "organiser", "moderator", "operator", "clerk", "staff")
IN_SPANISH = {
    *("journey:home", "journey:petitions", "journey:petition", "journey:count", "journey:dossier"),
    *("signatures:sign", "signatures:waiting", "signatures:confirm", "councils:council"),
    *("petitions:reply", "account_login", "desk:home", "petitions:edit", "petitions:review"),
    *("proof:receipt", "proof:check", "proof:frozen", "proof:changes", "proof:documents"),
}


@dataclass
class Visitor:
    """Opens pages of the sample world in anybody's name, and keeps what is wrong with them."""

    site: Site
    world: World
    context: Callable[..., BrowserContext]
    found: dict[str, list[str]] = field(default_factory=dict)
    pages: dict[tuple[str, str], Page] = field(default_factory=dict)

    def visit(self, route: Route, role: str, language: str = "en") -> None:
        """Look at an address, which must answer as the committed table of access says."""
        page, path = self._page(route.site, role), self.world.address(route, language)
        answer = page.goto(path)
        assert answer
        assert answer.status == 200, path
        if faults := list(faults_of(page)):
            self.found[f"{path} as {role}"] = faults

    def _page(self, site: str, role: str) -> Page:
        if (site, role) not in self.pages:
            address = self.site.address if site == "web" else self.site.office_address
            opened = self.context(base_url=address)
            with serving(site):
                cookies = self.world.client(site, role).cookies.items()
            for name, cookie in cookies:
                opened.add_cookies([{"name": name, "value": cookie.value, "url": address}])
            self.pages[site, role] = opened.new_page()
        return self.pages[site, role]


@pytest.fixture
def visitor(site: Site, context: Callable[..., BrowserContext]) -> Visitor:
    """In the sample world, made at once, so that the running worker takes none of its letters meanwhile.

    Then it takes the signatures into the public log.
    """
    with transaction.atomic():
        world = build()
    assert eventually(lambda: in_the_log(str(world.values["proof ref"])))
    return Visitor(site, world, context)


def readable() -> Iterator[tuple[Route, str]]:
    """Each address that shows a page, with a role that may see it; the desk with every role."""
    found = {(route.site, route.path): route for route in routes()}
    for line in committed("access.txt"):
        site, method, path, *answers = line.split()
        if method != "GET" or path.endswith(FILES):
            continue
        route = found[site, path]
        own = (READER.get(route.audience, route.audience),)
        for role in AT_THEIR_DESKS if route.name == "desk:home" else own:
            if answers[ROLES.index(role)] == "200":
                yield route, role


def test_axe_finds_nothing_on_any_page(visitor: Visitor) -> None:
    for route, role in readable():
        visitor.visit(route, role)
        if route.name in IN_SPANISH:
            visitor.visit(route, role, "es")
    assert visitor.found == {}


def test_it_would_find_what_is_wrong(desktop: Page) -> None:
    desktop.set_content("""
        <html lang="en"><title>Sample</title><main><h1>Sample</h1><img src="data:,">
        <style>@media (prefers-color-scheme: dark) { p { color: #eee } }</style>
        <p>Pale in the dark</p><div style="width: 500px">Wide</div></main></html>
    """)
    assert list(faults_of(desktop)) == [
        "390 px, light: image-alt at img",
        "390 px, light: it scrolls sideways",
        "390 px, dark: color-contrast at p",
        "390 px, dark: it scrolls sideways",
        "1280 px, light: image-alt at img",
        "1280 px, dark: color-contrast at p",
    ]
