"""axe finds nothing on what only shows after a press, when something is wrong, or when it is over."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.factories.accounts import UserFactory
from tests.factories.petitions import (
    GroupFactory,
    closed_petition,
    open_petition,
    organiser_of,
    taken_down_petition,
)
from tests.journeys.seeing import faults_of
from tests.journeys.signing import code_in, fill_in, link_in, once_loaded, type_code
from tests.journeys.site import Site

from undersigned.accounts.models import User

Found = dict[str, list[str]]


class Sight:
    """Looks at a page whose heading is as expected, and keeps what is wrong with it."""

    def __init__(self) -> None:
        self.found: Found = {}

    def look(self, page: Page, heading: str) -> None:
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        if faults := list(faults_of(page)):
            self.found[f"{page.url}: {heading}"] = faults


@pytest.fixture
def sight() -> Sight:
    return Sight()


def test_axe_finds_nothing_while_somebody_signs(desktop: Page, site: Site, sight: Sight) -> None:
    petition = open_petition()
    for language, heading in (("", "Sign this petition"), ("/es", "Firmar esta petición")):
        desktop.goto(f"{language}/petitions/{petition.slug}/sign/")
        desktop.locator("main form button").click()
        expect(desktop.get_by_role("alert")).to_be_visible()
        sight.look(desktop, heading)

    fill_in(desktop, petition, name="Ana Sample", email="ana.seen@example.org")
    letter = site.letter("ana.seen@example.org")
    type_code(desktop, "1234")
    sight.look(desktop, "One more step: confirm by letter")
    desktop.get_by_role("button", name="Send the letter again").click()
    sight.look(desktop, "One more step: confirm by letter")

    link = link_in(letter).partition("#")[0]
    desktop.goto(f"{link[:-33]}{'0' * 32}/")
    desktop.get_by_role("button", name="Yes, I signed this").click()
    sight.look(desktop, "This link does not work")
    desktop.add_init_script(once_loaded("document.forms[0].submit()"))
    with desktop.expect_response(lambda answer: answer.request.method == "POST"):
        desktop.goto(link)
    sight.look(desktop, "Please type the code from the letter")
    assert sight.found == {}


def test_axe_finds_nothing_once_somebody_signed(desktop: Page, site: Site, sight: Sight) -> None:
    petition = open_petition()
    shared = "the.seen@example.org"
    fill_in(desktop, petition, name="Ana Sample", email=shared)
    code = code_in(site.letter(shared))
    type_code(desktop, code)
    sight.look(desktop, "Your signature is confirmed")
    fill_in(desktop, petition, name="Ana Sample", email=shared)
    type_code(desktop, code)
    sight.look(desktop, "You had signed already")
    assert sight.found == {}


def test_axe_finds_nothing_where_it_is_over(desktop: Page, sight: Sight) -> None:
    closed, gone = closed_petition(), taken_down_petition()
    for path, heading in (
        (f"/petitions/{closed.slug}/", closed.title),
        (f"/petitions/{closed.slug}/sign/", "This petition takes no signatures now"),
        (f"/petitions/{gone.slug}/", "This petition was taken down"),
        ("/petitions/?q=nothing+like+it", "Petitions"),
        ("/replies/none/", "This link leads nowhere (any more)"),
        ("/nowhere/", "There is no page at this address"),
        ("/es/nowhere/", "No hay ninguna página en esta dirección"),
    ):
        desktop.goto(path)
        sight.look(desktop, heading)
    assert sight.found == {}


def test_axe_finds_nothing_in_the_office_when_something_is_wrong(
    desk_of: Callable[[User], Page], office: Page, sight: Sight
) -> None:
    office.goto("/account/login/")
    office.get_by_role("button", name="Sign in", exact=True).click()
    sight.look(office, "Sign in")

    bens = desk_of(organiser_of(GroupFactory(), email="ben.seen@example.org"))
    bens.goto("/petitions/new/")
    bens.get_by_role("button", name="Add it and go on").click()
    expect(bens.get_by_role("alert").first).to_be_visible()
    sight.look(bens, "Whom do you ask?")
    bens.goto("/review/")
    sight.look(bens, "This is not open to you")
    bens.goto("/nowhere/")
    sight.look(bens, "There is no page at this address")

    moes = desk_of(UserFactory(email="moe.seen@example.org", roles=["moderator"]))
    moes.goto(f"/review/{open_petition().pk}/")
    moes.get_by_role("button", name="Warn the organisers").click()
    expect(moes.get_by_role("alert").first).to_be_visible()
    assert list(faults_of(moes)) == []
    assert sight.found == {}
