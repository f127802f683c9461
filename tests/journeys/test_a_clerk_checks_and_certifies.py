"""The clerk imports Exampleton's roll, matches, reviews with a colleague, certifies; the public pages say so."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.factories.petitions import CouncilFactory, GroupFactory, open_petition
from tests.journeys.seeing import faults_of
from tests.journeys.signing import all_in_the_log, comes_to
from tests.journeys.site import Site
from tests.signatures.moderating import confirm, sign
from tests.verification.checking import clerk_of, outcomes, reviewer_of

from undersigned.accounts.models import User
from undersigned.petitions.actions import close
from undersigned.petitions.models import Petition
from undersigned.signatures.facts import Entry
from undersigned.verification.models import Check

pytestmark = pytest.mark.main

ROLL = """Voter ID,Last Name,First Name,Middle Name,House Number,Street,City,Zip,Status,Registration Date
X1,Heron,Ana,Maria,12,Elm Street,Exampleton,12345,Active,05/04/2010
X2,Kestrel,Benjamin,,7,Willow Road,Exampleton,12345,Active,06/01/2012
X3,Plover,Cora,,9,Oldfield Avenue,Exampleton,12345,Active,02/03/2015
X4,Sandpiper,Eli,,1,Quay Street,Exampleton,12345,Active,02/03/2016
"""
# The first two are on the roll, Ana twice; Cora has moved; Dov is not there.
SIGNERS = (
    ("Ana María Heron", "12 Elm St, 12345"),
    ("Ben Kestrel", "7 Willow Rd, 12345"),
    ("Ana Maria Heron", "12 Elm Street, 12345"),
    ("Cora Plover", "40 Harbour Lane, 12345"),
    ("Dov Unlisted", "3 Nowhere Court, 12345"),
)
DEAF = 450  # milliseconds in which the review's page takes no key
SLOW = 60_000  # milliseconds for what the worker does


@pytest.fixture
def petition(site: Site) -> Petition:
    """Five people signed; it is closed, and all of it is in the public log."""
    council = CouncilFactory(slug="exampleton-checks", name="Exampleton City Council")
    petition = open_petition(
        council=council, lead=GroupFactory(name="Quay Friends"), title="Mend the quay steps"
    )
    at = timezone.now()
    for place, (name, address) in enumerate(SIGNERS):
        email = f"quay.{place}@example.org"
        refs = sign(petition, [Entry(name=name, email=email, address=address, basis="live")], at=at)
        confirm(refs, at=at)
    assert comes_to(site, petition, len(SIGNERS))
    close(petition=petition, at=timezone.now(), by="operator")
    assert all_in_the_log(petition)
    petition.refresh_from_db()
    return petition


def test_a_clerk_checks_and_certifies(
    desk_of: Callable[[User], Page], desktop: Page, petition: Petition, tmp_path: Path
) -> None:
    cleo = desk_of(clerk_of(petition.council, "Cleo Quay"))
    rae = desk_of(reviewer_of(petition.council, "Rae Quay"))

    the_roll_is_read_in(cleo, tmp_path)
    the_list_is_fixed_and_compared(cleo, petition)
    check = Check.objects.get(petition=petition)
    both_review(cleo, rae, check)
    assert sorted(outcomes(check)) == ["duplicate", "not_registered", "valid", "valid", "valid"]
    the_same_voter_is_stated(cleo, check)
    it_is_finished_and_certified(cleo, check)

    desktop.goto(f"/petitions/{petition.slug}/")
    expect(desktop.locator("main")).to_contain_text("3")
    desktop.goto(f"/petitions/{petition.slug}/checking/")
    expect(desktop.locator("main")).to_contain_text("March 1, 2026")


def the_roll_is_read_in(cleo: Page, folder: Path) -> None:
    file = folder / "voters.csv"
    file.write_text(ROLL, encoding="utf-8")
    cleo.goto("/council/exampleton-checks/rolls/")
    cleo.get_by_label("The file").set_input_files(file)
    cleo.get_by_role("button", name="Send the file").click()
    expect(cleo.get_by_role("heading", name="Which column is what")).to_be_visible()
    cleo.get_by_label("What this list is").fill("Voters of Exampleton")
    cleo.get_by_label("The day as of which it is true").fill("2026-03-01")
    cleo.get_by_role("button", name="Read the file in").click()
    expect(cleo.locator("main .kicker")).to_contain_text("ready", timeout=SLOW)


def the_list_is_fixed_and_compared(cleo: Page, petition: Petition) -> None:
    cleo.get_by_role("link", name="Checks", exact=True).click()
    cleo.get_by_role("link", name="Begin a check").click()
    cleo.get_by_label("Petition").select_option(label=petition.title)
    cleo.get_by_label("Roll", exact=True).select_option(index=1)
    cleo.get_by_role("button", name="Fix the list and compare it").click()
    expect(cleo.locator("main .kicker")).to_contain_text("Under review", timeout=SLOW)
    expect(cleo.locator("main")).to_contain_text("5 lines")


def both_review(cleo: Page, rae: Page, check: Check) -> None:
    """Whoever is there decides on what is before them, until nothing waits for either."""
    for desk in (cleo, rae) * 2:
        desk.goto(f"/checks/{check.pk}/")
        again = desk.get_by_role("button", name="Review the next line")
        if again.count():
            again.click()
        while desk.locator("[data-review]").count():
            assert list(faults_of(desk)) == []
            desk.set_viewport_size({"width": 1280, "height": 900})
            desk.locator("[data-review]").focus()
            desk.wait_for_timeout(DEAF)
            before = desk.url
            for key in keys_for(desk):
                desk.keyboard.press(key)
            expect(desk).not_to_have_url(before)


def keys_for(desk: Page) -> tuple[str, ...]:
    """What a careful reviewer decides; the number of the other line stands there already."""
    if "Dov" in desk.locator(".review-signer").inner_text():
        return ("n",)
    if "Counted already" in desk.locator(".candidate").first.inner_text():
        return ("d", "Enter")
    return ("1",)


def the_same_voter_is_stated(cleo: Page, check: Check) -> None:
    cleo.goto(f"/checks/{check.pk}/")
    cleo.get_by_role("link", name="Lines of one voter").click()
    expect(cleo.locator("main")).to_contain_text("counts. The same voter: line")


def it_is_finished_and_certified(cleo: Page, check: Check) -> None:
    cleo.goto(f"/checks/{check.pk}/")
    cleo.get_by_role("button", name="Finish the check").click()
    expect(cleo.locator("body")).to_contain_text("Finished. Its figures are on the public record.")
    cleo.goto(f"/checks/{check.pk}/certificates/")
    required = cleo.get_by_label("Valid signatures required")
    if required.count():
        required.fill("3")
    cleo.get_by_role("button", name="Write it").click()
    cleo.get_by_role("button", name="Issue it under the site’s seal").click()
    expect(cleo.locator("body")).to_contain_text("Issued.")
