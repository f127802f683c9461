"""Ana keeps her receipt. Months later, erased meanwhile, she checks it on her phone; Ben, who left, checks his."""

import re
from base64 import urlsafe_b64decode
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.factories.petitions import open_petition
from tests.journeys.signing import ask, code_in, fill_in, in_the_log, link_in, type_code
from tests.journeys.site import Letter, Site
from tests.processes import eventually

from undersigned.petitions.actions import close
from undersigned.petitions.models import Petition
from undersigned.petitions.queries import find_public
from undersigned.pure.tlog.commitment import commit
from undersigned.pure.tlog.keys import parse_vkey
from undersigned.pure.tlog.leaves import Sign, parse_leaf
from undersigned.pure.tlog.receipts import check_receipt, parse_receipt
from undersigned.signatures.actions import expire
from undersigned.signatures.models import Signature
from undersigned.signatures.states import RETENTION

ANA, BEN = "ana.months@example.org", "ben.months@example.org"
RECEIPT = re.compile(r"http://localhost:\d+(/receipts/[0-9a-f]{32}/#[A-Za-z0-9_-]{43})")
OWN = re.compile(r"http://localhost:\d+(/signatures/[0-9a-f]{32}/[0-9a-f]{32}/)")


@pytest.fixture
def petition() -> Petition:
    return open_petition(title="Keep the pool open until nine")


def found(pattern: re.Pattern[str], letter: Letter) -> str:
    match = pattern.search(letter["text"])
    assert match, letter["text"]
    return match[1]


def saved(page: Page, button: str, folder: Path) -> Path:
    """What a press on a link to a file saves on the phone."""
    with page.expect_download() as download:
        page.get_by_role("link", name=button, exact=True).tap()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


def key_of(site: Site) -> str:
    """The log's public key, as it is published."""
    return ask(site, "/log/vkey").words.strip()


def ref_in(link: str) -> str:
    return link.split("/")[2]


def shows(page: Page, link: str, words: str) -> None:
    """The receipt comes to say this, opened anew each time."""

    def opened() -> bool:
        # Else the browser would stay on the page: only what follows # differs.
        page.goto("about:blank")
        page.goto(link)
        return words in page.locator("main .lead").first.inner_text()

    assert eventually(opened), page.locator("main .lead").first.inner_text()


def check_in_browser(page: Page, values: dict[str, str]) -> dict[str, str]:
    """Follow the receipt to the verifier, say what was typed, press its button: each step, and how it went."""
    page.get_by_role("link", name="Check this receipt in the browser").tap()
    expect(page.locator("#receipt-text")).to_have_value(re.compile("^c2sp.org/tlog-proof@v1"))
    for field, value in values.items():
        page.locator(f"#mine-{field}").fill(value)
    page.locator("#receipt button.button").tap()
    outcome = page.locator("#receipt-outcome")
    outcome.locator("[data-verdict]").wait_for()
    steps = outcome.locator("[data-step]").all()
    return {
        str(step.get_attribute("data-step")): str(step.get_attribute("class")) for step in steps
    }


def test_a_receipt_is_checked_months_later_by_who_was_erased_meanwhile(
    phone: Page, site: Site, petition: Petition, tmp_path: Path
) -> None:
    typed = {
        "name": "Ana Sample",
        "email": ANA,
        "address": "1 Sample Street",
        "postcode": "00000",
        "ward": "North",
    }

    # Ana signs, opens the letter and presses its button; her opening goes along in the address, and nowhere else.
    fill_in(phone, petition, name=typed["name"], email=ANA)
    letter = site.letter(ANA)
    link = found(RECEIPT, letter)
    phone.goto(link_in(letter))
    phone.get_by_role("button", name="Yes, I signed this").tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Your signature is confirmed")
    phone.get_by_role("link", name="See your receipt").tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Your receipt")
    assert phone.url.endswith(link)
    expect(phone.locator("#opening-there")).to_be_visible()
    expect(phone.locator("#opening-gone")).to_be_hidden()

    # The promise first, the receipt within seconds. She saves both, and the opening.
    assert eventually(lambda: in_the_log(ref_in(link)))
    shows(phone, link, "in the public log, and it is still counted")
    receipt = saved(phone, "Save the receipt", tmp_path).read_bytes()
    opening = saved(phone, "Save the opening", tmp_path).read_text().strip()
    assert link.endswith(f"#{opening}")

    # The petition closes; the promised time goes by; all that is held of its signers is destroyed.
    close(petition=find_public(petition.slug), at=timezone.now(), by="operator")
    late = timezone.now() + RETENTION + timedelta(days=1)
    ref = bytes.fromhex(ref_in(link))

    def destroyed() -> bool:
        expire(at=late)  # some at a time, of other journeys' petitions too
        return bytes(Signature.objects.get(ref=ref).sealed) == b""

    assert eventually(destroyed)

    # Months later, on her phone: the site knows nothing of her any more, and her signature still counts.
    shows(phone, link, "in the public log, and it is still counted")
    steps = check_in_browser(phone, typed)
    assert {step: how for step, how in steps.items() if "good" not in how} == {}
    assert {"included", "mine", "counts"} <= set(steps)

    # And without this site: her two files, the log's key as it stood in the paper, what she typed.
    held = parse_receipt(receipt)
    check_receipt(held, held.extra, parse_vkey(key_of(site)), None)
    leaf = parse_leaf(held.extra)
    assert isinstance(leaf, Sign)
    fields = {
        "name": typed["name"],
        "email": ANA,
        "address": f"{typed['address']}, {typed['postcode']}",
        "via": "web",
    }
    assert leaf.c == commit(urlsafe_b64decode(f"{opening}="), leaf.petition, fields)


def test_who_has_their_data_erased_before_the_end_sees_on_the_receipt_that_they_left(
    phone: Page, site: Site, petition: Petition
) -> None:
    # Ben types the code, so his links come in a second letter.
    fill_in(phone, petition, name="Ben Sample", email=BEN)
    type_code(phone, code_in(site.letter(BEN)))
    expect(phone.get_by_role("heading", level=1)).to_have_text("Your signature is confirmed")
    letter = site.letter(BEN, count=2)
    link = found(RECEIPT, letter)
    assert eventually(lambda: in_the_log(ref_in(link)))
    shows(phone, link, "in the public log, and it is still counted")

    phone.goto(found(OWN, letter))
    phone.get_by_role("link", name="Withdraw it and have your data erased").tap()
    phone.get_by_role("button", name="Yes, erase my data").tap()
    expect(phone.get_by_role("heading", level=1)).to_be_visible()

    shows(phone, link.partition("#")[0], "Your signature was withdrawn")
    expect(phone.locator("#opening-gone")).to_be_visible()
    expect(phone.get_by_role("link", name="Save the opening")).to_be_hidden()
    assert eventually(lambda: in_the_log(ref_in(link), "withdraw"))
    steps = check_in_browser(phone, {})
    assert "good" in steps["included"]
    expect(phone.locator("#receipt-outcome")).to_contain_text("withdrawn")
