"""A petition's proof on pages: its count to check, how it stood at a checkpoint, what changed, the documents."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.contracts.test_events import events
from tests.factories.petitions import closed_petition, open_petition, taken_down_petition
from tests.factories.proof import publish, signers
from tests.proof.pages.telling import html, moments, plain, put

from undersigned.petitions.models import Petition
from undersigned.proof.actions.append import append_end
from undersigned.proof.actions.open_record import append_opening
from undersigned.proof.actions.record import OWN_LEAF
from undersigned.proof.models import Document
from undersigned.proof.states import Kind
from undersigned.proof.vkeys import log_vkey, promise_vkey
from undersigned.proof.words import EVENTS, document_words
from undersigned.signatures.models import PetitionCount

pytestmark = [pytest.mark.django_db, pytest.mark.long]
NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
TWICE = "The same person signed more than once"


def sums(page: str) -> list[str]:
    line = page[page.index('<dl class="sums">') :].partition("</dl>")[0]
    return re.findall(r"<dd>(?:<span[^>]*>.</span> )?([\d,]+)</dd>", line)


def test_the_check_shows_what_the_log_proves_beside_the_running_count(
    web: Client, told: Petition
) -> None:
    page = html(web, told, "check/")
    assert sums(page) == ["6", "1", "2", "3"]
    assert "All of them are in the log, as of the checkpoint of" in page
    assert 'data-figure data-proof="#level">3</data>' in page
    for words in ("What this proves", "What it does not prove", "add entries of people who do not"):
        assert words in page
    assert f'href="/petitions/{told.slug}/at/14/"' in page
    for key in (log_vkey(), promise_vkey()):
        assert key.text in page


def test_the_check_says_how_many_wait_for_their_place(web: Client, told: Petition) -> None:
    signers(told, 1, at=NOW)
    PetitionCount.objects.update(confirmed=4)
    page = plain(html(web, told, "check/"))
    assert "The log proves 3, as of the checkpoint of" in page
    assert "1 more is promised and follows within a day" in page


def test_before_the_first_checkpoint_there_is_nothing_to_check(
    web: Client, petition: Petition
) -> None:
    page = html(web, petition, "check/")
    assert "The log is empty." in page
    assert "What this proves" in page
    html(web, petition, "at/0/", status=404)


def test_the_checkpoint_stands_on_the_page_with_every_seal(web: Client, told: Petition) -> None:
    page = html(web, told, "check/")
    note = re.search(
        r"<pre[^>]*><code[^>]*>(petitions\.example\.org/log\n14\n.*?)</pre>", page, re.DOTALL
    )
    assert note
    assert note[1].count("— ") == 2


def test_a_frozen_page_holds_the_figures_of_its_checkpoint_for_good(
    web: Client, told: Petition
) -> None:
    expected = {7: ["5", "0", "0", "5"], 11: ["5", "1", "2", "2"], 14: ["6", "1", "2", "3"]}
    for size, figures in expected.items():
        page = html(web, told, f"at/{size}/")
        assert sums(page) == figures
        assert "We ask the council to keep the river path open at all hours." in page
        assert told.text_sha256 in page
        citation = plain(page[page.index("citation-line") :])
        assert f"at checkpoint {size} of March" in citation
        assert f"http://localhost:8000/petitions/{told.slug}/at/{size}/" in citation
        assert ("This is the newest checkpoint." in page) == (size == 14)


def test_only_published_checkpoints_that_hold_the_petition_have_a_page(
    web: Client, told: Petition
) -> None:
    later = open_petition()
    signers(later, 1, at=NOW + 4 * DAY)
    publish(at=NOW + 4 * DAY)
    page = html(web, told, "at/8/", status=404)
    near = [f'href="/petitions/{told.slug}/at/{size}/"' in page for size in (7, 11, 14)]
    assert near == [True, True, False]
    assert "The nearest that it published:" in html(web, later, "at/11/", status=404)
    html(web, later, "at/17/")
    html(web, told, "at/8/changes/", status=404)


def test_a_petition_closed_by_then_says_so_and_before_then_does_not(web: Client, log: Path) -> None:
    closed = closed_petition()
    append_opening(closed.pk, at=NOW)
    publish(at=NOW)
    append_end(Kind.CLOSE, closed.pk, at=NOW + DAY)
    publish(at=NOW + DAY + timedelta(minutes=1))  # ends wait for signatures that are on their way
    assert "It was open for signatures." in html(web, closed, "at/1/")
    assert "It had closed on March 5, 2026 ." in plain(html(web, closed, "at/3/"))


def test_what_changed_is_told_by_day_kind_and_reason(web: Client, told: Petition) -> None:
    page = html(web, told, "at/7/changes/")
    rows = [plain(row) for row in re.findall(r"<tr.*?</tr>", page, re.DOTALL)][1:]
    assert rows == [
        "Signed 5 6 +1",
        "Withdrawn 0 1 +1",
        "Declared void 0 2 +2",
        "Counted 5 3 \N{MINUS SIGN}2",
    ]
    assert moments(page) == [
        "March 5, 2026 1 signature was withdrawn Entry 7",
        f"March 6, 2026 2 signatures were declared void: {TWICE} Entries from 8 to 9",
        "March 7, 2026 A statement was recorded Entry 12 · p1-statement-made-1a2b3c4d.json",
    ]
    assert moments(html(web, told, "at/14/changes/")) == []


def test_changes_cost_as_much_for_many_as_for_few(
    web: Client, told: Petition, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(120):
        put(told, f"p1-reply-made-{number:08}", "reply.made", at=NOW + 4 * DAY)
    publish(at=NOW + 4 * DAY)
    html(web, told, "at/11/changes/")
    for size in (7, 14):
        with django_assert_num_queries(12):
            found = moments(html(web, told, f"at/{size}/changes/?page=1"))
        assert len(found) == 50
    assert len(moments(html(web, told, "at/7/changes/?page=3"))) == 23


def test_a_petition_that_was_taken_down_is_checked_no_more_and_keeps_its_documents(
    web: Client, log: Path
) -> None:
    down = taken_down_petition()
    append_opening(down.pk, at=NOW)
    put(down, "p1-petition-taken-down-abcdefab", "petition.taken_down", at=NOW)
    publish(at=NOW)
    for after in ("check/", "at/2/", "at/2/changes/"):
        answer = web.get(f"/petitions/{down.slug}/{after}")
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/petitions/{down.slug}/")
    page = html(web, down, "documents/")
    assert down.title not in page
    assert moments(page)[0] == (
        "March 4, 2026 The petition was taken down p1-petition-taken-down-abcdefab.json · salt · entry 1"
    )


def test_what_is_not_public_has_none_of_these_pages(web: Client, log: Path) -> None:
    for after in ("check/", "at/1/", "at/1/changes/", "documents/"):
        assert web.get(f"/petitions/nowhere/{after}").status_code == 404


def test_the_pages_are_kept_until_the_petition_or_the_log_moves(
    web: Client, told: Petition
) -> None:
    own, log = f"petition:{told.pk}", "log"
    expected = {
        "check/": (own, f"count:{told.pk}", log),
        "at/14/": (own, log),
        "at/14/changes/": (own, log),
        "documents/": (own, log),
    }
    found = {
        after: web.get(f"/petitions/{told.slug}/{after}?fresh").kept_scopes for after in expected
    }
    assert found == expected


def test_the_check_costs_eleven_queries(
    web: Client, told: Petition, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    web.get("/nowhere/")
    with django_assert_num_queries(11):
        html(web, told, "check/")
    with django_assert_num_queries(0):
        html(web, told, "check/")


def test_every_document_has_words() -> None:
    public = {event.name for event in events() if event.public and event.name not in OWN_LEAF}
    public.add("draw.announced")  # no event's facts, but a document of its own
    assert set(EVENTS) == public
    names = [f"p7-{name.replace('.', '-').replace('_', '-')}-0a1b2c3d" for name in public]
    names += ["p7-text", "p7-rules", "p7-wards", "p7-notice", "p7-by-ward-327"]
    unknown = [name for name in names if document_words(Document(name=name)) == name]
    assert unknown == []
    assert document_words(Document(name="p7-nobody-knows-0a1b2c3d")) == "p7-nobody-knows-0a1b2c3d"
