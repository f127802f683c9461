"""Every figure and every line of a dossier leads to its source, and back."""

import re

import pytest
from django.test import Client
from tests.factories.record import shown_version
from tests.journey.dossiers import HERE, Outline, page

pytestmark = pytest.mark.django_db


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
