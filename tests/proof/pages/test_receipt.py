"""A signer's receipt: promised, in the log, still counted; a file that holds without this site."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.factories.petitions import open_petition, taken_down_petition
from tests.factories.proof import publish, signers
from tests.proof.pages.telling import WITNESS_KEY, place_of, tell, witness
from tests.signatures.signing import sign

from undersigned.journal.sealed import unseal
from undersigned.petitions.models import Petition
from undersigned.proof.actions.promise import promise
from undersigned.proof.models import Leaf
from undersigned.proof.states import Kind
from undersigned.proof.vkeys import log_vkey, promise_vkey
from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.notes import parse_note, verified
from undersigned.pure.tlog.policy import parse_policy
from undersigned.pure.tlog.promises import check_promise
from undersigned.pure.tlog.receipts import check_receipt, parse_receipt
from undersigned.pure.tlog.tree import leaf_hash
from undersigned.signatures.actions import erase
from undersigned.signatures.models import Signature

pytestmark = [pytest.mark.django_db, pytest.mark.long]
NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def petition(log: Path) -> Petition:
    return open_petition(title="Keep the pool open")


@pytest.fixture
def ana(petition: Petition) -> Signature:
    """A confirmed signature whose leaf waits."""
    return signers(petition, 1, at=NOW)[0]


def ref(signature: Signature) -> str:
    return bytes(signature.ref).hex()


def html(web: Client, signature: Signature, language: str = "") -> str:
    answer = web.get(f"{language}/receipts/{ref(signature)}/")
    assert answer.status_code == 200
    return answer.content.decode()


def stations(page: str) -> list[str]:
    return [
        " ".join(re.sub(r"<[^>]+>", " ", item).split())
        for item in re.findall(r'<li class="station.*?</li>', page, re.DOTALL)
    ]


def test_before_it_has_its_place_the_signer_holds_a_promise(
    web: Client, petition: Petition
) -> None:
    (ana,) = signers(petition, 1, at=timezone.now())
    promise(at=timezone.now())
    page = html(web, ana)
    assert "It is on its way into the public log" in page
    assert [line.split(" ")[0] for line in stations(page)] == ["Promised", "In", "Still"]
    answer = web.get(f"/receipts/{ref(ana)}.promise")
    made = check_promise(answer.content, promise_vkey())
    leaf = Leaf.objects.get(signature=ana)
    assert (made.leaf_hash, made.include_by) == (
        leaf_hash(bytes(leaf.body)),
        leaf.include_by.replace(microsecond=0),
    )
    assert answer.content.decode() in page
    assert web.get(f"/receipts/{ref(ana)}.tlog-proof").status_code == 404


def test_a_promise_that_is_not_sealed_yet_is_not_shown(web: Client, petition: Petition) -> None:
    (ana,) = signers(petition, 1, at=timezone.now())
    page = html(web, ana)
    assert "The promise is being sealed." in page
    assert "within a few seconds" in stations(page)[0]
    assert web.get(f"/receipts/{ref(ana)}.promise").status_code == 404


def test_a_promise_under_a_key_that_is_lost_leaves_the_receipt_as_it_is(
    web: Client, ana: Signature
) -> None:
    publish(at=NOW)
    Leaf.objects.filter(signature=ana).update(promise=b"x" * 64)
    assert "it is still counted" in html(web, ana)
    assert web.get(f"/receipts/{ref(ana)}.promise").status_code == 404


def test_a_broken_promise_is_said_plainly(web: Client, ana: Signature) -> None:
    promise(at=NOW)
    page = html(web, ana)
    assert "This site has broken its promise." in page
    assert "Save the promise" in page


def test_a_leaf_in_a_published_checkpoint_has_a_receipt_that_holds_without_this_site(
    web: Client, ana: Signature
) -> None:
    publish(at=NOW + timedelta(hours=1))
    witness(at=NOW + timedelta(hours=2))
    page = html(web, ana)
    assert "Your signature is in the public log, and it is still counted." in page
    assert stations(page) == [
        "Promised done March 4, 2026",
        "In the public log done March 4, 2026 , entry 1",
        "Still counted now March 4, 2026",
    ]
    answer = web.get(f"/receipts/{ref(ana)}.tlog-proof")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    receipt = parse_receipt(answer.content)
    assert receipt.extra == bytes(Leaf.objects.get(signature=ana).body)
    assert check_receipt(receipt, receipt.extra, log_vkey(), None).size == 3
    keys = [log_vkey(), WITNESS_KEY]
    assert verified(parse_note(receipt.checkpoint_note), keys) == keys
    with pytest.raises(Invalid):
        check_receipt(receipt, receipt.extra.replace(b"day 2026", b"day 2025"), log_vkey(), None)


def test_the_receipt_follows_the_newest_checkpoint(
    web: Client, ana: Signature, petition: Petition
) -> None:
    publish(at=NOW)
    sizes = []
    for days in range(3):
        signers(petition, 3, at=NOW + days * DAY)
        publish(at=NOW + days * DAY)
        receipt = parse_receipt(web.get(f"/receipts/{ref(ana)}.tlog-proof").content)
        sizes.append(check_receipt(receipt, receipt.extra, log_vkey(), None).size)
    assert sizes == [6, 10, 14]
    assert stations(html(web, ana))[1:] == [
        "In the public log done March 4, 2026 , entry 1",
        "Still counted now March 6, 2026",
    ]


def test_the_receipt_prefers_a_checkpoint_that_enough_witnesses_vouch_for(
    web: Client, log: Path, ana: Signature, petition: Petition
) -> None:
    publish(at=NOW)
    witness(at=NOW)
    signers(petition, 1, at=NOW + DAY)
    publish(at=NOW + DAY)
    sizes = []
    for quorum in ("none", "library"):
        keys = f"log {log_vkey().text}\nwitness library {WITNESS_KEY.text}\n"
        (log / "policy").write_text(f"{keys}quorum {quorum}\n")
        receipt = parse_receipt(web.get(f"/receipts/{ref(ana)}.tlog-proof").content)
        policy = parse_policy((log / "policy").read_text())
        sizes.append(check_receipt(receipt, receipt.extra, log_vkey(), policy).size)
    assert sizes == [5, 3]


@pytest.mark.long
def test_every_one_of_many_receipts_holds(web: Client, petition: Petition) -> None:
    people = signers(petition, 300, at=NOW)
    publish(at=NOW)
    assert sorted(place_of(person) for person in people) == list(range(1, 301))
    for person in people:
        receipt = parse_receipt(web.get(f"/receipts/{ref(person)}.tlog-proof").content)
        assert receipt.index == place_of(person)
        check_receipt(receipt, bytes(Leaf.objects.get(signature=person).body), log_vkey(), None)


def test_a_receipt_holds_no_personal_data_and_outlives_erasure(web: Client, ana: Signature) -> None:
    publish(at=NOW)
    file = web.get(f"/receipts/{ref(ana)}.tlog-proof").content
    page = html(web, ana)
    facts = unseal(ana.sealed, of="signatures", ref=bytes(ana.ref))
    private = {facts[name] for name in ("name", "email", "ward", "opening", "token", "code")}
    assert [value for value in private if value in page or value in file.decode()] == []
    assert erase([bytes(ana.ref)], at=NOW) == 1
    assert web.get(f"/receipts/{ref(ana)}.tlog-proof").content == file
    receipt = parse_receipt(file)
    assert check_receipt(receipt, receipt.extra, log_vkey(), None).size == 3
    assert stations(html(web, ana))[:2] == stations(page)[:2]


@pytest.mark.parametrize(
    ("kinds", "sentence", "station"),
    [
        ([Kind.WITHDRAW], "Your signature was withdrawn", "Withdrawn done March 5, 2026"),
        ([Kind.VOID], "declared void by two moderators", "Declared void done March 5, 2026"),
        ([Kind.VOID, Kind.RESTORE], "it is still counted", "Still counted now March 6, 2026"),
    ],
)
def test_what_took_it_out_or_put_it_back_stands_on_the_receipt(
    web: Client, ana: Signature, kinds: list[Kind], sentence: str, station: str
) -> None:
    publish(at=NOW)
    for kind in kinds:
        tell(kind, [ana], at=NOW + DAY, reason="dup" if kind == Kind.VOID else "")
    publish(at=NOW + 2 * DAY)
    page = html(web, ana)
    assert sentence in page
    assert ("The same person signed more than once." in page) == (kinds == [Kind.VOID])
    assert stations(page)[2] == station
    assert web.get(f"/receipts/{ref(ana)}.tlog-proof").status_code == 200


def test_a_signature_that_nobody_confirmed_has_no_receipt(web: Client, petition: Petition) -> None:
    sign(web, petition)
    pending = Signature.objects.latest("id")
    page = html(web, pending)
    assert "There is no receipt yet" in page
    assert f'href="/signing/{ref(pending)}/"' in page
    for file in (".tlog-proof", ".promise"):
        assert web.get(f"/receipts/{ref(pending)}{file}").status_code == 404


def test_an_unknown_receipt_has_no_page_and_no_file(web: Client, log: Path) -> None:
    for end in ("/", ".tlog-proof", ".promise", ".svg"):
        assert web.get(f"/receipts/{'0' * 32}{end}").status_code == 404


def test_the_code_leads_to_the_page_and_is_dark_on_light(web: Client, ana: Signature) -> None:
    answer = web.get(f"/es/receipts/{ref(ana)}.svg")
    assert answer.headers["Content-Type"] == "image/svg+xml"
    drawn = answer.content.decode()
    assert '<path fill="#fff"' in drawn
    assert 'stroke="#000"' in drawn
    assert "style=" not in drawn


def test_the_page_is_for_one_reader_and_found_by_no_search(web: Client, ana: Signature) -> None:
    publish(at=NOW)
    answer = web.get(f"/receipts/{ref(ana)}/")
    assert answer.headers["Cache-Control"] == "no-store"
    assert '<meta name="robots" content="noindex">' in answer.content.decode()
    assert "whoever gets its link from you learns that you signed" in answer.content.decode()


def test_without_javascript_the_page_says_where_the_opening_is(web: Client, ana: Signature) -> None:
    publish(at=NOW)
    page = html(web, ana)
    assert '<p id="opening-gone">' in page
    assert '<p id="opening-there" hidden>' in page
    assert '<p id="opening-save" hidden>' in page
    assert f'href="/log/verify.html#lang=en&amp;receipt=/receipts/{ref(ana)}.tlog-proof"' in page
    spanish = html(web, ana, "/es")
    assert f"#lang=es&amp;receipt=/es/receipts/{ref(ana)}.tlog-proof" in spanish
    assert web.get(f"/es/receipts/{ref(ana)}.tlog-proof").status_code == 200


def test_the_receipt_of_a_petition_that_was_taken_down_does_not_name_it(
    web: Client, ana: Signature, petition: Petition
) -> None:
    publish(at=NOW)
    down = taken_down_petition()
    state = {name: getattr(down, name) for name in ("state", "takedown_reason", "takedown_at")}
    Petition.objects.filter(pk=petition.pk).update(takedown_warned_at=NOW, **state)
    page = html(web, ana)
    assert petition.title not in page
    assert "A petition that was taken down" in page
    assert web.get(f"/receipts/{ref(ana)}.tlog-proof").status_code == 200


def test_a_receipt_costs_five_queries(
    web: Client, ana: Signature, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    publish(at=NOW)
    witness(at=NOW)
    html(web, ana)
    with django_assert_num_queries(5):
        html(web, ana)
    with django_assert_num_queries(5):
        web.get(f"/receipts/{ref(ana)}.tlog-proof")
