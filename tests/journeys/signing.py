"""What signers do in journeys: fill in the form, read the letter, press its button or type its code."""

import json
import re
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlencode

from playwright.sync_api import Page, Response, expect
from tests.journeys.site import Letter, Site
from tests.processes import eventually

from undersigned.petitions.models import Petition
from undersigned.proof.models import Leaf
from undersigned.proof.queries.checkpoints import newest

CODE = re.compile(r"\b(\d{4} ?\d{4})\b")
LINK = re.compile(r"http://localhost:\d+\S*(/confirm/\S+)")
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
ONCE_LOADED = """
addEventListener("load", () => setTimeout(() => {
  if (sessionStorage.getItem("done")) return;
  sessionStorage.setItem("done", "once");
  %s;
}, %d));
"""


class Answer(NamedTuple):
    """What a plain program is answered, redirects not followed."""

    status: int
    words: str
    leads_to: str


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def ask(
    site: Site, path: str, *, method: str = "GET", fields: dict[str, str] | None = None
) -> Answer:
    """Ask the public site as a plain program does, which says nothing about who pressed what."""
    body = None if fields is None else urlencode(fields).encode()
    request = urllib.request.Request(f"{site.address}{path}", body, FORM, method=method)  # noqa: S310 - our own server
    try:
        answer = urllib.request.build_opener(_Stay).open(request, timeout=10)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        return Answer(answer.status, answer.read().decode(), answer.headers.get("Location", ""))


def fields_of(*, name: str, email: str) -> dict[str, str]:
    """What the form sends for somebody who ticks nothing that is optional."""
    where = {"address": "1 Sample Street", "postcode": "00000", "ward": "North"}
    return {"name": name, "email": email, **where, "basis": "live", "old_enough": "on"}


def fill_in(page: Page, petition: Petition, *, name: str, email: str) -> None:
    """Open the petition, go to its form, fill it in and send it; the page that waits follows."""
    page.goto(f"/petitions/{petition.slug}/")
    page.get_by_role("link", name="Sign this petition").first.click()
    page.get_by_label("Your name", exact=True).fill(name)
    page.get_by_label("Your e-mail address").fill(email)
    page.get_by_label("Your street address").fill("1 Sample Street")
    page.get_by_label("Your postal code").fill("00000")
    page.get_by_label("I live here").check()
    page.get_by_label("Your ward").select_option("North")
    page.get_by_label("I am 16 years old or older").check()
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("One more step: confirm by letter")


def type_code(page: Page, code: str) -> None:
    """Type a letter's code where it is asked for."""
    page.get_by_label("The 8 digits from the letter").fill(code)
    page.get_by_role("button", name="Confirm my signature").click()


def code_in(letter: Letter) -> str:
    """The code in a letter, as it stands there."""
    found = CODE.search(letter["text"])
    assert found, letter["text"]
    return found[1]


def link_in(letter: Letter) -> str:
    """The path of the link in a letter."""
    found = LINK.search(letter["text"])
    assert found, letter["text"]
    return found[1]


def confirmed(site: Site, petition: Petition) -> int:
    """The public count, as any program reads it."""
    count: int = json.loads(ask(site, f"/petitions/{petition.slug}/count.json").words)["confirmed"]
    return count


def comes_to(site: Site, petition: Petition, number: int) -> bool:
    """Whether the public count comes to a number, as it does within seconds."""
    return eventually(lambda: confirmed(site, petition) == number)


def in_the_log(ref: str, kind: str = "sign") -> bool:
    """Whether a published checkpoint of the public log holds this signature, or what became of it."""
    checkpoint = newest()
    placed = Leaf.objects.filter(kind=kind, signature__ref=bytes.fromhex(ref))
    return checkpoint is not None and placed.filter(index__lt=checkpoint.size).exists()


def all_in_the_log(petition: Petition) -> bool:
    """Whether the log comes to hold all of this petition; its end waits half a minute on PostgreSQL."""
    leaves = Leaf.objects.filter(petition=petition)

    def published() -> bool:
        checkpoint = newest()
        return checkpoint is not None and not leaves.exclude(index__lt=checkpoint.size).exists()

    return eventually(published, within=90)


def once_loaded(act: str, *, after: int = 0) -> str:
    """A script that does something to the first page it is in, so many milliseconds after that is loaded."""
    return ONCE_LOADED % (act, after)


def open_when(page: Page, path: str, there: Callable[[Response], bool]) -> None:
    """Open a page once it shows what was just done: public pages are kept for up to a second."""

    def is_there() -> bool:
        answer = page.goto(path)
        return answer is not None and there(answer)

    assert eventually(is_there), path
