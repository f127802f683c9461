"""Ana signs on her phone and types the letter's code; Ben, who looks on, sees the count go up."""

import pytest
from playwright.sync_api import Page, expect
from tests.factories.petitions import open_petition
from tests.journeys.signing import code_in, comes_to, type_code
from tests.journeys.site import Site

pytestmark = pytest.mark.main


def test_a_signer_on_a_phone_confirms_by_code(phone: Page, desktop: Page, site: Site) -> None:
    petition = open_petition()
    bens = desktop
    bens.clock.install()
    bens.goto(f"/petitions/{petition.slug}/count/")
    count = bens.locator("[data-figure]").first
    expect(count).to_have_text("0")

    # Ana reads, taps, types; her keyboard and her fingers are all that it takes.
    phone.goto(f"/petitions/{petition.slug}/")
    expect(phone.get_by_role("heading", level=1)).to_have_text(petition.title)
    phone.get_by_role("link", name="Sign this petition").first.tap()
    expect(phone.get_by_text("Names and addresses may be requested.")).to_be_visible()
    phone.get_by_label("Your name", exact=True).fill("Ana Sample")
    phone.get_by_label("Your e-mail address").fill("ana.phone@example.org")
    phone.get_by_label("Your street address").fill("1 Sample Street")
    phone.get_by_label("Your postal code").fill("00000")
    phone.get_by_label("I live here").tap()
    phone.get_by_label("Your ward").select_option("I don’t know")
    phone.get_by_label("I am 16 years old or older").tap()
    expect(phone.get_by_label("Show my name publicly")).not_to_be_checked()
    phone.get_by_role("button", name="Sign", exact=True).tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text("One more step: confirm by letter")

    # A wrong digit first; it says how many tries are left, and the right code then confirms.
    code = code_in(site.letter("ana.phone@example.org"))
    wrong = f"{code[:-1]}{(int(code[-1]) + 1) % 10}"
    type_code(phone, wrong)
    expect(phone.get_by_text("You can try 4 more times.")).to_be_visible()
    type_code(phone, code)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Your signature is confirmed")
    assert phone.evaluate("document.documentElement.scrollWidth") == 390

    # Ben has not touched his page.
    assert comes_to(site, petition, 1)
    bens.clock.fast_forward("00:11")
    expect(count).to_have_text("1")
    assert phone.context.cookies() == bens.context.cookies() == []
    receipt = site.letter("ana.phone@example.org", count=2)
    assert receipt["subject"] == f"Your receipt: {petition.title}"
