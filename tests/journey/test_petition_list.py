import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.factories.petitions import (
    MONDAY,
    closed_petition,
    draft_petition,
    open_petition,
    taken_down_petition,
)

from undersigned.journal import kept
from undersigned.journal.announce import touch
from undersigned.signatures.models import PetitionCount

pytestmark = pytest.mark.django_db


def titles(web: Client, path: str) -> list[str]:
    html = web.get(path).content.decode()
    return re.findall(r'<h3 [^>]*><a href="[^"]+">([^<]+)</a>', html)


def test_the_list_holds_what_is_open_and_closed_newest_first(web: Client) -> None:
    open_petition(title="First", opened_at=MONDAY)
    closed_petition(title="Third", opened_at=MONDAY + timedelta(days=2))
    open_petition(title="Second", opened_at=MONDAY + timedelta(days=1))
    draft_petition(title="Draft")
    taken_down_petition(title="Gone")
    assert titles(web, "/petitions/") == ["Third", "Second", "First"]
    assert titles(web, "/petitions/?state=open") == ["Second", "First"]
    assert titles(web, "/petitions/?state=closed") == ["Third"]
    assert titles(web, "/petitions/?state=draft") == ["Third", "Second", "First"]


def test_search_finds_words_in_title_and_text_whatever_their_accents(web: Client) -> None:
    open_petition(title="Más bancos en el parque")
    open_petition(title="A pool", text="Open till nine.")
    assert titles(web, "/petitions/?q=MAS+parque") == ["Más bancos en el parque"]
    assert titles(web, "/petitions/?q=nine") == ["A pool"]
    assert titles(web, "/petitions/?q=mountain") == []
    assert titles(web, "/es/petitions/?q=nine") == ["A pool"]


def test_a_search_is_said_back_and_kept_when_filtering(web: Client) -> None:
    open_petition(title='Tom & "Jerry"')
    html = web.get("/petitions/", {"q": ' & "j '}).content.decode()
    assert "One petition holds “&amp; &quot;j”." in html
    assert 'name="q" value="&amp; &quot;j"' in html
    assert 'href="/petitions/?state=open&amp;q=%26%20%22j"' in html


@pytest.mark.parametrize(("number", "shown"), [("1", 20), ("2", 1), ("99", 1), ("x", 20)])
def test_the_list_turns_pages_and_forgives_a_wrong_number(
    web: Client, number: str, shown: int
) -> None:
    for _ in range(21):
        open_petition(opened_at=MONDAY)
    assert len(titles(web, f"/petitions/?page={number}")) == shown


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=a%00b",
        "q=%FF%FE",
        "q=%E2%80%AE",
        "q=" + "x" * 9_000,
        "q=%25%5F%27%22%3B",
        "page=9" * 30,
    ],
)
def test_no_search_breaks_the_list(web: Client, query: str) -> None:
    open_petition()
    assert web.get(f"/petitions/?{query}").status_code == 200


@pytest.mark.parametrize("path", ["/", "/petitions/", "/petitions/?q=river"])
def test_a_list_of_three_costs_as_many_queries_as_a_list_of_one(web: Client, path: str) -> None:
    def cost() -> int:
        kept.STORE.__init__()  # type: ignore[misc]
        with CaptureQueriesContext(connection) as queries:
            web.get(path)
        return len(queries)

    def counted() -> None:
        PetitionCount.objects.create(petition=open_petition(), confirmed=3, as_of=MONDAY)

    counted()
    one = cost()
    counted()
    counted()
    assert cost() == one


def test_the_front_page_shows_the_newest_five_and_says_that_there_are_more(web: Client) -> None:
    for number in range(6):
        open_petition(title=f"Number {number}", opened_at=MONDAY + timedelta(days=number))
    closed_petition(title="Closed one")
    assert titles(web, "/") == [f"Number {number}" for number in (5, 4, 3, 2, 1)]
    assert "All petitions, open and closed" in web.get("/").content.decode()


def test_a_front_page_without_petitions_still_says_what_this_is(web: Client) -> None:
    html = web.get("/").content.decode()
    assert "from the first name to a kept promise" in html
    assert "No petition is open just now." in html


def test_a_kept_list_shows_a_new_count_once_it_is_told_of_it(web: Client) -> None:
    petition = open_petition()
    row = PetitionCount.objects.create(petition=petition, confirmed=3, as_of=MONDAY)
    assert '>3</data> <span class="figure-label">signatures</span>' in web.get("/").content.decode()
    row.confirmed = 1
    row.save()
    touch([f"count:{petition.pk}"], at=row.as_of)
    kept.STORE.__init__()  # type: ignore[misc] # a second later
    assert '>1</data> <span class="figure-label">signature</span>' in web.get("/").content.decode()
