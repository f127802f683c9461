import hashlib
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.factories.petitions import (
    MONDAY,
    closed_petition,
    draft_petition,
    open_petition,
    taken_down_petition,
)
from tests.factories.sources import SourceFactory, StatementFactory

from undersigned.journey.stations import stations_of
from undersigned.petitions.models import Petition
from undersigned.signatures.models import HourlyCount, PetitionCount

pytestmark = pytest.mark.django_db
FAR = datetime(2099, 1, 1, tzinfo=UTC).date()


def counted(petition: Petition, *per_hour: int) -> None:
    """As many confirmed in each hour from the opening on."""
    for hour, confirmed in enumerate(per_hour):
        at = petition.opened_at + timedelta(hours=hour)  # type: ignore[operator]
        HourlyCount.objects.create(petition=petition, hour=at, confirmed=confirmed)
    PetitionCount.objects.create(petition=petition, confirmed=sum(per_hour), as_of=MONDAY)


def page(web: Client, petition: Petition, after: str = "", status: int = 200) -> str:
    answer = web.get(f"/petitions/{petition.slug}/{after}")
    assert answer.status_code == status
    return answer.content.decode()


def test_an_open_petition_shows_its_text_its_count_and_the_way_to_sign(web: Client) -> None:
    petition = open_petition(title="Keep the pool open", goal=2000, closes_on=FAR)
    counted(petition, 1000, 204)
    html = page(web, petition)
    assert '<h1 lang="en" dir="auto">Keep the pool open</h1>' in html
    assert "<p>We ask the council to keep the river path open at all hours.</p>" in html
    assert 'data-proof="/petitions/' in html
    assert f'data-live-count="/petitions/{petition.slug}/count.json">1,204</data>' in html
    assert 'max="2000" value="1204"' in html
    assert html.count(f'href="/petitions/{petition.slug}/sign/"') == 2
    assert "January 1, 2099" in html


@pytest.mark.parametrize(
    ("represented", "words"),
    [
        (None, "Nobody on this site represents this council."),
        (MONDAY, "This council is represented on this site"),
    ],
)
def test_it_says_whether_anyone_here_represents_the_council(
    web: Client, represented: datetime | None, words: str
) -> None:
    petition = open_petition()
    petition.council.represented_since = represented
    petition.council.save()
    assert words in page(web, petition)


def test_the_whole_coalition_stands_on_the_page_the_lead_first(web: Client) -> None:
    petition = open_petition(sponsors=3)
    names = [petition.lead.name, *(s.group.name for s in petition.sponsors.all())]
    assert len(dict.fromkeys(names)) == 3
    assert ", ".join(dict.fromkeys(names)) in page(web, petition)


@pytest.mark.parametrize("what", ["text", "rules", "notice"])
def test_each_fixed_document_has_the_hash_shown_beside_it(web: Client, what: str) -> None:
    petition = open_petition(title="Bänke am Fluß “now”")
    answer = web.get(f"/petitions/{petition.slug}/{what}.json")
    assert answer.headers["Content-Type"] == "application/json"
    digest = hashlib.sha256(answer.content).hexdigest()
    assert f'<dd class="hash">{digest}</dd>' in page(web, petition)


def test_a_closed_petition_keeps_its_page_and_takes_no_signature(web: Client) -> None:
    petition = closed_petition(closed_at=MONDAY)
    html = page(web, petition)
    assert "/sign/" not in html
    assert "live-count.js" not in html
    assert 'Closed on <time datetime="2026-03-02">March 2, 2026</time>' in html


def test_a_petition_whose_last_day_is_over_takes_none_even_before_it_is_closed(web: Client) -> None:
    petition = open_petition(closes_on=MONDAY.date())
    html = page(web, petition)
    assert "/sign/" not in html
    assert "Closed. It takes no more signatures." in html


def test_a_petition_that_was_taken_down_keeps_its_address_reason_and_date_and_no_more(
    web: Client,
) -> None:
    petition = taken_down_petition(
        title="Names a neighbour", text="He did it.", summary="It was him."
    )
    for after in ("", "count/", "text.json"):
        html = page(web, petition, after, status=410)
        assert "It accuses or exposes a private person." in html
        assert "It named a person who holds no office." in html
        assert '<time datetime="2026-03-10">March 10, 2026</time>' in html
        found = [w for w in ("Names a neighbour", "He did it.", "It was him.") if w in html]
        assert found == []


def test_what_is_not_public_has_no_page(web: Client) -> None:
    draft = draft_petition()
    for after in ("", "count/", "text.json"):
        page(web, draft, after, status=404)


def test_statements_of_every_side_stand_by_date_with_their_replies_and_sources(web: Client) -> None:
    petition = open_petition()
    about = f"petition:{petition.pk}"
    late = StatementFactory(about=about, words="Late words.", dated="2026-05-02")
    early = StatementFactory(about=about, words="Early words.", dated="2026-04", quoted=False)
    source = SourceFactory(
        publisher="The clerk", relation="official", title="Letter", dated="2026-05-03"
    )
    StatementFactory(
        about=about,
        kind="reply",
        answers=early,
        words="A reply.",
        dated="2026-05-03",
        source=source,
    )
    StatementFactory(about="petition:0", words="Of another matter.")
    html = page(web, petition)
    order = [html.index(words) for words in ("Early words.", "A reply.", late.words)]
    assert order == sorted(order)
    assert '<p class="statement-when">April 2026</p>' in html
    assert "The clerk (official)" in html
    assert "Of another matter." not in html


def test_the_page_says_in_spanish_what_the_petition_says_in_english(web: Client) -> None:
    petition = open_petition(title="Keep the pool open", closes_on=FAR)
    html = web.get(f"/es/petitions/{petition.slug}/").content.decode()
    assert '<h1 lang="en" dir="auto">Keep the pool open</h1>' in html
    assert "Firmar esta petición" in html
    assert f'href="/es/petitions/{petition.slug}/sign/"' in html
    assert "hasta el 1 de enero de 2099" in html
    assert f"http://localhost:8000/es/petitions/{petition.slug}/" in html


def test_the_growth_is_drawn_by_day_from_nothing(web: Client) -> None:
    petition = open_petition()
    counted(petition, *[10] * 48)
    html = page(web, petition)
    table = html[html.index("<table>") : html.index("</table>")]
    totals = re.findall(r'<td class="number">([\d,]+)</td>', table)
    assert totals == ["0", "200", "440", "480"]  # opened at four in the morning
    assert '<path class="curve"' in html


def test_a_petition_page_costs_nine_queries(
    web: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    petition = open_petition(sponsors=3)
    for _ in range(3):
        StatementFactory(about=f"petition:{petition.pk}")
    counted(petition, 1, 2, 3)
    web.get("/nowhere/")
    with django_assert_num_queries(9):
        page(web, petition)
    with django_assert_num_queries(0):  # kept bytes
        page(web, petition)


def test_the_stations_say_what_is_now_and_what_comes_next() -> None:
    petition = open_petition(closes_on=MONDAY.date() + timedelta(days=9))
    states = [(s.label, s.state) for s in stations_of(petition, today=MONDAY.date())]
    assert states == [
        ("Opened", "done"),
        ("Signatures", "now"),
        ("Delivery", "next"),
        ("Hearing", "later"),
        ("Decision", "later"),
        ("Promises", "later"),
    ]
    after = stations_of(petition, today=petition.closes_on + timedelta(days=1))  # type: ignore[operator]
    assert [s.state for s in after[:3]] == ["done", "done", "next"]
