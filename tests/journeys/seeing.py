"""What is wrong with a page for somebody's eyes, ears or fingers: found by axe, on a phone and on a desktop."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
LOOK = """async (rules) => {
  const found = await axe.run({ resultTypes: ["violations"], ...(rules && { runOnly: rules }) });
  return found.violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id} at ${node.target.join(" ")}`)
  );
}"""
SIZES = [{"width": 390, "height": 844}, {"width": 1280, "height": 900}]
# What a scheme changes is colours alone: all rules look by day, and those that judge colours also in the dark.
RULES = {"light": None, "dark": ["color-contrast", "link-in-text-block"]}


def faults_of(page: Page) -> Iterator[str]:
    """What axe finds on the page, and whether it scrolls sideways, in each width and scheme."""
    page.emulate_media(reduced_motion="reduce")  # else a colour may be on its way to another
    page.evaluate(AXE)
    for size, scheme in product(SIZES, RULES):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        where = f"{size['width']} px, {scheme}"
        yield from (f"{where}: {fault}" for fault in page.evaluate(LOOK, RULES[scheme]))
        if page.evaluate("document.documentElement.scrollWidth") > size["width"]:
            yield f"{where}: it scrolls sideways"
