"""Without JavaScript, Ana reads and signs by code, and Dov by the letter's button."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from tests.factories.petitions import open_petition
from tests.factories.record import shown_version
from tests.journeys.conftest import PHONE
from tests.journeys.signing import code_in, comes_to, fill_in, link_in, type_code
from tests.journeys.site import Site

THANKS = "Your signature is confirmed"


@pytest.fixture
def page(context: Callable[..., BrowserContext]) -> Page:
    """A page on a phone whose browser runs no scripts."""
    return context(**PHONE, java_script_enabled=False).new_page()


def test_signing_works_with_javascript_off(page: Page, site: Site) -> None:
    petition = open_petition()
    fill_in(page, petition, name="Ana Sample", email="ana.plain@example.org")
    type_code(page, code_in(site.letter("ana.plain@example.org")))
    expect(page.get_by_role("heading", level=1)).to_have_text(THANKS)

    fill_in(page, petition, name="Dov Sample", email="dov.plain@example.org")
    page.goto(link_in(site.letter("dov.plain@example.org")))
    page.get_by_role("button", name="Yes, I signed this").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text(THANKS)

    # The count is on the page as it is loaded, with what it rests on one tap away.
    assert comes_to(site, petition, 2)
    page.goto(f"/petitions/{petition.slug}/")
    expect(page.locator("[data-figure]").first).to_have_text("2")
    page.locator("a.evidence").first.tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check this count")
    expect(page.locator("[data-figure]").first).to_have_text("2")


def test_a_form_keeps_what_was_typed_with_javascript_off(page: Page) -> None:
    petition = open_petition()
    page.goto(f"/petitions/{petition.slug}/sign/")
    page.get_by_label("Your name", exact=True).fill("Ana Sample")
    page.get_by_label("Your e-mail address").fill("ana at example")
    page.get_by_role("button", name="Sign", exact=True).tap()
    problems = page.get_by_role("alert")
    expect(problems).to_contain_text("This is not a complete e-mail address.")
    expect(page.get_by_label("Your name", exact=True)).to_have_value("Ana Sample")
    problems.get_by_role("link", name="Your e-mail address").tap()
    expect(page.get_by_label("Your e-mail address")).to_be_focused()


def test_reading_works_with_javascript_off(page: Page) -> None:
    petition, version = open_petition(), shown_version(slug="plain-bridge")
    page.goto("/petitions/")
    page.get_by_role("searchbox").fill(petition.title)
    page.get_by_role("button", name="Search").tap()
    page.get_by_role("link", name=petition.title).tap()
    expect(page.locator("#text")).to_contain_text("Many walk home that way.")
    page.get_by_role("link", name="Español").tap()
    expect(page.locator("html")).to_have_attribute("lang", "es")

    page.goto(f"/record/{version.dossier.slug}/")
    page.locator("section[aria-labelledby=counts] a.evidence").first.tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("The Exampleton Ledger")
