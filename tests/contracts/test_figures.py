"""Every figure on every public page leads, in one request, to a page that holds it and where it comes from."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.test import Client
from tests.contracts.world import World, serving

VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
DURHAMS = {"736", "1200", "1394"}  # the reported counts of signatures in the example


@dataclass(frozen=True)
class Figure:
    """A figure on a page: its value, where it leads, and the ids of all that it stands in."""

    value: str
    proof: str
    within: frozenset[str]


@dataclass
class Page(HTMLParser):
    """A page's figures and links."""

    path: str
    html: str
    figures: list[Figure] = field(default_factory=list)
    links: set[str] = field(default_factory=set)
    _ids: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self._ids.append(found.get("id", ""))
        if tag == "a":
            self.links.add(urljoin(self.path, found.get("href", "")))
        if "data-figure" in found:
            proof = urljoin(self.path, found["data-proof"]) if "data-proof" in found else ""
            self.figures.append(Figure(found["value"], proof, frozenset(self._ids)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self._ids.pop()

    def holds(self, value: str, fragment: str) -> bool:
        """Whether it has a figure of this value; at the very place, if the address names one that has figures."""
        there = [figure for figure in self.figures if fragment in figure.within]
        return value in {figure.value for figure in there or self.figures}

    def says_where_from(self) -> bool:
        """Whether it names a source: one that reported something, or this site's own history of a count."""
        return "/sources/" in self.path or any(
            "/sources/" in link or link.endswith("/history.csv") for link in self.links
        )


def crawl(client: Client, start: str) -> dict[str, Page]:
    """Every public page that links lead to, in both languages; none of them sets a cookie."""
    pages: dict[str, Page] = {}
    waiting = {start}
    while waiting:
        path = waiting.pop()
        answer = client.get(path)
        assert not answer.cookies, path
        if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
            continue
        page = pages[path] = Page(path, answer.content.decode())
        own = {urldefrag(link).url for link in page.links if not urlsplit(link).netloc}
        waiting |= {link for link in own if link.startswith("/")} - set(pages)
    return pages


def faults_of(pages: dict[str, Page]) -> set[str]:
    """The figures that lead nowhere, or to a page without them or without their source."""
    faults = set()
    for path, page in pages.items():
        for figure in page.figures:
            address, fragment = urldefrag(figure.proof)
            proof = pages.get(address)
            if not (proof and proof.holds(figure.value, fragment) and proof.says_where_from()):
                faults.add(f"{figure.value} on {path} leads to {figure.proof or 'nothing'}")
    return faults


@pytest.fixture
def pages(world: World) -> dict[str, Page]:
    with serving("web"):
        return crawl(world.client("web"), "/")


def test_every_figure_leads_to_a_page_that_holds_it_and_its_source(pages: dict[str, Page]) -> None:
    assert faults_of(pages) == set()
    seen = {figure.value for page in pages.values() for figure in page.figures}
    assert seen > DURHAMS | {"2"}
    assert {"/", "/es/", "/record/a-sample/", "/es/record/a-sample/"} < set(pages)


def test_a_figure_that_leads_elsewhere_is_found() -> None:
    source = '<a href="/history.csv">all</a><p id="there"><data value="7" data-figure></data></p>'
    held = Page("/held/", source)
    for shown, leads_to in (("7", "/held/"), ("7", "/held/#there")):
        html = f'<data value="{shown}" data-figure data-proof="{leads_to}"></data>'
        assert faults_of({"/": Page("/", html), "/held/": held}) == {"7 on /held/ leads to nothing"}
    for wrong in ('value="8" data-figure data-proof="/held/"', 'value="7" data-figure'):
        pages = {"/": Page("/", f"<data {wrong}></data>"), "/held/": held}
        assert len(faults_of(pages)) == 2
