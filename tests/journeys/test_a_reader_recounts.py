"""A reader does not believe the page, and counts again from the log alone: in the browser, and with the program."""

import re
import subprocess
from pathlib import Path
from urllib.request import urlretrieve

import pytest
from playwright.sync_api import Page, expect
from tests.factories.petitions import GroupFactory, open_petition
from tests.journeys.conftest import DESKTOP
from tests.journeys.signing import all_in_the_log, comes_to
from tests.journeys.site import Site
from tests.signatures.moderating import NOW, TOKEN, signers

from undersigned.petitions.models import Petition
from undersigned.signatures import actions

pytestmark = pytest.mark.main

SIGNED, LEFT = 30, 3


@pytest.fixture
def petition(site: Site) -> Petition:
    """Thirty people signed, three of them left, and all of it is in the log."""
    petition = open_petition(lead=GroupFactory(name="Quay Friends"), title="Mend the quay")
    people = signers(petition, SIGNED)
    for signature in people[:LEFT]:
        actions.withdraw(ref=bytes(signature.ref), token=TOKEN, at=NOW)
    assert comes_to(site, petition, SIGNED - LEFT)
    assert all_in_the_log(petition)
    return petition


def shown_at(page: Page, petition: Petition) -> str:
    """The figure on the petition's own page."""
    page.goto(f"/petitions/{petition.slug}/")
    return page.locator("data[data-figure]").first.get_attribute("value") or ""


def test_a_reader_recounts_in_the_browser_and_with_the_program_and_gets_the_pages_figure(
    desktop: Page, petition: Petition, site: Site, tmp_path: Path
) -> None:
    figure = shown_at(desktop, petition)
    assert figure == str(SIGNED - LEFT)
    assert recounted_in_the_browser(desktop, petition) == figure
    assert recounted_by_the_saved_page(desktop, petition, site, tmp_path) == figure
    assert recounted_by_the_program(petition, site, tmp_path) == figure


def recounted_in_the_browser(page: Page, petition: Petition) -> str:
    page.goto(f"/petitions/{petition.slug}/check/")
    page.get_by_role("link", name="Recount in the browser").click()
    page.get_by_role("button", name="Recount everything").click()
    expect(page.get_by_role("heading", name="The whole log was recounted")).to_be_focused()
    expect(page.locator("#recount-outcome")).to_contain_text(f"{SIGNED} signed, {LEFT} withdrawn")
    return figure_of(page, petition)


def figure_of(page: Page, petition: Petition) -> str:
    shown = page.locator(f"#recount-outcome [data-petition={petition.public_ref}] data")
    return shown.get_attribute("value") or ""


def recounted_by_the_saved_page(page: Page, petition: Petition, site: Site, folder: Path) -> str:
    """The same file from the reader's own disk, at another time, reads the site's log from there."""
    file = folder / "verify.html"
    file.write_bytes(page.request.get("/log/verify.html").body())
    with page.context.browser.new_context(**DESKTOP) as saved:  # type: ignore[union-attr]
        own = saved.new_page()
        own.goto(f"{file.as_uri()}#petition={petition.public_ref}")
        own.get_by_label("Address of the log").fill(f"{site.address}/log/")
        own.get_by_role("button", name="Recount everything").click()
        expect(own.get_by_role("heading", name="The whole log was recounted")).to_be_focused()
        return figure_of(own, petition)


def recounted_by_the_program(petition: Petition, site: Site, folder: Path) -> str:
    """The one file that the check page names, under a plain Python."""
    program = folder / "undersigned-verify.pyz"
    urlretrieve(f"{site.address}/log/{program.name}", program)  # noqa: S310 - our own server
    command = ["python3", "-I", str(program), "verify", f"{site.address}/log/"]
    said = subprocess.run(
        [*command, "--state", str(folder / "seen")], capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stdout + said.stderr
    own = said.stdout.split(f"Petition {petition.public_ref} ")[1]
    found = re.search(r"^ *count +([\d,]+)", own, re.MULTILINE)
    assert found, said.stdout
    return found[1].replace(",", "")
