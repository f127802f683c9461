from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.factories.accounts import UserFactory, signed_in
from tests.factories.record import BY, MONDAY, shown_version, version

from undersigned.journal.models import Entry
from undersigned.record.actions import send_back
from undersigned.record.models import Version
from undersigned.record.states import Reason, State

pytestmark = pytest.mark.django_db

ALL_TICKED = dict.fromkeys(("nobody_private", "officials_answered", "own_words", "even"), "on")
BECAUSE = {"reason": Reason.UNSOURCED, "words": "The ledger does not say so."}
AT = "/records/sample-bridge/1/"


@pytest.fixture
def desk(office: Client) -> Client:
    """A moderator's browser."""
    return signed_in(office, UserFactory(roles=["moderator"]))


def post(desk: Client, verb: str, typed: dict[str, Any]) -> HttpResponse:
    return desk.post(f"{AT}{verb}/", typed, headers={"sec-fetch-site": "same-origin"})


def state() -> str:
    return Version.objects.get(number=1).state


def test_what_waits_is_listed_apart_from_what_was_decided(desk: Client) -> None:
    shown_version()
    version(version_note={"en": "The second."})

    html = desk.get("/records/").content.decode()

    waiting, decided = html.split('id="decided"')
    assert (waiting.count("/records/sample-bridge/2/"), waiting.count("bridge/1/")) == (1, 0)
    assert (decided.count("/records/sample-bridge/1/"), decided.count("bridge/2/")) == (1, 0)


def test_a_moderator_reads_the_dossier_as_its_readers_will(desk: Client) -> None:
    version()

    html = desk.get(AT).content.decode()

    for heading in ("petition", "timeline", "counts", "statements", "questions", "sources"):
        assert html.count(f'<h2 id="{heading}">') == 1
    for words in ("more than 1,200", "Twelve metres", "A tour of bridges", "First version."):
        assert words in html
    assert 'href="#source-S1"' in html
    assert 'id="source-S1"' in html
    assert 'href="/record/' not in html


def test_all_boxes_ticked_it_shows(desk: Client) -> None:
    version()

    answer = post(desk, "show", ALL_TICKED)

    assert (answer.status_code, answer.headers["Location"]) == (302, AT)
    assert state() == State.SHOWN
    assert Entry.objects.latest("id").by.startswith("user:")


@pytest.mark.parametrize("left_out", ALL_TICKED)
def test_a_box_left_out_it_waits_on(desk: Client, left_out: str) -> None:
    version()

    answer = post(desk, "show", {name: "on" for name in ALL_TICKED if name != left_out})

    assert answer.status_code == 200
    assert f'id="id_{left_out}"' in answer.content.decode()
    assert state() == State.WAITING


def test_it_is_returned_with_a_reason_and_words(desk: Client) -> None:
    version()

    assert post(desk, "return", BECAUSE).status_code == 302

    assert state() == State.RETURNED
    html = desk.get(AT).content.decode()
    assert "The ledger does not say so." in html
    assert "<form" not in html.split('id="preview"')[0].split("</header>", 2)[2]


@pytest.mark.parametrize("missing", ["reason", "words"])
def test_without_a_reason_it_is_not_returned(desk: Client, missing: str) -> None:
    version()

    answer = post(desk, "return", {name: BECAUSE[name] for name in BECAUSE if name != missing})

    assert (answer.status_code, state()) == (200, State.WAITING)


def test_what_shows_is_withdrawn_and_its_address_says_why(desk: Client) -> None:
    shown_version()

    assert post(desk, "withdraw", BECAUSE).status_code == 302

    assert state() == State.WITHDRAWN


def test_two_moderators_decide_and_the_second_is_told(desk: Client) -> None:
    made = version()
    send_back(version=made, reason=Reason.OTHER, words="No.", at=MONDAY, by=BY)

    answer = desk.post(
        f"{AT}show/", ALL_TICKED, headers={"sec-fetch-site": "same-origin"}, follow=True
    )

    assert "Somebody decided on this version in the meantime." in answer.content.decode()
    assert state() == State.RETURNED


def test_others_than_moderators_see_nothing(office: Client) -> None:
    version()
    organiser = signed_in(office, UserFactory(roles=["operator"]))

    assert [organiser.get(path).status_code for path in ("/records/", AT)] == [403, 403]
    assert post(organiser, "show", ALL_TICKED).status_code == 403
    assert state() == State.WAITING


def test_a_version_that_is_not_there_is_not_found(desk: Client) -> None:
    assert desk.get(AT).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_for_versions_twice_however_many(desk: Client, count: int) -> None:
    for number in range(count):
        version(version_note={"en": f"Number {number}."})
        shown_version(slug=f"shown-{number}")

    with CaptureQueriesContext(connection) as asked:
        desk.get("/records/")

    sql = [query["sql"] for query in asked.captured_queries if "record_version" in query["sql"]]
    assert len(sql) == 2
    assert [" content " in one or '"content"' in one for one in sql] == [False, False]
