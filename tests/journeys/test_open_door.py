"""The shortest journey: somebody opens the site, in either language, and nothing goes wrong."""

import pytest
from playwright.sync_api import Page, expect


@pytest.mark.parametrize(("path", "language"), [("/", "en"), ("/es/", "es")])
def test_a_reader_opens_the_front_page_on_a_phone(phone: Page, path: str, language: str) -> None:
    phone.goto(path)
    expect(phone.locator("html")).to_have_attribute("lang", language)
    expect(phone.locator("h1")).to_have_count(1)
    width = phone.evaluate("document.documentElement.scrollWidth")
    assert width == 390  # nothing makes the page scroll sideways
    assert phone.context.cookies() == []
