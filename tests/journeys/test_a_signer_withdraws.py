"""Ana changed her mind: by her letter's link she withdraws on her phone; Ben, who looks on, sees the count fall."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.factories.petitions import open_petition
from tests.journeys.seeing import faults_of
from tests.journeys.signing import ask, comes_to, fill_in, link_in
from tests.journeys.site import Letter, Site
from tests.processes import eventually

pytestmark = pytest.mark.main

OWN = re.compile(r"http://localhost:\d+(/signatures/[0-9a-f]{32}/[0-9a-f]{32}/)\s")


def own_link_in(letter: Letter) -> str:
    """The path of the page of one's own signature."""
    found = OWN.search(letter["text"])
    assert found, letter["text"]
    return found[1]


def test_a_signer_on_a_phone_withdraws_and_the_count_falls(
    phone: Page, desktop: Page, site: Site
) -> None:
    petition = open_petition()
    for name in ("Ana Sample", "Cleo Sample"):
        address = f"{name.split()[0].lower()}.leaves@example.org"
        fill_in(phone, petition, name=name, email=address)
        phone.goto(link_in(site.letter(address)))
        phone.get_by_role("button", name="Yes, I signed this").tap()
        expect(phone.get_by_role("heading", level=1)).to_have_text("Your signature is confirmed")
    assert comes_to(site, petition, 2)
    bens = desktop
    bens.goto(f"/petitions/{petition.slug}/")
    expect(bens.locator("[data-figure]").first).to_have_text("2")

    # Months later, the letter is all that she has. A mail scanner has been there before her.
    own = own_link_in(site.letter("ana.leaves@example.org"))
    for act in ("", "withdraw/", "erase/", "not-me/"):
        assert ask(site, f"{own}{act}").status == 200
        assert ask(site, f"{own}{act}", method="POST", fields={}).status in {405, 422}
    phone.goto(own)
    expect(phone.get_by_text("It is confirmed, and counts.")).to_be_visible()
    assert list(faults_of(phone)) == []
    phone.set_viewport_size({"width": 390, "height": 844})
    phone.get_by_role("link", name="Withdraw it").first.tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Withdraw your signature?")
    assert list(faults_of(phone)) == []
    phone.set_viewport_size({"width": 390, "height": 844})
    phone.get_by_role("button", name="Yes, withdraw my signature").tap()
    expect(phone.get_by_text("It is withdrawn, and does not count any more.")).to_be_visible()

    # Ben sees why the count is lower.
    assert comes_to(site, petition, 1)
    assert eventually(lambda: _says_why(bens))

    # She has her data erased, too; then her link leads nowhere.
    phone.get_by_role("link", name="Have your data erased").tap()
    phone.get_by_role("button", name="Yes, erase my data").tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text("It is erased")
    assert ask(site, own).status == 404
    assert phone.context.cookies() == []


def _says_why(page: Page) -> bool:
    page.reload()
    words = " ".join(page.locator("main").inner_text().split())
    return "2 signed · 1 withdrew → which leaves 1" in words


def test_a_signer_who_lost_the_letter_finds_the_signature_by_e_mail(
    phone: Page, site: Site
) -> None:
    petition = open_petition()
    fill_in(phone, petition, name="Dov Sample", email="dov.finds@example.org")
    phone.goto(link_in(site.letter("dov.finds@example.org")))
    phone.get_by_role("button", name="Yes, I signed this").tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Your signature is confirmed")

    phone.goto(f"/petitions/{petition.slug}/")
    phone.get_by_role("link", name="Find your signature").tap()
    phone.get_by_label("The e-mail address you signed with").fill("dov.finds@example.org")
    phone.get_by_role("button", name="Send me the link").tap()
    expect(phone.get_by_text("A letter is on its way")).to_be_visible()
    letter = site.letter("dov.finds@example.org", count=2)

    assert letter["subject"].startswith("The link to your signature")
    phone.goto(own_link_in(letter))
    expect(phone.get_by_text("It is confirmed, and counts.")).to_be_visible()
