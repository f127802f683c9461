"""The pages of a sample dossier, and what a reader finds on them."""

from datetime import timedelta
from html.parser import HTMLParser

from django.test import Client
from tests.factories.record import MONDAY

HERE = "/record/sample-bridge/"
LATER = MONDAY + timedelta(days=1)


def page(web: Client, path: str = HERE, status: int = 200) -> str:
    answer = web.get(path)
    assert answer.status_code == status
    return answer.content.decode()


class Outline(HTMLParser):
    """The headings, figures and citations of a page, with the id of the element around them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.articles: list[list[str]] = []
        self.figures: list[tuple[str, str]] = []
        self.ids: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "article" and found.get("class") == "statement":
            self.articles.append([])
        if self.articles:
            self.articles[-1].append(f"{tag}.{found.get('class') or ''}")
        if "data-figure" in found:
            self.figures.append((found["value"] or "", found.get("data-proof") or ""))
        if "id" in found:
            self.ids.append(found["id"] or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "article" and self.articles:
            self.articles.append([])
