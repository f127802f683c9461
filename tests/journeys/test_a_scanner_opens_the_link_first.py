"""A program that checks Ana's mail opens the link before she does: it confirms nothing, she then does."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from tests.factories.petitions import open_petition
from tests.journeys.conftest import DESKTOP
from tests.journeys.signing import (
    ask,
    code_in,
    comes_to,
    confirmed,
    fields_of,
    link_in,
    once_loaded,
)
from tests.journeys.site import Site

from undersigned.petitions.models import Petition

BUTTON = "Yes, I signed this"
NO_PRESS = "Please type the code from the letter"
THANKS = "Your signature is confirmed"
# What a scanner's script does to the page, once. It is in the page before anything else, and nobody looks at the page
# until it has acted: whoever drives a browser from outside, as Playwright's `evaluate` and `expect` do, lends the page
# a person's gesture for some seconds.
WAYS = {
    "submit": "document.forms[0].submit()",
    "requestSubmit": "document.forms[0].requestSubmit()",
    "click": "document.querySelector('form button').click()",
    "a made-up event": (
        "document.querySelector('form button').dispatchEvent("
        "new MouseEvent('click', {bubbles: true, cancelable: true}))"
    ),
}


def signed(site: Site, petition: Petition, email: str) -> tuple[str, str]:
    """Somebody signs; the path of the page that waits, and of their letter's link."""
    fields = fields_of(name="Ana Sample", email=email)
    answer = ask(site, f"/petitions/{petition.slug}/sign/", method="POST", fields=fields)
    assert answer.status == 302
    return answer.leads_to, link_in(site.letter(email))


def scan_in_a_browser(
    context: Callable[..., BrowserContext], link: str, act: str, delay: int
) -> None:
    scanner = context(**DESKTOP)
    scanner.add_init_script(once_loaded(act, after=delay))
    page = scanner.new_page()
    with page.expect_response(lambda answer: answer.request.method == "POST") as posted:
        page.goto(link)
    assert "sec-fetch-user" not in posted.value.request.all_headers()
    expect(page.get_by_role("heading", level=1)).to_have_text(NO_PRESS)
    page.close()


@pytest.mark.main
def test_a_mail_scanner_opens_the_link_before_the_signer_does(
    desktop: Page, context: Callable[..., BrowserContext], site: Site
) -> None:
    petition = open_petition()
    _, link = signed(site, petition, "ana.scanned@example.org")

    # It follows the link again and again, and sends the form that it finds there.
    for method in ["GET", "HEAD"] * 3:
        assert ask(site, link, method=method).status == 200
    assert NO_PRESS in ask(site, link, method="POST", fields={}).words

    # It opens the link in a browser, whose scripts send the form in every way that scripts have.
    for act in WAYS.values():
        for delay in (0, 700):
            scan_in_a_browser(context, link, act, delay)
    assert BUTTON in ask(site, link).words
    assert confirmed(site, petition) == 0

    # Ana presses. It counts, and pressing again on another day changes nothing.
    desktop.goto(link)
    desktop.get_by_role("button", name=BUTTON).click()
    expect(desktop.get_by_role("heading", level=1)).to_have_text(THANKS)
    assert comes_to(site, petition, 1)
    desktop.goto(link)
    expect(desktop.get_by_role("heading", level=1)).to_have_text(THANKS)
    assert len(site.letters("ana.scanned@example.org")) == 1


def test_the_button_can_be_pressed_by_keyboard(desktop: Page, site: Site) -> None:
    _, link = signed(site, open_petition(), "ana.keys@example.org")
    desktop.goto(link)
    button = desktop.get_by_role("button", name=BUTTON)
    for _ in range(20):
        desktop.keyboard.press("Tab")
        if button.evaluate("button => button === document.activeElement"):
            break
    desktop.keyboard.press("Enter")
    expect(desktop.get_by_role("heading", level=1)).to_have_text(THANKS)


def test_a_browser_that_says_nothing_of_presses_confirms_by_code(site: Site) -> None:
    petition = open_petition()
    waiting, link = signed(site, petition, "ana.old@example.org")
    answer = ask(site, link, method="POST", fields={})
    assert NO_PRESS in answer.words
    there = re.search(r'<form[^>]* action="(/signing/[^"]+)"', answer.words)
    assert there
    assert there[1] == waiting

    fields = {"code": code_in(site.letter("ana.old@example.org"))}
    assert ask(site, waiting, method="POST", fields=fields).leads_to == waiting
    assert THANKS in ask(site, waiting).words
    assert comes_to(site, petition, 1)
