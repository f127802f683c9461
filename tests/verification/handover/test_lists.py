"""The list of signers goes to whoever checks them, encrypted to that person alone, and everybody sees that it did."""

import csv
import io
from pathlib import Path

import pyrage
import pytest
from django.test import Client
from django.urls import reverse
from tests.factories.accounts import UserFactory, signed_in
from tests.factories.petitions import open_petition
from tests.verification.made import AT, clerk_of, signed

from undersigned.accounts.models import User
from undersigned.journal.models import Entry
from undersigned.petitions.models import Petition
from undersigned.proof.models import Document
from undersigned.pure.tlog.keys import COSIGNATURE, LOG, VKey
from undersigned.signatures.models import Signature
from undersigned.verification.actions.hand_over import NoRecipient, StillOpen, hand_over
from undersigned.verification.actions.seal_keys import KeyInUse, NotAKey, add_key, retire_key
from undersigned.verification.handover import Signer, csv_of, pdf_of
from undersigned.verification.models import SealKey
from undersigned.verification.seal import keyfile
from undersigned.verification.seal.age import open_file

pytestmark = [pytest.mark.django_db, pytest.mark.long]

EVIL = ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "＝1"]  # noqa: RUF001 - the full-width sign is meant


@pytest.fixture
def petition(log: Path) -> Petition:
    return signed(6)


@pytest.fixture
def clerk(petition: Petition) -> User:
    return clerk_of(petition)


@pytest.fixture
def key(petition: Petition, clerk: User) -> keyfile.Key:
    made = keyfile.make("clerk.example.org")
    lines = {"vkey": made.vkey.text, "recipient": made.recipient}
    add_key(council=petition.council, **lines, at=AT, user=clerk)
    return made


def test_the_list_opens_with_the_clerks_key_and_no_other(
    petition: Petition, clerk: User, key: keyfile.Key
) -> None:
    file = hand_over(petition=petition, kind="csv", at=AT, user=clerk)
    assert b"Sample" not in file
    rows = list(csv.DictReader(io.StringIO(open_file(file, key.private).decode("utf-8-sig"))))
    assert len(rows) == 6
    assert {row["name"][:10] for row in rows} == {"Ana Sample"}
    assert set(rows[0]) == {"entry", "name", "address", "ward", "signed_on", "via"}
    numbers = [int(row["entry"]) for row in rows]
    assert numbers == sorted(numbers)
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(file, [pyrage.x25519.Identity.generate()])


def test_the_same_comes_as_a_paper(petition: Petition, clerk: User, key: keyfile.Key) -> None:
    file = hand_over(petition=petition, kind="pdf", at=AT, user=clerk)
    assert open_file(file, key.private).startswith(b"%PDF-1.7")


def test_what_was_handed_over_is_public_and_each_opening_is_journaled(
    petition: Petition, clerk: User, key: keyfile.Key
) -> None:
    hand_over(petition=petition, kind="csv", at=AT, user=clerk)
    facts = Entry.objects.get(name="signers.handed_over").facts
    assert (facts["rows"], facts["kind"], facts["capacity"]) == (6, "csv", "clerk")
    assert facts["notice_sha256"] == petition.notice.sha256
    opened = Entry.objects.filter(name="sealed.opened", facts__what="signatures").latest("id")
    assert opened.facts["rows"] == 6
    assert opened.facts["reason"] == "the list of signers was handed over for checking"
    assert Document.objects.filter(name__contains="-signers-handed-over-").count() == 1


def test_who_withdrew_is_not_on_it(petition: Petition, clerk: User, key: keyfile.Key) -> None:
    row = Signature.objects.filter(petition=petition).first()
    Signature.objects.filter(pk=row.pk).update(state="withdrawn", left_at=AT, slot=None)
    file = hand_over(petition=petition, kind="csv", at=AT, user=clerk)
    assert open_file(file, key.private).count(b"\r\n") == 6


def test_who_was_erased_is_not_on_it(petition: Petition, clerk: User, key: keyfile.Key) -> None:
    row = Signature.objects.filter(petition=petition).first()
    Signature.objects.filter(pk=row.pk).update(sealed=b"")
    file = hand_over(petition=petition, kind="csv", at=AT, user=clerk)
    assert open_file(file, key.private).count(b"\r\n") == 6


@pytest.mark.parametrize(
    "wrong", [VKey("clerk", COSIGNATURE, bytes(32)), VKey("clerk", LOG, b"\xff" * 32)]
)
def test_a_key_of_another_kind_or_of_no_point_is_not_taken(
    petition: Petition, clerk: User, wrong: VKey
) -> None:
    recipient = keyfile.make("clerk").recipient
    facts = {"council": petition.council, "recipient": recipient, "at": AT, "user": clerk}
    with pytest.raises(NotAKey):
        add_key(vkey=wrong.text, **facts)


def test_nothing_is_handed_over_of_an_open_petition_or_without_a_key(
    petition: Petition, clerk: User
) -> None:
    with pytest.raises(NoRecipient):
        hand_over(petition=petition, kind="csv", at=AT, user=clerk)
    with pytest.raises(StillOpen):
        hand_over(petition=open_petition(), kind="csv", at=AT, user=clerk)
    assert not Entry.objects.filter(name="sealed.opened").exists()


def test_one_has_one_key_at_a_time_and_a_retired_one_stays_on_record(
    petition: Petition, clerk: User, key: keyfile.Key
) -> None:
    other = keyfile.make("clerk.example.org")
    lines = {"vkey": other.vkey.text, "recipient": other.recipient}
    with pytest.raises(KeyInUse):
        add_key(council=petition.council, **lines, at=AT, user=clerk)
    for _ in range(2):
        retire_key(key=SealKey.objects.get(), at=AT, user=clerk)
    add_key(council=petition.council, **lines, at=AT, user=clerk)
    assert [row.retired_at for row in SealKey.objects.all()] == [None, AT]
    assert Entry.objects.filter(name="seal_key.retired").count() == 1


@pytest.mark.parametrize("text", EVIL)
def test_no_cell_is_a_formula(text: str) -> None:
    signer = Signer(1, text, text, text, "2026-05-04", "web")
    (_, row) = csv.reader(io.StringIO(csv_of([signer]).decode("utf-8-sig"), newline=""))
    assert row == ["1", *[f"'{text}"] * 3, "2026-05-04", "web"]


def test_what_a_signer_typed_is_text_on_paper_too(petition: Petition) -> None:
    signer = Signer(1, '#panic("x") *bold* $x$', "\\ [x] <y> @z", "", "2026-05-04", "web")
    assert pdf_of(petition, [signer], day="4 May 2026").startswith(b"%PDF")


def test_the_page_shows_the_terms_and_asks_that_they_were_read(
    office: Client, petition: Petition, clerk: User, key: keyfile.Key
) -> None:
    desk = signed_in(office, clerk)
    kwargs = {"pk": petition.pk}
    path = reverse(
        "verification:hand_over", urlconf="undersigned.config.urls_office", kwargs=kwargs
    )
    page = desk.get(path).content.decode()
    assert "Names and addresses may be requested." in page
    assert desk.post(path, {"kind": "csv"}).headers["Content-Type"].startswith("text/html")
    answer = desk.post(path, {"kind": "csv", "agreed": "on"})
    assert answer.headers["Content-Disposition"].endswith('.csv.age"')
    assert open_file(answer.content, key.private).startswith(b"\xef\xbb\xbfentry,")
    assert "6 signatures" in desk.get(path).content.decode()
    stranger = signed_in(office, UserFactory())
    assert stranger.get(path).status_code == 403
