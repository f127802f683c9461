"""Somebody who thinks for long over a form is warned, stays with one press, and loses nothing."""

from playwright.sync_api import Page, expect
from tests.factories.accounts import PASSWORD, TOTP_SECRET, UserFactory
from tests.factories.councils import CouncilFactory, OfficerFactory
from tests.journeys.site import Site


def test_a_clerk_is_warned_before_the_session_ends(office: Page, site: Site) -> None:
    council = CouncilFactory(slug="slow-council")
    clerk = UserFactory(email="clara.slow@example.org")
    OfficerFactory(council=council, user=clerk)
    office.clock.install()
    site.sign_in(office, email=clerk.email, password=PASSWORD, totp_secret=TOTP_SECRET)
    office.goto("/council/slow-council/wards/")
    office.get_by_label("Wards, one a line").fill("Half a thought")
    warning = office.get_by_role("alert")

    office.clock.fast_forward("24:00")
    expect(warning).to_be_hidden()
    office.clock.fast_forward("01:30")
    expect(warning).to_contain_text("within five minutes")

    warning.get_by_role("button", name="Stay signed in").press("Enter")
    expect(warning).to_be_hidden()
    expect(office.get_by_label("Wards, one a line")).to_have_value("Half a thought")
    office.clock.fast_forward("24:00")
    expect(warning).to_be_hidden()
