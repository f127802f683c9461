"""From the finished check to a sealed certificate, and what everybody then reads on the petition's page."""

import io
import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from tests.contracts.world import serving
from tests.factories.accounts import signed_in

from undersigned.accounts.models import User
from undersigned.petitions.models import Petition
from undersigned.signatures.models import Signature
from undersigned.verification.actions.forget import forget_checks
from undersigned.verification.models import Certificate, Check, Draw, Roll
from undersigned.verification.seal import keyfile, sealing

pytestmark = [pytest.mark.django_db, pytest.mark.long]

OFFICE, WEB = "undersigned.config.urls_office", "undersigned.config.urls_web"


@pytest.fixture
def desk(office: Client, clerk: User) -> Client:
    return signed_in(office, clerk)


def address(name: str, pk: int) -> str:
    return reverse(f"verification:{name}", urlconf=OFFICE, kwargs={"pk": pk})


def read(name: str, petition: Petition | None = None, **parts: object) -> str:
    """A public page, as somebody reads it."""
    kwargs = ({"slug": petition.slug} if petition else {}) | parts
    with serving("web"):
        path = reverse(name, urlconf=WEB, kwargs=kwargs)
        answer = Client(headers={"host": "localhost"}).get(path)
    assert answer.status_code == 200, path
    return answer.content.decode("utf-8", "replace")


def issue(desk: Client, check: Check) -> Certificate:
    assert desk.post(address("draft_certificate", check.pk)).status_code == 302
    assert desk.post(address("issue_certificate", check.pk), {"site": "yes"}).status_code == 302
    return Certificate.objects.get(state="issued")


def test_a_clerk_makes_a_key_seals_and_uploads(desk: Client, check: Check) -> None:
    own = keyfile.make("clerk.example.org")
    lines = {"vkey": own.vkey.text, "recipient": own.recipient}
    assert desk.post(address("key", check.petition_id), lines).status_code == 302
    assert (
        own.vkey.text.replace("+", "+")
        in desk.get(address("key", check.petition_id)).content.decode()
    )
    assert desk.post(address("draft_certificate", check.pk)).status_code == 302
    file = desk.get(address("draft_json", check.pk)).content
    sealed = sealing.seal(file, own)
    upload = io.BytesIO(sealed)
    upload.name = "certificate.sealed"
    answer = desk.post(address("issue_certificate", check.pk), {"sealed": upload})
    assert answer.status_code == 302
    assert bytes(Certificate.objects.get().sealed) == sealed
    page = read("verification:certificate", check.petition, number=1)
    assert "sealed by the clerk with the clerk’s own key" in page
    assert sealing.check(
        read("verification:certificate_sealed", check.petition, number=1).encode(), own.vkey
    )


def test_another_file_is_refused_in_words(desk: Client, check: Check) -> None:
    own = keyfile.make("clerk.example.org")
    desk.post(
        address("key", check.petition_id), {"vkey": own.vkey.text, "recipient": own.recipient}
    )
    desk.post(address("draft_certificate", check.pk))
    upload = io.BytesIO(b"%PDF")
    upload.name = "scan.pdf"
    page = desk.post(address("issue_certificate", check.pk), {"sealed": upload}).content.decode()
    assert "not the certificate under your seal" in page


@pytest.mark.parametrize(
    ("vkey", "recipient"),
    [
        ("clerk", "age1"),
        ("clerk.example.org+62dd8454+AfefE2p+kS5Bht6/lWFuoKZeZOUodMecFq+MqU8kWWnF", "x"),
    ],
)
def test_only_the_tools_two_lines_are_a_key(
    desk: Client, check: Check, vkey: str, recipient: str
) -> None:
    given = {"vkey": vkey, "recipient": recipient}
    page = desk.post(address("key", check.petition_id), given).content.decode()
    assert "not the two lines" in page


def figures(page: str) -> list[tuple[str, str]]:
    """The figures of a petition's page with their levels, the first one first."""
    return re.findall(
        r'value="(\d+)" data-figure.*?class="evidence evidence-(\w+)"', page, re.DOTALL
    )


def test_the_petitions_page_rises_and_falls_visibly(desk: Client, check: Check) -> None:
    petition = check.petition
    assert figures(read("journey:petition", petition)) == [("24", "confirmed")]
    issue(desk, check)
    page = read("journey:petition", petition)
    assert figures(page) == [("22", "certified"), ("24", "confirmed")]
    assert figures(read("journey:count", petition)) == [("24", "confirmed"), ("22", "certified")]
    assert figures(read("journey:petitions")) == [("24", "confirmed"), ("22", "certified")]
    assert "The clerk’s certificate" in page
    assert f'data-proof="/petitions/{petition.slug}/certificates/1/"' in page
    given = {"reason": "roll", "words": "The roll was last year’s."}
    assert desk.post(address("withdraw_certificate", check.pk), given).status_code == 302
    page = read("journey:petition", petition)
    assert figures(page) == [("24", "confirmed")]
    assert "was withdrawn on" in page
    assert "the roll was not the right one" in page
    gone = read("verification:certificate", petition, number=1)
    assert "It does not hold any more." in gone
    assert "The roll was last year’s." in gone


def test_the_certificate_shows_all_that_was_asked_for(desk: Client, check: Check) -> None:
    issue(desk, check)
    page = read("verification:certificate", check.petition, number=1)
    for words in (
        "There are enough valid signatures.",
        "22 of 24 signatures are valid; 20 are required.",
        "sealed by the site for the clerk",
        "Roll as of",
        "Wrong of all, at most (95 percent sure)",
        "Missed by the rule, by ward",
        "Missed by the rule, by form of name",
        "Worksheet",
        "Dice thrown",
    ):
        assert words in page, words


def test_it_is_a_paper_too(desk: Client, check: Check) -> None:
    assert desk.post(address("draft_certificate", check.pk)).status_code == 302
    assert desk.get(address("draft_pdf", check.pk)).content.startswith(b"%PDF-1.7")
    desk.post(address("issue_certificate", check.pk), {"site": "yes"})
    assert read("verification:certificate_pdf", check.petition, number=1).startswith("%PDF-1.7")


def test_a_draft_is_nobodys_to_read(desk: Client, check: Check) -> None:
    assert desk.post(address("draft_certificate", check.pk)).status_code == 302
    with serving("web"):
        kwargs = {"slug": check.petition.slug, "number": 1}
        for name in ("certificate", "certificate_json", "certificate_pdf", "certificate_sealed"):
            path = reverse(f"verification:{name}", urlconf=WEB, kwargs=kwargs)
            assert Client(headers={"host": "localhost"}).get(path).status_code == 404


def test_all_that_is_public_stands_on_one_page(desk: Client, check: Check, sampled: Draw) -> None:
    issue(desk, check)
    page = read("verification:checking", check.petition)
    assert f"/draws/{sampled.pk}/" in page
    assert "there are enough valid signatures" in page
    assert "against a roll as of" in page


def test_the_tool_is_there_to_download(desk: Client) -> None:
    path = reverse("verification:seal_tool", urlconf=OFFICE)
    tool = desk.get(path).content
    assert tool.startswith(b"#!/usr/bin/env python3\nPK")
    with serving("web"):  # everybody checks seals with the same file
        assert Client(headers={"host": "localhost"}).get("/undersigned-seal.pyz").content == tool


def test_after_retention_the_certificate_still_verifies(
    desk: Client, check: Check, tmp_path: Path
) -> None:
    own = keyfile.make("clerk.example.org")
    desk.post(
        address("key", check.petition_id), {"vkey": own.vkey.text, "recipient": own.recipient}
    )
    desk.post(address("draft_certificate", check.pk))
    upload = io.BytesIO(sealing.seal(desk.get(address("draft_json", check.pk)).content, own))
    upload.name = "certificate.sealed"
    assert desk.post(address("issue_certificate", check.pk), {"sealed": upload}).status_code == 302
    Roll.objects.update(state="purged", purged_at=check.closed_at, sealed_key=b"")
    assert forget_checks(at=check.closed_at) == 1
    Signature.objects.filter(petition=check.petition).update(sealed=b"")
    page = read("verification:certificate", check.petition, number=1)
    assert "22 of 24 signatures are valid" in page
    sealed = read("verification:certificate_sealed", check.petition, number=1).encode()
    assert sealing.check(sealed, own.vkey)["figures"]["valid"] == 22
