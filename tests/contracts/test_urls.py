"""Every address says who it is for, has a name, and stays."""

from django.urls import path
from tests.contracts.committed import HOW, committed, write
from tests.contracts.routes import Route, readable, routes, walk

from undersigned.ui.audience import public

AUDIENCES = {
    "web": {"public"},
    "office": {
        *("anyone", "newcomer", "signed_in", "organiser"),
        *("moderator", "operator", "clerk", "council_office", "reviewer"),
    },
}


def misplaced(found: list[Route]) -> list[str]:
    """The addresses that declare no audience, or one of the other site."""
    wrong = [route for route in found if route.audience not in AUDIENCES[route.site]]
    return [f"{route}: {route.audience or 'no audience'}" for route in wrong]


def test_every_address_declares_an_audience_of_its_site() -> None:
    assert misplaced(routes()) == []


def test_every_address_has_a_name_of_its_own() -> None:
    assert [str(route) for route in routes() if not route.name.rpartition(":")[2]] == []
    names = sorted(f"{route.site} {route.name}" for route in routes())
    assert names == sorted(set(names))


def test_no_address_vanished() -> None:
    """Links in letters, on paper and in other people's pages live longer than code."""
    found = [f"{route}  {route.name}" for route in routes()]
    kept = committed("routes.txt")
    write("routes.txt", "Addresses that must not vanish.", sorted({*kept, *found}))
    assert [line for line in kept if line not in found] == [], "vanished"
    assert [line for line in found if line not in committed("routes.txt")] == [], HOW


def test_an_address_without_an_audience_is_found() -> None:
    def bare() -> None: ...

    @public
    def declared() -> None: ...

    patterns = [path("a/<slug:slug>/", declared, name="a"), path("b/", bare, name="b")]
    found = list(walk("web", patterns, "/", "app:"))
    assert [str(route) for route in found] == ["web    /a/<slug>/", "web    /b/"]
    assert [route.parts for route in found] == [["slug"], []]
    assert [route.name for route in found] == ["app:a", "app:b"]
    assert misplaced(found) == ["web    /b/: no audience"]
    assert (
        readable(r"^confirm/(?P<ref>[0-9a-f]{32})/(?P<token>(?:a|b)+)/$")
        == "confirm/<ref>/<token>/"
    )
