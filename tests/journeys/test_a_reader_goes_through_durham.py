"""Carla reads Durham's record in Spanish and touches no mouse: every step is Tab or Enter."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.factories.accounts import UserFactory
from tests.journeys.signing import ask, open_when
from tests.journeys.site import Site

from undersigned.accounts.models import User
from undersigned.record.actions import import_dossier

EXAMPLE = Path(__file__).parents[2] / "examples" / "durham-2018.json"
DURHAM = "/es/record/durham-2018/"
MOST_STOPS = 1_000  # no page here has so many places to stop at

# Where the focus is, and whether a reader sees it: drawn around, and on the screen.
FOCUS = """() => {
  const here = document.activeElement;
  const box = here.getBoundingClientRect(), style = getComputedStyle(here);
  const drawn = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const onScreen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return {
    tag: here.tagName, words: here.innerText, href: here.getAttribute("href") ?? "",
    evidence: here.matches("a.evidence"), visible: drawn && onScreen,
    section: here.closest("section[aria-labelledby]")?.getAttribute("aria-labelledby") ?? "",
  };
}"""
Focus = dict[str, Any]


class Keyboard:
    """A reader's keyboard. Wherever Tab stops, the reader must see that it does."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def tab(self) -> Focus:
        self.page.keyboard.press("Tab")
        focus: Focus = self.page.evaluate(FOCUS)
        assert focus["tag"] == "BODY" or focus["visible"], focus
        return focus

    def tab_to(self, wanted: Callable[[Focus], bool]) -> Focus:
        for _ in range(MOST_STOPS):
            if wanted(focus := self.tab()):
                return focus
        raise AssertionError("Tab never came there")

    def enter(self) -> None:
        self.page.keyboard.press("Enter")


def test_a_reader_goes_through_durham_in_spanish_with_the_keyboard_only(
    desk_of: Callable[[User], Page], desktop: Page, site: Site
) -> None:
    import_dossier(content=EXAMPLE.read_bytes(), at=timezone.now(), by="operator")
    assert ask(site, DURHAM).status == 404  # not before somebody has read it
    moe = UserFactory(email="moe.durham@example.org", name="Moe Sample", roles=["moderator"])
    show(desk_of(moe))

    keys = Keyboard(desktop)
    open_when(desktop, "/es/", lambda answer: DURHAM in answer.text())
    keys.tab_to(lambda focus: focus["href"] == DURHAM)
    keys.enter()
    expect(desktop.locator("html")).to_have_attribute("lang", "es")
    expect(desktop.get_by_role("heading", level=1)).to_contain_text("Durham")

    # Past the site's own links, along the journey line, to the counts.
    assert keys.tab()["words"] == "Ir al texto"
    keys.enter()
    expect(desktop.locator("main")).to_be_focused()
    keys.tab_to(lambda focus: focus["href"] == "#counts")
    keys.enter()
    expect(desktop.locator("#counts")).to_be_in_viewport()

    # From a count's mark to its source, which has the same figure, and back to where it stands.
    keys.tab_to(lambda focus: focus["section"] == "counts" and focus["evidence"])
    figure = desktop.locator(".figure", has=desktop.locator(":focus")).locator("data")
    value = figure.get_attribute("value")
    keys.enter()
    expect(desktop).to_have_url(re.compile(r"/es/record/durham-2018/sources/S\d+/#figure-"))
    expect(desktop.locator(":target data")).to_have_attribute("value", value or "")
    keys.tab_to(lambda focus: focus["words"] == "En el expediente")
    keys.enter()
    expect(desktop.locator(":target")).to_be_in_viewport()
    expect(desktop.locator(":target data")).to_have_attribute("value", value or "")

    # Where sources differ, each answer has as much room as the next, and leads to who gave it.
    answer = keys.tab_to(lambda focus: focus["section"] == "questions")
    sides = desktop.locator(".sides", has=desktop.locator(":focus")).locator("> section")
    boxes = [side.bounding_box() for side in sides.all()]
    assert len(boxes) >= 2
    assert len({round(box["width"]) for box in boxes if box}) == 1
    keys.enter()
    expect(desktop.get_by_role("heading", level=1)).to_have_text(answer["words"])
    desktop.go_back()

    # The version's own address; and Tab comes to the end of the page and leaves it.
    desktop.goto(DURHAM)
    keys.tab_to(lambda focus: focus["href"].endswith("/es/record/durham-2018/v/1/"))
    keys.enter()
    expect(desktop).to_have_url(re.compile("/es/record/durham-2018/v/1/$"))
    places = desktop.locator("a[href], summary, [tabindex='0']")
    shown = [place for place in places.all() if place.is_visible()]
    stops = 1
    keys.tab_to(lambda focus: focus["words"] == "Ir al texto")
    while keys.tab()["tag"] not in {"BODY", "HTML"} and stops <= MOST_STOPS:
        stops += 1
    assert stops == len(shown)


def show(page: Page) -> None:
    """A moderator reads what was imported and lets it show."""
    page.goto("/records/")
    page.get_by_role("link", name="durham-2018").click()
    for box in page.locator("section", has_text="Show this version").get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Show this version").click()
    expect(page.get_by_role("status")).to_have_text("It shows on the public site now.")
