"""A clerk with a password alone adds a passkey, which then opens the office by itself."""

import re

from playwright.sync_api import Page, expect
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.councils import CouncilFactory, OfficerFactory

from undersigned.accounts.rules import has_second_factor


def with_a_device_that_holds_passkeys(page: Page) -> None:
    """Give the browser an authenticator of its own, which says yes without a finger."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_clerk_signs_in_with_a_passkey(office: Page) -> None:
    council = CouncilFactory(slug="passkey-council", name="Sample Passkey Council")
    clerk = UserFactory(email="clara.passkey@example.org", name="Clara Sample", factor=False)
    OfficerFactory(council=council, user=clerk)
    with_a_device_that_holds_passkeys(office)

    # The password alone leads to setting up a second factor, and nowhere else.
    office.goto("/council/passkey-council/rules/")
    office.get_by_label("E-mail").fill(clerk.email)
    office.get_by_label("Password").fill(PASSWORD)
    office.get_by_role("button", name="Sign in", exact=True).click()
    expect(office.get_by_role("heading", level=1)).to_have_text("Your second factor")

    # She adds a passkey that opens the office by itself, and sees her recovery codes.
    office.get_by_role("link", name="Add a passkey").click()
    office.get_by_label("Name of the passkey").fill("Laptop")
    office.get_by_label("Sign in with it alone").check()
    office.get_by_role("button", name="Add the passkey").click()
    expect(office.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    expect(office.locator("main code")).to_have_count(10)
    assert has_second_factor(clerk)

    # She signs out, and comes back with the passkey alone, to where she wanted to go.
    office.goto("/account/logout/")
    office.get_by_role("button", name="Sign out").click()
    office.goto("/council/passkey-council/rules/")
    office.get_by_role("button", name="Sign in with a passkey").click()
    expect(office).to_have_url(re.compile("/council/passkey-council/rules/$"))
    expect(office.get_by_role("heading", level=1)).to_have_text("Another version of the rules")


def test_a_passkey_that_is_refused_says_so_on_the_page(office: Page) -> None:
    office.goto("/account/login/")
    session = office.context.new_cdp_session(office)
    session.send("WebAuthn.enable")  # no device: the browser refuses at once
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    options |= {"hasUserVerification": True, "isUserVerified": False}  # type: ignore[dict-item]
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    office.get_by_role("button", name="Sign in with a passkey").click()
    expect(office.get_by_text("That did not work, or was stopped")).to_be_visible()
