"""Moe warns Ben and, days later, takes the petition down; its address says why and since when."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.factories.accounts import UserFactory
from tests.factories.petitions import GroupFactory, open_petition, organiser_of
from tests.journeys.signing import ask, code_in, fill_in, open_when, type_code
from tests.journeys.site import Site

from undersigned.accounts.models import User
from undersigned.petitions.models import Petition

pytestmark = pytest.mark.main

REASON = "It accuses or exposes a private person"
WORDS = "The second paragraph names a neighbour who holds no office."
BEN = "ben.down@example.org"


def pass_days(petition: Petition, days: int) -> None:
    """As if the warning had gone out so many days ago."""
    earlier = timezone.now() - timedelta(days=days)
    Petition.objects.filter(pk=petition.pk).update(takedown_warned_at=earlier)


def test_a_petition_is_taken_down_after_notice_and_keeps_its_address(
    desk_of: Callable[[User], Page], desktop: Page, phone: Page, site: Site
) -> None:
    petition = open_petition(lead=GroupFactory(name="Fence Friends"), title="Mind the fence")
    organiser_of(petition.lead, email=BEN)
    moe = UserFactory(email="moe.down@example.org", name="Moe Sample", roles=["moderator"])
    address = f"/petitions/{petition.slug}/"
    fill_in(phone, petition, name="Ana Sample", email="ana.down@example.org")

    # Moe warns with a reason and words; Ben gets both by letter, and has two days to object.
    page = desk_of(moe)
    page.goto(f"/review/{petition.pk}/")
    page.get_by_label(REASON).check()
    page.get_by_label("In your words").fill(WORDS)
    page.get_by_role("button", name="Warn the organisers").click()
    expect(page.get_by_role("status")).to_have_text("The organisers are warned.")
    warning = site.letter(BEN)["text"]
    assert REASON in warning
    assert WORDS in warning
    assert ask(site, address).status == 200

    page.goto(f"/review/{petition.pk}/")
    page.get_by_role("button", name="Take it down").click()
    expect(page.get_by_role("alert")).to_contain_text("warned less than two days ago")
    pass_days(petition, 3)
    page.goto(f"/review/{petition.pk}/")
    page.get_by_role("button", name="Take it down").click()
    expect(page.get_by_role("status")).to_contain_text("Taken down.")
    assert WORDS in site.letter(BEN, count=2)["text"]

    # The address stays, and tells why and since when; what was there is gone, from the lists too.
    today = timezone.localdate().isoformat()
    for path, heading in (
        (address, "This petition was taken down"),
        (f"{address}count/", "This petition was taken down"),
        (f"/es{address}", "Esta petición fue retirada"),
    ):
        open_when(desktop, path, lambda answer: answer.status == 410)
        expect(desktop.get_by_role("heading", level=1)).to_have_text(heading)
        expect(desktop.locator("main")).to_contain_text(WORDS)
        expect(desktop.locator(f"main time[datetime='{today}']")).to_be_visible()
        expect(desktop.locator("main")).not_to_contain_text("Many walk home that way.")
        expect(desktop.locator("[data-figure]")).to_have_count(0)
    assert ask(site, f"{address}text.json").status == 410
    assert ask(site, f"{address}sign/").status == 410
    assert petition.title not in ask(site, "/petitions/?q=fence").words

    # Ana's letter came while it was open. She learns that it is not, and nothing counts.
    type_code(phone, code_in(site.letter("ana.down@example.org")))
    expect(phone.get_by_text("The petition has closed")).to_be_visible()
