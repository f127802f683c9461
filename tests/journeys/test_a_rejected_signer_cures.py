"""Two reviewers do not find a signer; a letter says so; on a phone the signer puts it right, and counts."""

import re
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.factories.petitions import open_petition
from tests.journeys.site import Site
from tests.verification.checking import laid_out, outcomes, reviewer_of, say

from undersigned.accounts.models import User
from undersigned.verification.models import Check

FOUND = ((["V1"], True), (["V2"], True), (["V3"], False), ([], False))


def test_a_rejected_signer_cures_the_signature(
    desk_of: Callable[[User], Page], phone: Page, site: Site
) -> None:
    petition = open_petition(title="Plant trees by the school")
    check = laid_out(FOUND, petition=petition)
    people = [reviewer_of(petition.council, f"{name} Sample") for name in ("Rae", "Sol")]
    for user in people:
        say(check, 4, "not_registered", user)
    assert outcomes(check)[3] == "not_registered"

    the_clerk_offers_it(desk_of(check.began_by), check)
    letter = site.letter(f"signer.{petition.pk}.3@example.org", count=2)
    assert letter["subject"] == f"Your signature does not count yet: {petition.title}"
    the_signer_puts_it_right(phone, letter["text"])

    assert outcomes(check)[3] == "(waiting)"
    a_reviewer_looks_again(desk_of(people[0]), check)
    assert outcomes(check)[3] == "valid"
    phone.reload()
    expect(phone.locator("h1")).to_have_text("Thank you: people will look again")


def the_clerk_offers_it(desk: Page, check: Check) -> None:
    desk.goto(f"/checks/{check.pk}/")
    expect(desk.locator("main")).to_contain_text("1 signer whose line does not count")
    until = timezone.localdate() + timedelta(days=14)
    desk.get_by_label("Last day for an answer").fill(until.isoformat())
    desk.get_by_role("button", name="Write to them").click()
    expect(desk.locator("body")).to_contain_text("The letters go out within minutes.")


def the_signer_puts_it_right(phone: Page, text: str) -> None:
    found = re.search(r"http\S+/cures/\S+", text)
    assert found
    phone.goto(found[0])
    expect(phone.locator("main")).to_contain_text("did not find you on its list of voters")
    phone.get_by_label("Your name, as it stands on the list of voters").fill("Eli Sandpiper")
    phone.get_by_label("The address where you are registered").fill("1 Quay, Sampleton 12345")
    phone.get_by_role("button", name="Send it to the council’s office").click()
    expect(phone.locator("h1")).to_have_text("Thank you: people will look again")


def a_reviewer_looks_again(desk: Page, check: Check) -> None:
    """The voter is found by searching the roll, and put beside the signer."""
    desk.goto(f"/checks/{check.pk}/lines/4/")
    desk.get_by_role("button", name="Review this line").click()
    expect(desk.locator(".review-signer")).to_contain_text("Eli Sandpiper")
    expect(desk.locator(".review-signer")).to_contain_text("Dov Unlisted")
    desk.get_by_label("Words of the name or the address").fill("eli sandpiper quay")
    desk.get_by_role("button", name="Search", exact=True).click()
    desk.get_by_role("button", name="Put beside the signer").click()
    expect(desk.locator(".candidate")).to_contain_text("Eli Sandpiper")
    desk.get_by_role("button", name="This voter: valid").click()
    expect(desk.locator(".review-last")).to_contain_text("you decided Valid")
