"""A clerk draws lines in public; a reader draws them again: in the page, by the program, and by hand."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from urllib.request import urlretrieve

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.factories.petitions import GroupFactory, open_petition
from tests.journeys.seeing import faults_of
from tests.journeys.signing import all_in_the_log, comes_to
from tests.journeys.site import Site
from tests.processes import eventually
from tests.signatures.moderating import signers
from tests.verification.made import WITNESS, check_of, clerk_of

from undersigned.accounts.models import User
from undersigned.petitions.actions import close
from undersigned.petitions.models import Petition
from undersigned.proof.models import Cosignature
from undersigned.proof.queries.checkpoints import newest
from undersigned.pure.tlog.keys import seal_line
from undersigned.verification.models import Check, Draw
from undersigned.verification.queries.results import sample_of

LINES = 14
DICE = "27182818284590452353"


@pytest.fixture
def petition(site: Site) -> Petition:
    """Fourteen people signed; it is closed, and all of it is in the log."""
    petition = open_petition(lead=GroupFactory(name="Ferry Friends"), title="Keep the ferry")
    signers(petition, LINES)
    assert comes_to(site, petition, LINES)
    close(petition=petition, at=timezone.now(), by="operator")
    assert all_in_the_log(petition)
    return petition


@pytest.fixture
def check(petition: Petition) -> Check:
    """Eight lines were matched by rule."""
    return check_of(petition, accepted=8)


@pytest.fixture
def a_witness_vouches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], None]]:
    """The log's policy asks for one witness, and it has seen the newest checkpoint; until the journey ends."""
    policy = next(tmp_path_factory.getbasetemp().glob("site*")) / "log" / "policy"
    before = policy.read_bytes() if policy.exists() else None

    def vouch() -> None:
        text = f"witness library {WITNESS.text} http://127.0.0.1:1\ngroup enough 1 library\nquorum enough\n"
        policy.write_text(text, encoding="utf-8")
        line = seal_line(WITNESS, bytes(72))
        facts = {"witness": WITNESS.name, "line": line, "at": timezone.now()}
        Cosignature.objects.create(checkpoint=newest(), **facts)

    yield vouch
    if before is None:
        policy.unlink(missing_ok=True)
    else:
        policy.write_bytes(before)


def lines_on(page: Page) -> list[int]:
    """What the page says was drawn, as it is now."""
    page.reload()
    shown = page.locator("tbody[data-stratum] tr")
    return [int(row.locator("td").first.inner_text()) for row in shown.all()]


def test_a_reader_draws_the_same_lines(
    desk_of: Callable[[User], Page],
    desktop: Page,
    check: Check,
    site: Site,
    tmp_path: Path,
    a_witness_vouches: Callable[[], None],
) -> None:
    desk = desk_of(clerk_of(check.petition))
    announce(desk, check)
    draw = Draw.objects.get(of=check)
    desktop.goto(f"/petitions/{check.petition.slug}/draws/{draw.pk}/")
    expect(desktop.get_by_text("Before that the dice cannot be entered.")).to_be_visible()

    assert all_in_the_log(check.petition)
    throw_too_soon(desk, check)
    a_witness_vouches()
    Draw.objects.filter(pk=draw.pk).update(happens_at=timezone.now() - timedelta(minutes=1))
    throw(desk, check)

    draw.refresh_from_db()
    drawn = sample_of(draw)
    assert len(drawn) == LINES
    assert eventually(lambda: lines_on(desktop) == list(drawn))  # a page is kept for a second
    in_the_page(desktop)
    assert by_the_program(desktop, site, tmp_path) == list(drawn)
    assert by_hand(desktop) == drawn[0]
    for page in (desk, desktop):
        assert list(faults_of(page)) == []


def announce(desk: Page, check: Check) -> None:
    desk.goto(f"/checks/{check.pk}/")
    desk.get_by_role("link", name="Draw lines by lot").click()
    desk.get_by_label("Valid signatures required").fill("10")
    desk.get_by_role("button", name="Show what it costs").click()
    expect(desk.get_by_role("cell", name=re.compile("^about"))).to_have_count(2)
    desk.get_by_label("California, initiative or referendum", exact=True).check()
    when = timezone.localtime() + timedelta(hours=1)
    desk.get_by_label("When the dice are thrown").fill(when.strftime("%Y-%m-%dT%H:%M"))
    desk.get_by_label("Where", exact=True).fill("City hall, room 2")
    shoot(desk, "announce")
    desk.get_by_role("button", name="Announce it").click()
    expect(desk.get_by_text("Announced. It goes into the public log now.")).to_be_visible()


def throw_too_soon(desk: Page, check: Check) -> None:
    """The button is off, and who sends the form all the same is refused."""
    desk.goto(f"/checks/{check.pk}/draw/")
    button = desk.get_by_role("button", name="Draw the lines")
    expect(button).to_be_disabled()
    desk.get_by_label("The digits, in the order thrown").fill(DICE)
    button.evaluate("button => button.disabled = false")
    button.click()
    expect(desk.get_by_role("heading", name="One thing to correct")).to_be_visible()
    assert not Draw.objects.get(of=check).digits


def throw(desk: Page, check: Check) -> None:
    desk.goto(f"/checks/{check.pk}/draw/")
    desk.get_by_label("The digits, in the order thrown").fill(DICE)
    shoot(desk, "throw")
    desk.get_by_role("button", name="Draw the lines").click()
    expect(desk.get_by_text("Drawn. The lines are on their way to reviewers.")).to_be_visible()
    shoot(desk, "thrown")


def in_the_page(page: Page) -> None:
    page.get_by_role("button", name="Draw them again here").click()
    words = f"Your browser drew {LINES} lines, and they are the ones shown here."
    expect(page.get_by_text(words)).to_be_visible()
    shoot(page, "public")


def by_the_program(page: Page, site: Site, folder: Path) -> list[int]:
    """The command that the page names, with the file that it links to."""
    address = page.get_by_role("link", name="the announcement as a file").get_attribute("href")
    command = page.locator("code", has_text="undersigned draw").inner_text().split()
    urlretrieve(f"{site.address}{address}", folder / command[2])  # noqa: S310 - our own server
    ran = subprocess.run(
        [sys.executable, "-m", "undersigned.config.cli", *command[1:]],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return [int(number) for number in re.findall(r" line (\d+) ", ran.stdout)]


def by_hand(page: Page) -> int:
    """The first line, from what the page says is hashed."""
    message = page.locator("code", has_text="undersigned/v1 draw").inner_text()
    seed = sha256(f"{message.rstrip()}\n".encode()).hexdigest()
    return int(sha256(f"{seed},1".encode()).hexdigest(), 16) % LINES + 1


def shoot(page: Page, name: str) -> None:
    if folder := os.environ.get("SHOTS"):
        for width in (390, 1280):
            for scheme in ("light", "dark"):
                page.set_viewport_size({"width": width, "height": 900})
                page.emulate_media(color_scheme=scheme)
                page.screenshot(path=f"{folder}/{name}-{width}-{scheme}.png", full_page=True)
