import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from tests.factories.petitions import MONDAY, open_petition

from undersigned.petitions.models import Petition
from undersigned.signatures.models import HourlyCount, PetitionCount

pytestmark = pytest.mark.django_db


@pytest.fixture
def petition() -> Petition:
    petition = open_petition()
    for hour in range(60):
        HourlyCount.objects.create(
            petition=petition, hour=MONDAY + timedelta(hours=hour), confirmed=hour + 1
        )
    PetitionCount.objects.create(petition=petition, confirmed=1830, as_of=MONDAY)
    return petition


def figures(html: str) -> list[tuple[str, str]]:
    """Every figure of a page: its value, and where its proof is."""
    found = re.findall(
        r'<data class="figure-value" value="(\d+)" data-figure data-proof="([^"]+)"', html
    )
    assert len(found) == html.count("data-figure")
    return found


@pytest.mark.parametrize(
    "path", ["/", "/petitions/", "/petitions/{slug}/", "/es/petitions/{slug}/"]
)
def test_every_figure_leads_in_one_step_to_the_page_with_the_same_figure_and_its_level(
    web: Client, petition: Petition, path: str
) -> None:
    [(value, proof)] = figures(web.get(path.format(slug=petition.slug)).content.decode())
    page = web.get(proof).content.decode()
    [(again, rests)] = figures(page)
    assert again == value
    assert f'id="{rests.removeprefix("#")}"' in page
    assert value == "1830"


def test_it_says_what_the_count_shows_and_with_equal_weight_what_it_does_not(
    web: Client, petition: Petition
) -> None:
    html = web.get(f"/petitions/{petition.slug}/count/").content.decode()
    sides = html[html.index('<div class="sides') : html.index("The levels of evidence")]
    assert re.findall(r"<h2[^>]*>([^<]+)</h2>", sides) == ["What it shows", "What it does not show"]
    assert "Nobody has certified that yet." in sides
    assert petition.text_sha256 in sides
    assert html.count("This count stands here.") == 1


def test_the_latest_hours_stand_newest_first_and_the_rest_in_files(
    web: Client, petition: Petition
) -> None:
    html = web.get(f"/petitions/{petition.slug}/count/").content.decode()
    hours = html[html.index('id="hours"') :]
    totals = re.findall(r'<td class="number">([\d,]+)</td>\s*</tr>', hours)
    assert len(totals) == 48
    assert totals[:2] == ["1,830", "1,770"]
    files = re.findall(r'href="(/petitions/[^"]+\.(?:csv|json))"', html)
    assert files == [f"/petitions/{petition.slug}/{name}" for name in ("history.csv", "count.json")]
    assert json.loads(web.get(files[1]).content)["confirmed"] == 1830
    assert web.get(files[0]).content.decode().splitlines()[-1].endswith(",60,0,1830")


def test_before_the_first_confirmation_the_count_is_nothing_and_says_so(web: Client) -> None:
    html = web.get(f"/petitions/{open_petition().slug}/count/").content.decode()
    assert figures(html) == [("0", "#rests")]
    assert "Nobody has confirmed a signature yet." in html
    assert "<svg viewBox=" not in html.replace('<svg class="evidence-mark"', "")
    assert "<table>" not in html


@pytest.mark.parametrize("path", ["", "count/"])
def test_a_count_that_was_lowered_says_so_in_plain_words(
    web: Client, petition: Petition, path: str
) -> None:
    PetitionCount.objects.update(confirmed=1371, withdrawn=3, void=20)
    html = web.get(f"/petitions/{petition.slug}/{path}").content.decode()
    words = " ".join(re.sub(r"<[^>]+>", " ", html).split())
    assert "1,394 signed · 3 withdrew · 20 declared void → which leaves 1,371" in words


def test_a_count_that_was_not_lowered_says_nothing_of_it(web: Client, petition: Petition) -> None:
    html = web.get(f"/petitions/{petition.slug}/").content.decode()
    assert "withdrew" not in html
    assert "1,830 signed" not in html


def test_the_curve_falls_where_signatures_left(web: Client, petition: Petition) -> None:
    HourlyCount.objects.create(
        petition=petition, hour=MONDAY + timedelta(hours=90), confirmed=0, left=915
    )
    html = web.get(f"/petitions/{petition.slug}/count/").content.decode()
    hours = html[html.index('id="hours"') :]
    assert re.findall(r'<td class="number">([\d,]+)</td>', hours)[:3] == ["0", "915", "915"]
    heights = [float(y) for y in re.findall(r"V([\d.]+)", html[html.index('d="M0 ') :])]
    assert heights[-1] > min(heights)  # in a drawing, lower down is a larger number
