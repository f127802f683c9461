"""A program signs a thousand times in one hour; two moderators hold and void them, and the drop explains itself."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.factories.accounts import UserFactory
from tests.factories.petitions import GroupFactory, open_petition
from tests.journeys.signing import ask, code_in, comes_to, fill_in, open_when, type_code
from tests.journeys.site import Site
from tests.signatures.moderating import SOMEBODY, confirm, sign, signers

from undersigned.accounts.models import User
from undersigned.petitions.models import Petition

pytestmark = pytest.mark.main

NOW = timezone.now()
# Yesterday, at an hour in which no clock is put forward or back.
THEN = NOW.replace(hour=16, minute=0, second=0, microsecond=0) - timedelta(days=1)
PEOPLE, SCRIPTED = 42, 1_000
WORDS = "They came from one program, four a second, from one mail domain."
REASON = "Not signed by the person it names, or signed by a program"
BATCH = 100


def people_sign(petition: Petition) -> None:
    """Forty-two people, over two days."""
    for hour in range(PEOPLE // 2):
        signers(petition, 2, at=THEN - timedelta(days=1, hours=hour))


def a_program_signs(petition: Petition) -> None:
    """A thousand times within minutes, each letter confirmed, since it has a mail domain of its own."""
    for batch in range(SCRIPTED // BATCH):
        at = THEN + timedelta(minutes=10 + batch)
        entries = [
            replace(
                SOMEBODY,
                name=f"Rae Robot {batch} {number}",
                email=f"r{batch}.{number}@scripts.example.net",
                address=f"{number} Sample Lane",
            )
            for number in range(BATCH)
        ]
        confirm(sign(petition, entries, at=at), at=at)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def until(page: Page, state: str) -> None:
    """The page follows the worker by itself."""
    expect(page.locator("main .kicker")).to_contain_text(state)


def test_a_thousand_scripted_signatures_are_held_then_voided_and_the_drop_explains_itself(
    desk_of: Callable[[User], Page], desktop: Page, phone: Page, site: Site
) -> None:
    petition = open_petition(lead=GroupFactory(name="Mill Friends"), title="Keep the mill pond")
    people_sign(petition)
    a_program_signs(petition)
    assert comes_to(site, petition, PEOPLE + SCRIPTED)
    moe = UserFactory(email="moe.mill@example.org", name="Moe Sample", roles=["moderator"])
    mia = UserFactory(email="mia.mill@example.org", name="Mia Sample", roles=["moderator"])
    moes, mias = desk_of(moe), desk_of(mia)

    moe_finds_the_burst_and_counts_it(moes, petition)
    moe_looks_for_what_they_have_in_common(moes)
    moe_holds_them(moes)
    nothing_changes_outside(site, petition)
    moe_asks(moes)
    mia_approves(mias)
    assert comes_to(site, petition, PEOPLE)
    the_drop_explains_itself(desktop, petition)
    people_go_on_signing(phone, petition, site)


def moe_finds_the_burst_and_counts_it(page: Page, petition: Petition) -> None:
    page.get_by_role("link", name="Signatures", exact=True).click()
    page.get_by_role("link", name=petition.title).click()
    expect(page.locator("main")).to_contain_text("1,000 confirmations, 500 times the usual hour")
    page.locator("#flow").locator("..").locator("li a").first.click()
    expect(page.get_by_role("heading", name="By the minute:")).to_be_visible()
    press(page, "Count them")
    until(page, "Counted")
    expect(page.locator("main")).to_contain_text("1,000 confirmed")


def moe_looks_for_what_they_have_in_common(page: Page) -> None:
    page.get_by_label("More confirmations than usual in a short time").check()
    press(page, "Look for patterns")
    expect(page.locator("main")).to_contain_text("scripts.example.net: 1,000")
    expect(page.locator("main")).not_to_contain_text("Rae Robot")
    page.get_by_label("scripts.example.net").check()
    page.get_by_label("Names with digits").check()
    press(page, "Count them")
    until(page, "Counted")
    expect(page.locator("main")).to_contain_text("Mail domain: scripts.example.net")
    expect(page.locator("main")).to_contain_text("1,000 confirmed")


def moe_holds_them(page: Page) -> None:
    press(page, "Hold them")
    until(page, "Counted")
    expect(page.locator("main")).to_contain_text("1,000 held")


def nothing_changes_outside(site: Site, petition: Petition) -> None:
    address = f"/petitions/{petition.slug}/"
    assert '"confirmed": 1042' in ask(site, f"{address}count.json").words
    assert "Declared void" not in ask(site, address).words


def moe_asks(page: Page) -> None:
    page.get_by_label(REASON).check()
    page.get_by_label("In your words").fill(WORDS)
    press(page, "Ask another moderator")
    expect(page.get_by_role("status")).to_contain_text("Another moderator must decide")
    expect(page.locator("main")).to_contain_text("You asked for this yourself.")
    expect(page.get_by_role("button", name="Approve", exact=True)).to_have_count(0)


def mia_approves(page: Page) -> None:
    page.reload()
    page.get_by_role("listitem").filter(has_text="Declare signatures void?").get_by_role(
        "link"
    ).first.click()
    expect(page.locator("main")).to_contain_text(WORDS)
    press(page, "Approve")
    until(page, "Declared void")
    expect(page.locator("main")).to_contain_text("1,000 void")
    expect(page.locator("main")).to_contain_text("0 held")


def the_drop_explains_itself(page: Page, petition: Petition) -> None:
    path = f"/petitions/{petition.slug}/"
    open_when(page, path, lambda answer: WORDS in answer.text())
    told = page.get_by_role("listitem").filter(has_text=WORDS)
    expect(told).to_contain_text("1,000 signatures.")
    expect(told).to_contain_text(REASON)
    today = timezone.localdate().isoformat()
    expect(told.locator(f"time[datetime='{today}']")).to_be_visible()
    expect(page.locator("[data-figure]").first).to_have_attribute("value", str(PEOPLE))


def people_go_on_signing(page: Page, petition: Petition, site: Site) -> None:
    fill_in(page, petition, name="Ana Sample", email="ana.mill@example.org")
    type_code(page, code_in(site.letter("ana.mill@example.org")))
    assert comes_to(site, petition, PEOPLE + 1)
