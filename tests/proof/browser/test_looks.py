"""The page for everybody: on a phone and a desktop, light and dark, in two languages, by keyboard and by ear."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect
from tests.factories.logs import Log, opened, signed
from tests.journeys.seeing import faults_of
from tests.proof.browser.conftest import PHONE
from tests.proof.browser.verifier import Verifier

Visit = Callable[..., Verifier]


def press_until(page: Page, there: str, key: str = "Tab") -> None:
    """Go by keyboard until the focus is on what a selector says."""
    for _ in range(60):
        page.keyboard.press(key)
        if page.evaluate("(there) => document.activeElement.matches(there)", there):
            return
    pytest.fail(f"the keyboard does not lead to {there}")


@pytest.mark.parametrize("language", ["en", "es"])
def test_axe_finds_nothing_before_and_after_good_and_bad_checks(
    language: str, log: Log, at_site: Visit
) -> None:
    log.add(opened("p1"), *signed("p1", 20)).publish()
    receipt = log.receipt(5)
    page = at_site(fragment=f"#lang={language}")
    assert list(faults_of(page.page)) == []
    page.open_receipt(receipt).say_whose(4)
    assert page.check_receipt() == "mine"
    assert page.recount() == "recounted"
    page._open("#log-details")
    assert list(faults_of(page.page)) == []
    assert page.recount("p1") == "recounted"
    page.say_whose(5)
    assert page.check_receipt() == "not-mine"
    assert list(faults_of(page.page)) == []


def test_a_check_needs_nothing_but_the_keyboard(log: Log, at_site: Visit) -> None:
    log.add(opened("p1"), *signed("p1", 20)).publish()
    verifier = at_site()
    page = verifier.page
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the text")
    press_until(page, "#receipt-text")
    page.keyboard.insert_text(log.receipt(5).decode())
    press_until(page, "#receipt button.button")
    page.keyboard.press("Enter")
    expect(page.locator("#receipt-outcome h3")).to_be_focused()
    press_until(page, "#recount button.button")
    page.keyboard.press("Space")
    expect(page.locator("#recount-outcome h3")).to_be_focused()
    press_until(page, "#recount-outcome .scroll")
    press_until(page, "#mine > summary", "Shift+Tab")
    page.keyboard.press("Enter")
    press_until(page, "#mine-opening")


def test_a_screen_reader_hears_that_it_goes_on_and_how_it_ended(log: Log, at_site: Visit) -> None:
    log.add(opened("p1"), *signed("p1", 20)).publish()
    verifier = at_site()
    page = verifier.page
    page.route("**/tile/**", lambda _: None)
    page.locator("#recount button.button").click()
    expect(page.get_by_role("status")).to_have_text("Checking …")
    expect(page.get_by_role("progressbar", name="Entries read")).to_be_visible()
    page.unroute("**/tile/**")
    verifier.recount()
    expect(page.get_by_role("heading", name="The whole log was recounted")).to_be_focused()
    steps = page.get_by_role("list", name="What was checked").get_by_role("listitem")
    assert [text.partition(":")[0] for text in steps.all_inner_texts()] == ["✓\nYes", "✓\nYes"]


def test_who_went_on_typing_keeps_the_focus_and_hears_the_verdict(log: Log, at_site: Visit) -> None:
    log.add(opened("p1"), *signed("p1", 20)).publish()
    page = at_site().page
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/tile/entries/**", hold)
    page.locator("#recount button.button").click()
    page.locator("#receipt-text").focus()
    while not held:
        page.wait_for_timeout(10)
    held[0].continue_()
    expect(page.locator("#recount-outcome h3")).to_be_visible()
    expect(page.locator("#receipt-text")).to_be_focused()
    expect(page.get_by_role("status")).to_have_text("The whole log was recounted, and it is sound")


def test_the_language_is_the_browsers_and_can_be_changed_with_the_outcome(
    log: Log, at_site: Visit
) -> None:
    log.add(opened("p1"), *signed("p1", 1500)).publish()
    verifier = at_site(locale="es-US")
    page = verifier.page
    expect(page).to_have_title("Verifique un comprobante, recuente una petición")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    verifier.recount("p1")
    figure = page.locator("#recount-outcome [data-petition=p1]")
    expect(figure).to_contain_text("1,500 firmas cuentan para la petición p1")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("button", name="English")).to_have_attribute("aria-pressed", "true")
    expect(figure).to_contain_text("1,500 signatures count for petition p1")


def test_a_page_from_right_to_left_fits_a_phone(log: Log, at_site: Visit) -> None:
    log.add(opened("p1"), *signed("p1", 20)).publish()
    verifier = at_site(**PHONE)
    verifier.recount()
    verifier.page.evaluate("document.documentElement.dir = 'rtl'")
    assert verifier.page.evaluate("document.documentElement.scrollWidth") == 390
    mark = verifier.page.locator(".steps .mark").first.bounding_box()
    words = verifier.page.locator(".steps .what").first.bounding_box()
    assert mark
    assert words
    assert mark["x"] > words["x"]


def test_without_javascript_it_names_the_other_verifier(log: Log, at_site: Visit) -> None:
    page = at_site(java_script_enabled=False).page
    expect(
        page.get_by_text("undersigned-verify.pyz does the same without a browser")
    ).to_be_visible()
