"""Ben types in a sheet of twelve lines by keyboard. Two of the twelve had signed on the site: only a roll can tell."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect
from tests.factories.petitions import open_petition, organiser_of
from tests.journeys.signing import code_in, comes_to, fill_in, in_the_log, open_when, type_code
from tests.journeys.site import Site
from tests.processes import eventually

from undersigned.accounts.models import User
from undersigned.petitions.models import Petition
from undersigned.signatures.models import Signature

NAMES = [
    *("Ana Sample", "Ben Beispiel", "Cleo Sample", "Dov Sample", "Eve Sample", "Fay Sample"),
    *("Gil Sample", "Hal Sample", "Ida Sample", "Jan Sample", "Kim Sample", "Lou Sample"),
]
SCAN = "5d" * 32
THANKS = "Your signature is confirmed"


def test_a_sheet_of_twelve_lines_is_typed_in(
    desk_of: Callable[[User], Page], phone: Page, desktop: Page, site: Site
) -> None:
    petition = open_petition(title="Keep the river path lit")
    two_sign_on_the_site(phone, petition, site)
    page = desk_of(organiser_of(petition.lead, email="ben.paper@example.org"))

    ben_notes_the_sheet(page, petition)
    ben_types_twelve_lines(page)
    ben_strikes_one_out_and_types_it_again(page)
    ben_counts_them(page)

    assert comes_to(site, petition, 14)
    everybody_reads_how_they_came(desktop, petition)
    paper = Signature.objects.filter(petition=petition, via="paper", state="confirmed")
    assert paper.count() == 12
    refs = [bytes(ref).hex() for ref in paper.values_list("ref", flat=True)]
    assert eventually(lambda: all(in_the_log(ref) for ref in refs))


def two_sign_on_the_site(page: Page, petition: Petition, site: Site) -> None:
    for name in NAMES[:2]:
        address = f"{name.split()[0].lower()}.paper@example.org"
        fill_in(page, petition, name=name, email=address)
        type_code(page, code_in(site.letter(address)))
        expect(page.get_by_role("heading", level=1)).to_have_text(THANKS)


def ben_notes_the_sheet(page: Page, petition: Petition) -> None:
    page.goto(f"/petitions/{petition.pk}/")
    page.get_by_role("link", name="Paper sheets").click()
    page.get_by_label("Number of the sheet").fill("41")
    page.get_by_label("Number of the last line that somebody signed").fill("12")
    page.get_by_label("Last day on which somebody signed it").fill("2026-03-09")
    page.get_by_label("Name of who carried it").fill("Carla Sample")
    page.get_by_label(re.compile("^Or choose the scan")).set_input_files(
        {"name": "sheet.pdf", "mimeType": "application/pdf", "buffer": b"a scan"}
    )
    digest = page.get_by_label("SHA-256 of its scan")
    expect(digest).to_have_value(re.compile("[0-9a-f]{64}"))
    digest.fill(SCAN)
    page.get_by_role("button", name="Note it and type in its lines").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sheet 41")


def ben_types_twelve_lines(page: Page) -> None:
    keys = page.keyboard
    page.get_by_label("Name", exact=True).focus()
    for number, name in enumerate(NAMES, 1):
        expect(page.get_by_label("Line", exact=True)).to_have_value(str(number))
        expect(page.get_by_label("Name", exact=True)).to_be_focused()
        for typed in (name, f"{number} Sample Street", "00000"):
            keys.type(typed)
            if typed != "00000":
                keys.press("Tab")
        if number == 1:  # the tie to the place stays for the lines that follow
            keys.press("Tab")
            keys.type("I live")
            keys.press("Shift+Tab")
        keys.press("Enter")
        expect(page.locator(".callout-success")).to_have_text(f"Line {number} is stored: {name}")
        if number < len(NAMES):
            page.wait_for_function("document.activeElement.name === 'name'")


def ben_strikes_one_out_and_types_it_again(page: Page) -> None:
    page.get_by_role("link", name="Strike out line 5").click()
    page.get_by_label("It was typed wrongly, or is not on the sheet").check()
    page.get_by_role("button", name="Strike it out").click()
    expect(page.get_by_role("status")).to_have_text("Line 5 is struck out.")
    expect(page.locator("main")).to_contain_text("Not typed in: 5.")
    page.get_by_label("Name", exact=True).fill("Eve Sampel")
    page.get_by_label("Something is missing or cannot be read").check()
    page.get_by_role("button", name="Store the line").click()
    expect(page.locator("main")).to_contain_text("All lines are typed in.")


def ben_counts_them(page: Page) -> None:
    page.get_by_role("button", name="Show them, to compare with the paper").click()
    expect(page.get_by_role("cell", name="Eve Sampel")).to_be_visible()
    page.get_by_role("button", name="Count these 12 lines").click()
    words = "12 lines count now, and go into the public log."
    expect(page.get_by_role("status")).to_have_text(words)
    expect(page.locator("main")).not_to_contain_text("Sample Street")


def everybody_reads_how_they_came(page: Page, petition: Petition) -> None:
    address = f"/petitions/{petition.slug}/"
    open_when(page, address, lambda answer: "on paper" in answer.text())
    lines = page.locator(".channels li")
    expect(lines.nth(0)).to_contain_text("2 signed on this site e-mail confirmed")
    expect(lines.nth(1)).to_contain_text("12 on paper reported")
    page.locator(".channels a").nth(1).click()
    rests = page.locator("#paper")
    expect(rests).to_contain_text("somebody who signed on this site may be among them")
    expect(rests.get_by_role("row").nth(1)).to_contain_text(SCAN)
