"""What a dossier's page shows, of every side alike, and what it says is not recorded."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.factories.record import sample, shown_version, smallest
from tests.journey.dossiers import HERE, Outline, page

from undersigned.journal import kept

pytestmark = pytest.mark.django_db


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


def test_in_spanish_a_text_without_translation_is_marked_as_english(web: Client) -> None:
    shown_version()

    html = page(web, f"/es{HERE}")

    assert "<h1>Un puente de muestra</h1>" in html
    assert '<span lang="en">A bridge was asked for.</span>' in html
    assert '<q lang="en">shall be built</q>' in html
    assert "será construido" in html
    assert "será construido" not in page(web)


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
