"""A petition's proof on pages: its count to check, how it stood at a checkpoint, what changed, the documents."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.factories.petitions import closed_petition, open_petition, taken_down_petition
from tests.proof.pages.log import LOG_KEY, PROMISE_KEY, Log
from tests.signatures.signing import sign_and_confirm

from undersigned.petitions.models import Petition
from undersigned.proof.models import Document, Leaf, Tally
from undersigned.signatures.models import PetitionCount, Signature

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
TWICE = "The same person signed more than once"
GONE = "it cannot be read. The log says so too, and that it once was there."


@pytest.fixture
def petition() -> Petition:
    return open_petition(title="Keep the pool open")


@pytest.fixture
def signers(web: Client, petition: Petition) -> list[Signature]:
    """Six confirmed signatures without leaves."""
    found = [
        sign_and_confirm(web, petition, name=f"Sam Sample {n}", email=f"sam.{n}@example.org")
        for n in range(6)
    ]
    Leaf.objects.all().delete()
    return found


@pytest.fixture
def told(log: Log, petition: Petition, signers: list[Signature]) -> Petition:
    """Three checkpoints: opened and five signed (6 leaves); one withdrew, two void (9); a statement, one more (11)."""
    log.wait("open", petition, at=NOW)
    for signer in signers[:5]:
        log.sign(signer, at=NOW)
    log.publish(at=NOW)
    log.wait("withdraw", petition, at=NOW + DAY, signature=signers[0])
    for signer in signers[1:3]:
        log.wait("void", petition, at=NOW + 2 * DAY, signature=signer, reason="dup")
    log.publish(at=NOW + 2 * DAY)
    log.note(petition, "p-statement-made", b'{"event":"statement.made"}', at=NOW + 3 * DAY)
    log.sign(signers[5], at=NOW + 3 * DAY)
    log.publish(at=NOW + 3 * DAY, witnessed=True)
    PetitionCount.objects.create(petition=petition, confirmed=3, withdrawn=1, void=2, as_of=NOW)
    return petition


def html(web: Client, petition: Petition, after: str, status: int = 200) -> str:
    answer = web.get(f"/petitions/{petition.slug}/{after}")
    assert answer.status_code == status
    return answer.content.decode()


def sums(page: str) -> list[str]:
    line = page[page.index('<dl class="sums">') :].partition("</dl>")[0]
    return re.findall(r"<dd>(?:<span[^>]*>.</span> )?([\d,]+)</dd>", line)


def plain(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


def moments(page: str) -> list[str]:
    found = re.findall(r'<li class="moment">.*?</li>', page, re.DOTALL)
    return [plain(item) for item in found]


def test_the_check_shows_what_the_log_proves_beside_the_running_count(
    web: Client, told: Petition
) -> None:
    page = html(web, told, "check/")
    assert sums(page) == ["6", "1", "2", "3"]
    assert "All of them are in the log, as of the checkpoint of" in page
    assert 'data-figure data-proof="#level">3</data>' in page
    for words in ("What this proves", "What it does not prove", "add marks of people who do not"):
        assert words in page
    assert f'href="/petitions/{told.slug}/at/11/"' in page
    for key in (LOG_KEY, PROMISE_KEY):
        assert key.text in page


def test_the_check_says_how_many_wait_for_their_place(
    web: Client, log: Log, told: Petition, signers: list[Signature]
) -> None:
    Leaf.objects.filter(signature=signers[5]).delete()
    log.sign(signers[5], at=NOW)
    PetitionCount.objects.update(confirmed=4)
    page = plain(html(web, told, "check/"))
    assert "The log proves 3, as of the checkpoint of" in page
    assert "1 more is promised and follows within a day" in page


def test_before_the_first_checkpoint_there_is_nothing_to_check(
    web: Client, log: Log, petition: Petition
) -> None:
    page = html(web, petition, "check/")
    assert "The log is empty." in page
    assert "What this proves" in page
    html(web, petition, "at/0/", status=404)


def test_the_checkpoint_stands_on_the_page_with_every_seal(web: Client, told: Petition) -> None:
    page = html(web, told, "check/")
    note = re.search(r"<pre[^>]*>(petitions\.example\.org/log\n11\n.*?)</pre>", page, re.DOTALL)
    assert note
    assert note[1].count("— ") == 2


def test_a_frozen_page_holds_the_figures_of_its_checkpoint_for_good(
    web: Client, told: Petition
) -> None:
    expected = {6: ["5", "0", "0", "5"], 9: ["5", "1", "2", "2"], 11: ["6", "1", "2", "3"]}
    for size, figures in expected.items():
        page = html(web, told, f"at/{size}/")
        assert sums(page) == figures
        assert "We ask the council to keep the river path open at all hours." in page
        assert told.text_sha256 in page
        citation = plain(page[page.index("citation-line") :])
        assert f"at checkpoint {size} of March" in citation
        assert f"http://localhost:8000/petitions/{told.slug}/at/{size}/" in citation
        assert ("This is the newest checkpoint." in page) == (size == 11)


def test_only_published_checkpoints_that_hold_the_petition_have_a_page(
    web: Client, log: Log, told: Petition
) -> None:
    later = open_petition()
    log.wait("open", later, at=NOW + 4 * DAY)
    log.publish(at=NOW + 4 * DAY)
    page = html(web, told, "at/7/", status=404)
    near = [f'href="/petitions/{told.slug}/at/{size}/"' in page for size in (6, 9, 11)]
    assert near == [True, True, False]
    assert "The nearest that it published:" in html(web, later, "at/9/", status=404)
    html(web, later, "at/12/")
    html(web, told, "at/7/changes/", status=404)


def test_a_petition_closed_by_then_says_so_and_before_then_does_not(web: Client, log: Log) -> None:
    closed = closed_petition()
    log.wait("open", closed, at=NOW)
    log.publish(at=NOW)
    log.wait("close", closed, at=NOW + DAY)
    log.publish(at=NOW + DAY)
    assert "It was open for signatures." in html(web, closed, "at/1/")
    assert "It had closed on March 5, 2026 ." in plain(html(web, closed, "at/2/"))


def test_what_changed_is_told_by_day_kind_and_reason(web: Client, told: Petition) -> None:
    page = html(web, told, "at/6/changes/")
    rows = [plain(row) for row in re.findall(r"<tr.*?</tr>", page, re.DOTALL)][1:]
    assert rows == [
        "Signed 5 6 +1",
        "Withdrawn by signers 0 1 +1",
        "Declared void 0 2 +2",
        "Counted 5 3 \N{MINUS SIGN}2",
    ]
    assert moments(page) == [
        "March 5, 2026 1 signature was withdrawn by its signer Leaf 6",
        f"March 6, 2026 2 signatures were declared void: {TWICE} Leaves from 7 to 8",
        "March 7, 2026 A statement was recorded Leaf 9 · p-statement-made.json",
    ]
    assert moments(html(web, told, "at/11/changes/")) == []


def test_changes_cost_as_much_for_many_as_for_few(
    web: Client, log: Log, told: Petition, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(120):
        log.note(told, f"p-{number}", b'{"event":"reply.made"}', at=NOW + 4 * DAY)
    log.publish(at=NOW + 4 * DAY)
    html(web, told, "at/9/changes/")
    for size in (6, 11):
        with django_assert_num_queries(12):
            found = moments(html(web, told, f"at/{size}/changes/?page=1"))
        assert len(found) == 50
    assert len(moments(html(web, told, "at/6/changes/?page=3"))) == 23


def test_a_petitions_documents_are_listed_with_their_leaves_and_files(
    web: Client, log: Log, told: Petition
) -> None:
    log.note(told, "p-reply-made", b'{"event":"reply.made"}', at=NOW + 4 * DAY)
    text = f"{told.public_ref}-text"
    Document.objects.create(name=text, petition=told, content=b"{}", salt=b"", made_at=NOW)
    log.note(None, "site-source-added", b'{"event":"source.added"}', at=NOW)
    assert moments(html(web, told, "documents/")) == [
        f"March 4, 2026 The text as it opened {text}.json · bound by the opening’s leaf",
        "March 8, 2026 A reply was recorded p-reply-made.json · salt · waits for its place in the log",
        "March 7, 2026 A statement was recorded p-statement-made.json · salt · leaf 9",
    ]
    answer = web.get("/documents/").content.decode()
    assert moments(answer) == [
        "March 4, 2026 A source was recorded site-source-added.json · salt · waits for its place in the log"
    ]


def test_a_withheld_document_is_said_plainly_and_leads_to_no_file(
    web: Client, log: Log, told: Petition
) -> None:
    name = "p-statement-made"
    document = Document.objects.get(name=name)
    log.wait("note", told, at=NOW + 5 * DAY, document=document, reason="person")
    log.publish(at=NOW + 5 * DAY)
    Document.objects.filter(pk=document.pk).update(
        content=b"", salt=b"", withheld_at=NOW + 5 * DAY, withheld_reason="person"
    )
    page = html(web, told, "documents/")
    assert moments(page) == [
        f"March 7, 2026 A document, withheld to protect a person {name} · Since March 9, 2026 {GONE} · leaf 9"
    ]
    assert "/log/record/" not in page
    changes = html(web, told, "at/9/changes/")
    assert moments(changes) == [
        f"March 7, 2026 A document Leaf 9 · {name}",
        f"March 9, 2026 A document, withheld to protect a person Leaf 11 · {name}",
    ]
    assert "/log/record/" not in changes


def test_a_petition_that_was_taken_down_is_checked_no_more_and_keeps_its_documents(
    web: Client, log: Log
) -> None:
    down = taken_down_petition()
    log.wait("open", down, at=NOW)
    log.note(down, "p-down", b'{"event":"petition.taken_down"}', at=NOW)
    log.publish(at=NOW)
    for after in ("check/", "at/2/", "at/2/changes/"):
        answer = web.get(f"/petitions/{down.slug}/{after}")
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/petitions/{down.slug}/")
    page = html(web, down, "documents/")
    assert down.title not in page
    assert moments(page) == [
        "March 4, 2026 The petition was taken down p-down.json · salt · leaf 1"
    ]


def test_what_is_not_public_has_none_of_these_pages(web: Client, log: Log) -> None:
    for after in ("check/", "at/1/", "at/1/changes/", "documents/"):
        assert web.get(f"/petitions/nowhere/{after}").status_code == 404


def test_the_pages_are_kept_until_the_petition_or_the_log_moves(
    web: Client, told: Petition
) -> None:
    own, log = f"petition:{told.pk}", "log"
    expected = {
        "check/": (own, f"count:{told.pk}", log),
        "at/11/": (own, log),
        "at/11/changes/": (own, log),
        "documents/": (own, log),
    }
    found = {
        after: web.get(f"/petitions/{told.slug}/{after}?fresh").kept_scopes for after in expected
    }
    assert found == expected


def test_the_check_costs_six_queries(
    web: Client, told: Petition, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert Tally.objects.count() == 3
    web.get("/nowhere/")
    with django_assert_num_queries(7):
        html(web, told, "check/")
    with django_assert_num_queries(0):
        html(web, told, "check/")
