"""Ana mistypes her address and corrects it; Dov, who got her first letter, can do nothing with it."""

from playwright.sync_api import Page, expect
from tests.factories.petitions import open_petition
from tests.journeys.signing import code_in, comes_to, fill_in, link_in, type_code
from tests.journeys.site import Site

WRONG, RIGHT = "ana.mistyped@example.org", "ana.sample@example.org"


def test_a_wrong_address_is_corrected_from_the_waiting_page(
    phone: Page, desktop: Page, site: Site
) -> None:
    petition = open_petition()
    fill_in(phone, petition, name="Ana Sample", email=WRONG)
    astray = site.letter(WRONG)

    phone.get_by_text("I mistyped my address").tap()
    phone.get_by_label("Your correct e-mail address").fill(RIGHT)
    phone.get_by_role("button", name="Send the letter there").tap()
    expect(phone.get_by_text("The letter goes to the new address within a minute.")).to_be_visible()
    letter = site.letter(RIGHT)

    # Dov presses the button of the letter that was not for him.
    desktop.goto(link_in(astray))
    desktop.get_by_role("button", name="Yes, I signed this").click()
    expect(desktop.get_by_role("heading", level=1)).to_have_text("This link does not work")

    # The old code does nothing either; the new one does.
    type_code(phone, code_in(astray))
    expect(phone.get_by_text("That is not the code in the letter").first).to_be_visible()
    type_code(phone, code_in(letter))
    expect(phone.get_by_role("heading", level=1)).to_have_text("Your signature is confirmed")
    assert comes_to(site, petition, 1)
    assert "Your receipt" in site.letter(RIGHT, count=2)["subject"]
    assert (len(site.letters(WRONG)), len(site.letters(RIGHT))) == (1, 2)
