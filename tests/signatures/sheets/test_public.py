"""What everybody reads of signatures on paper: how many, how sure that is, and on which sheets they stand."""

import json

import pytest
from django.test import Client
from tests.signatures.sheets.paper import SCAN, counted, line, received, typed
from tests.signatures.signing import sign_and_confirm

from undersigned.signatures.sheets.models import Sheet
from undersigned.signatures.sheets.pages import lines_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet(web: Client) -> Sheet:
    """A sheet with two lines, of a petition that three signed here."""
    sheet = received()
    for number in range(3):
        sign_and_confirm(web, sheet.petition, email=f"ana{number}@example.org")
    typed(sheet, line(1, name="Zoe Sample"), line(4))
    counted(sheet)
    return sheet


def test_the_count_says_how_many_are_on_paper_and_who_says_so(sheet: Sheet, web: Client) -> None:
    address = f"/petitions/{sheet.petition.slug}"
    page = web.get(f"{address}/").content.decode()
    assert '<data class="figure-value" value="5"' in page
    for value, level in (("3", "confirmed"), ("2", "reported"), ("5", "reported")):
        figure = page.split(f'value="{value}" data-figure')[1].split("</svg>")[0]
        assert f"evidence-{level}" in figure
    rests = web.get(f"{address}/count/").content.decode()
    assert "On this site and on paper" in rests
    assert "The coalition" in rests
    assert SCAN in rests
    assert "Zoe" not in page + rests


def test_programs_read_it_too(sheet: Sheet, web: Client) -> None:
    facts = json.loads(web.get(f"/petitions/{sheet.petition.slug}/count.json").content)
    assert (facts["net"], facts["paper"], facts["level"]) == (5, 2, "reported")


def test_without_paper_nothing_is_said_of_it(web: Client) -> None:
    petition = received().petition
    sign_and_confirm(web, petition)
    pages = [web.get(f"/petitions/{petition.slug}/{page}").content for page in ("", "count/")]
    assert [b"paper" in page for page in pages] == [False, False]


def test_who_checks_gets_the_lines_with_their_sheets(sheet: Sheet) -> None:
    lines = lines_of(sheet.petition_id)
    assert [(it.sheet.number, it.number, it.signature.via) for it in lines] == [
        (3, 1, "paper"),
        (3, 4, "paper"),
    ]
