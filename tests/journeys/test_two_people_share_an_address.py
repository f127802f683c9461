"""Ana and Ben share a mailbox and both count; Eve, who uses it too, is told by letter."""

from playwright.sync_api import Page, expect
from tests.factories.petitions import open_petition
from tests.journeys.signing import code_in, comes_to, fill_in, type_code
from tests.journeys.site import Site

from undersigned.signatures.models import Signature

SHARED = "the.samples@example.org"
THANKS = "Your signature is confirmed"


def test_two_people_share_an_address_and_a_third_is_told_by_letter(
    phone: Page, desktop: Page, site: Site
) -> None:
    petition = open_petition()
    for count, name in enumerate(["Ana Sample", "Ben Sample"]):
        fill_in(phone, petition, name=name, email=SHARED)
        type_code(phone, code_in(site.letter(SHARED, count=2 * count + 1)))
        expect(phone.get_by_role("heading", level=1)).to_have_text(THANKS)
        receipt = site.letter(SHARED, count=2 * count + 2)
        assert receipt["subject"] == f"Your receipt: {petition.title}"
    assert comes_to(site, petition, 2)

    # Eve sees the page that everybody sees. The letter tells the owners of the mailbox.
    fill_in(desktop, petition, name="Eve Sample", email=SHARED)
    letter = site.letter(SHARED, count=5)
    assert letter["subject"] == f"Your address has been used twice: {petition.title}"
    assert "/confirm/" not in letter["text"]
    assert Signature.objects.filter(petition=petition, state="confirmed").count() == 2
