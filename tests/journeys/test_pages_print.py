"""Carla prints a petition and a record: the words are on paper, and nothing that only works on a screen."""

import pytest
from playwright.sync_api import Page, expect
from tests.factories.petitions import open_petition
from tests.factories.record import shown_version

ONLY_ON_SCREENS = "nav, button, input, .skip, a.button"


@pytest.fixture
def paper(desktop: Page) -> Page:
    """A page as the printer gets it."""
    desktop.emulate_media(media="print")
    return desktop


def test_a_petition_prints(paper: Page) -> None:
    petition = open_petition()
    paper.goto(f"/petitions/{petition.slug}/")
    expect(paper.locator("#text")).to_contain_text("Many walk home that way.")
    expect(paper.locator("#text")).to_be_visible()
    expect(paper.get_by_text(petition.text_sha256)).to_be_visible()
    assert on_screens_alone(paper) == []
    paper.emulate_media(media="screen")
    assert "Sign this petition" in on_screens_alone(paper)


def test_a_record_prints(paper: Page) -> None:
    shown_version(slug="paper-bridge")
    paper.goto("/record/paper-bridge/")
    for words in ("To cite this version", "Where sources differ"):
        expect(paper.get_by_role("heading", name=words)).to_be_visible()
    assert on_screens_alone(paper) == []


def on_screens_alone(page: Page) -> list[str]:
    """What shows that does nothing on paper."""
    return [it.inner_text() for it in page.locator(ONLY_ON_SCREENS).all() if it.is_visible()]
