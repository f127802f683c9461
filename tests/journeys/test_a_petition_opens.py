"""Ben drafts, Ada's group agrees, Pia replies, Moe approves, Ben opens: to a council that nobody here represents."""

import hashlib
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.factories.accounts import UserFactory
from tests.factories.petitions import GroupFactory, organiser_of
from tests.journeys.signing import ask, open_when
from tests.journeys.site import Site

from undersigned.accounts.models import User

pytestmark = pytest.mark.main

TITLE = "Open the library on Sundays"
TEXT = "We ask the council to open the library on Sundays.\n\nMany have no other day for it."
REPLY = "We have no staff for Sundays before the next budget."
NOBODY = {
    "en": "Nobody on this site represents this council.",
    "es": "Nadie en este sitio representa a este concejo.",
}


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_a_petition_opens_to_a_council_that_nobody_here_represents(
    desk_of: Callable[[User], Page], desktop: Page, site: Site
) -> None:
    ben = organiser_of(GroupFactory(name="Library Friends"), email="ben.library@example.org")
    ada = organiser_of(GroupFactory(name="Sunday Readers"), email="ada.readers@example.org")
    moe = UserFactory(email="moe.sample@example.org", name="Moe Sample", roles=["moderator"])

    bens, adas, moes = desk_of(ben), desk_of(ada), desk_of(moe)
    ben_adds_a_council_and_drafts(bens)
    ben_asks_the_readers_and_names_an_official(bens)
    ada_agrees(adas, site)
    ben_submits(bens)
    pia_replies(desktop, site)
    moe_approves(moes, site)
    ben_opens(bens, site)
    everybody_reads(desktop, site)


def ben_adds_a_council_and_drafts(page: Page) -> None:
    page.get_by_role("link", name="New petition").click()
    page.get_by_label("Name of the council").fill("Sampleville Town Council")
    page.get_by_label("Place", exact=True).fill("Sampleville, Example County")
    press(page, "Add it and go on")
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("Summary").fill("The library is closed on Sundays.")
    page.get_by_label("Text", exact=True).fill(TEXT)
    page.get_by_label("Goal").fill("200")
    press(page, "Save the draft")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


def ben_asks_the_readers_and_names_an_official(page: Page) -> None:
    desk = page.url
    page.get_by_role("link", name="Coalition", exact=True).click()
    page.get_by_label("Group", exact=True).select_option("Sunday Readers")
    press(page, "Ask it by letter")
    page.goto(desk)
    page.get_by_role("link", name="Named officials", exact=True).click()
    page.get_by_label("Name", exact=True).fill("Pia Sample")
    page.get_by_label("Office they hold").fill("Director of Libraries")
    page.get_by_label("E-mail").fill("pia.libraries@example.org")
    press(page, "Add")
    page.goto(desk)
    expect(page.get_by_role("button", name="Submit to a moderator")).to_have_count(0)


def ada_agrees(page: Page, site: Site) -> None:
    page.goto(office_link_in(site, "ada.readers@example.org"))
    page.get_by_role("link", name="Read the text").click()
    expect(page.locator("main")).to_contain_text("Many have no other day for it.")
    press(page, "Sunday Readers agrees to this text")
    expect(page.get_by_role("status")).to_have_text("Sunday Readers agrees to this text.")


def ben_submits(page: Page) -> None:
    page.reload()
    press(page, "Submit to a moderator")
    expect(page.get_by_role("status")).to_contain_text("The petition is with a moderator.")


def pia_replies(page: Page, site: Site) -> None:
    link = re.search(r"http\S+(/replies/\S+)", site.letter("pia.libraries@example.org")["text"])
    assert link
    page.goto(link[1])
    expect(page.locator("main")).to_contain_text("Many have no other day for it.")
    page.locator("main").get_by_role("textbox").fill(REPLY)
    press(page, "Send the reply")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your reply is kept")


def moe_approves(page: Page, site: Site) -> None:
    assert TITLE in site.letter("moe.sample@example.org")["text"]
    page.get_by_role("link", name="Review", exact=True).click()
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.locator("main")).to_contain_text(REPLY)
    press(page, "Approve this text")
    expect(page.get_by_role("status")).to_contain_text("Approved.")


def ben_opens(page: Page, site: Site) -> None:
    assert site.letter(ben := "ben.library@example.org")["subject"]
    assert any("approved" in letter["text"] for letter in site.letters(ben))
    page.reload()
    press(page, "Open for signatures")
    expect(page.get_by_role("status")).to_contain_text("Its text is fixed.")


def everybody_reads(page: Page, site: Site) -> None:
    open_when(page, "/", lambda answer: TITLE in answer.text())
    page.get_by_role("link", name=TITLE).click()
    main = page.locator("main")
    for words in (TEXT.split("\n\n")[1], "Library Friends, Sunday Readers", NOBODY["en"], REPLY):
        expect(main).to_contain_text(words)
    path = page.url.removeprefix(site.address)
    for what in ("text", "rules", "notice"):
        fixed = ask(site, f"{path}{what}.json").words
        expect(main).to_contain_text(hashlib.sha256(fixed.encode()).hexdigest())
    page.get_by_role("link", name="Español").click()
    for words in (TEXT.split("\n\n")[1], NOBODY["es"], REPLY):
        expect(main).to_contain_text(words)


def office_link_in(site: Site, address: str) -> str:
    """Where a letter of the office leads."""
    found = re.search(rf"{site.office_address}/\S+", site.letter(address)["text"])
    assert found
    return found[0]
