import hashlib
import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.factories.record import BY, MONDAY, sample, shown_version, smallest, version

from undersigned.journal import kept
from undersigned.pure.standards.canonical_json import canonical_json
from undersigned.record.actions import withdraw
from undersigned.record.states import Reason

pytestmark = pytest.mark.django_db

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


def said(speaker: str, date: str, position: str, **more: str) -> dict[str, object]:
    return {
        "id": speaker.lower(),
        "speaker": {"en": speaker},
        "position": position,
        "date": date,
        "words": {"en": f"What {speaker} said."},
        "sources": ["S1"],
        **more,
    }


def test_a_dossier_shows_only_once_it_was_reviewed(web: Client) -> None:
    made = version()
    page(web, status=404)
    page(web, f"{HERE}v/{made.number}/", status=404)
    page(web, f"{HERE}v/{made.number}/dossier.json", status=404)
    page(web, f"{HERE}sources/S1/", status=404)
    assert "sample-bridge" not in page(web, "/record/")

    shown_version(version_note={"en": "The second."})
    kept.STORE.__init__()  # type: ignore[misc]

    assert "A sample bridge" in page(web)
    assert "sample-bridge" in page(web, "/record/")
    page(web, f"{HERE}v/{made.number}/", status=404)


def test_every_part_of_a_dossier_is_on_its_page(web: Client) -> None:
    shown_version()

    html = page(web)

    for words in (
        "A bridge was asked for.",
        "Build a bridge.",
        "The ford is deep.",
        "more than 1,200",
        "Reported, not verifiable",
        "the organisers",
        "How long is it?",
        "Ten metres",
        "Twelve metres",
        "at least 7",
        "1.5 hours",
        "shall be built",
        "A bridge is built.",
        "A tour of bridges",
        "Bridge Makers",
        "An organiser",
        "The Ledger",
        "How any member voted is not recorded",
    ):
        assert html.count(words) >= 1, words


def test_a_dossier_that_knows_little_says_what_is_not_recorded(web: Client) -> None:
    shown_version(**smallest())

    html = page(web)

    assert html.count('aria-current="step"') == 1
    line = html.split('class="journey-line')[1].split("</ol>")[0]
    assert line.count("station-now") == 1
    assert line.count("station-later") == 5
    assert "No hearing is recorded." in html
    assert "No decision is recorded." in html
    assert 'id="counts"' not in html
    assert "Build a bridge." in page(web, f"{HERE}sources/S1/")
    assert "Nothing in this version cites it." in page(web, f"{HERE}sources/S2/")


def test_a_station_that_was_passed_unrecorded_says_so(web: Client) -> None:
    facts = smallest()["facts"] | {"decisions": sample()["facts"]["decisions"]}
    shown_version(**smallest(facts=facts))

    line = page(web).split('class="journey-line')[1].split("</ol>")[0]

    assert line.count("not recorded") == 3
    assert line.count("station-done") == 4


def test_no_member_is_shown_with_a_vote(web: Client) -> None:
    shown_version()

    council = page(web).split('id="council"')[1].split("</section>")[0]

    assert 'as of <time datetime="2026-01">January 2026</time>' in council
    assert re.findall(r"\b(yes|no|voted for|voted against|unanimous|carried)\b", council) == []


def test_every_side_speaks_through_one_template_by_date_alone(web: Client) -> None:
    shown_version(
        statements=[
            said("Zoe", "2026-01-05", "for"),
            said("Yan", "2026-01-05", "against"),
            said("Xia", "2025", "unstated"),
            said("Wim", "2025-12-30", "neither"),
            said("Vic", "2026-01-02", "against", answers="zoe"),
        ]
    )

    html = page(web)

    places = [html.index(f"What {name} said.") for name in ("Xia", "Wim", "Yan", "Zoe", "Vic")]
    assert places == sorted(places)
    shapes = {
        tuple(tag for tag in article if tag not in {"p.position", "time."})
        for article in Outline(html.replace(' lang="en"', "")).articles
        if article and article[0] == "article.statement"
    }
    assert len(shapes) == 1
    assert html.count("For the petition") == 1
    assert html.count("Against the petition") == 2


def test_answers_stand_side_by_side_by_their_first_source(web: Client) -> None:
    document = sample()
    document["sources"][1]["date"] = "2025-12-01"
    shown_version(sources=document["sources"])

    questions = page(web).split('id="questions"')[1].split('id="council"')[0]

    assert questions.index("shall be built") < questions.index("Twelve metres")
    assert questions.index("Twelve metres") < questions.index("Ten metres")
    assert questions.count("<h4") == 3


def test_every_line_of_the_timeline_has_a_source_with_its_relation(web: Client) -> None:
    shown_version()

    timeline = page(web).split('id="timeline"')[1].split("</section>")[0]

    lines = timeline.split('<li class="moment">')[1:]
    assert len(lines) == 9
    for line in lines:
        assert re.findall(r'<a href="/record/sample-bridge/sources/S\d/">[^<]+</a> \((\w+)', line)


@pytest.mark.parametrize("start", [HERE, f"{HERE}v/1/", f"/es{HERE}"])
def test_every_figure_leads_in_one_request_to_the_same_figure_and_its_source(
    web: Client, start: str
) -> None:
    shown_version()
    html = page(web, start)
    figures = Outline(html).figures
    assert len(figures) == 6

    for value, proof in figures:
        path, _hash, anchor = proof.partition("#")
        there = page(web, path)
        outline = Outline(there)
        assert value in [found for found, _ in outline.figures]
        assert anchor in outline.ids
        assert re.search(r"<h1>(The Exampleton Ledger|Friends of the Bridge)</h1>", there)
        back = page(web, outline.figures[0][1].partition("#")[0])
        assert value in [found for found, _ in Outline(back).figures]


@pytest.mark.parametrize("path", [HERE, f"{HERE}sources/S1/", f"{HERE}v/1/sources/S2/"])
def test_no_two_parts_of_a_page_share_an_id(web: Client, path: str) -> None:
    shown_version()

    ids = Outline(page(web, path)).ids

    assert sorted(ids) == sorted(set(ids))


def test_a_source_page_shows_everything_it_says_and_nothing_else(web: Client) -> None:
    shown_version()

    html = page(web, f"{HERE}sources/S2/")

    assert html.count('<li class="moment"') == 5
    for words in ("The ford is deep.", "Friends of the Bridge", "Twelve metres", "by post"):
        assert words in html
    assert "Ten metres" not in html
    assert "party, for the petition: its organisers" in html
    page(web, f"{HERE}sources/S3/", status=404)


def test_a_permalink_stays_with_its_version(web: Client) -> None:
    shown_version()
    shown_version(at=LATER, summary={"words": {"en": "Asked again."}, "sources": ["S1"]})

    old, new = page(web, f"{HERE}v/1/"), page(web)

    assert ("A bridge was asked for." in old, "A bridge was asked for." in new) == (True, False)
    assert "Version 2 has taken its place." in old
    assert f'href="{HERE}v/1/sources/S1/"' in old
    assert f'href="{HERE}sources/S1/"' in new
    assert f'href="{HERE}v/1/"' in new


def test_the_citation_names_version_date_and_hash_of_the_file(web: Client) -> None:
    shown_version()

    cite = page(web).split('id="cite"')[1]
    body = web.get(f"{HERE}v/1/dossier.json").content

    assert body == canonical_json(sample())
    assert f">{hashlib.sha256(body).hexdigest()}<" in cite
    assert "http://localhost:8000/record/sample-bridge/v/1/" in cite
    assert "version 1, " in cite
    assert "February 2, 2026" in cite


def test_the_schema_is_served(web: Client) -> None:
    answer = web.get("/record/schema/dossier-v0.json")

    assert answer.headers["Content-Type"] == "application/schema+json"
    assert answer.json()["$id"] == "urn:undersigned:dossier:v0"


def test_a_withdrawn_version_keeps_its_address_with_reason_and_date(web: Client) -> None:
    made = shown_version()
    withdraw(version=made, reason=Reason.PRIVATE_PERSON, words="Line 9.", at=LATER, by=BY)
    kept.STORE.__init__()  # type: ignore[misc]

    for path in (HERE, f"{HERE}v/1/", f"{HERE}sources/S1/", f"{HERE}v/1/dossier.json"):
        html = page(web, path, status=410)
        assert "Line 9." in html
        assert "February 3, 2026" in html
        assert "bridge was asked for" not in html
    assert "sample-bridge" not in page(web, "/record/")


def test_an_earlier_version_shows_when_the_latest_is_withdrawn(web: Client) -> None:
    shown_version()
    second = shown_version(version_note={"en": "The second."})
    withdraw(version=second, reason=Reason.OTHER, words="A slip.", at=LATER, by=BY)

    assert "version 1, " in page(web)
    page(web, f"{HERE}v/2/", status=410)


def test_in_spanish_a_text_without_translation_is_marked_as_english(web: Client) -> None:
    shown_version()

    html = page(web, f"/es{HERE}")

    assert "<h1>Un puente de muestra</h1>" in html
    assert '<span lang="en">A bridge was asked for.</span>' in html
    assert '<q lang="en">shall be built</q>' in html
    assert "será construido" in html
    assert "será construido" not in page(web)


def test_a_kept_page_is_made_anew_when_a_version_shows(web: Client) -> None:
    shown_version()
    assert "version 1, " in page(web)
    assert "version 1, " in page(web)

    shown_version(at=timezone.now(), version_note={"en": "The second."})
    kept.STORE._asked = float("-inf")

    assert "version 2, " in page(web)


@pytest.mark.parametrize("count", [1, 3])
def test_pages_take_as_many_queries_for_much_as_for_little(
    web: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    statements = [said(f"Ada{number}", "2026-01-05", "for") for number in range(count)]
    shown_version(statements=statements)
    for number in range(count):
        shown_version(slug=f"other-{number}")
    web.get("/record/nothing/")

    for path, queries in ((HERE, 2), (f"{HERE}sources/S1/", 1), ("/record/", 1)):
        with django_assert_num_queries(queries):
            kept.STORE._asked = float("inf")
            page(web, path)
