"""Most signers on paper have no letter. An e-mail address on the sheet gets one, with which its owner can do all."""

import pytest
from django.test import Client
from django.utils import timezone
from tests.signatures.sheets.paper import counted, line, received, typed
from tests.signatures.signing import do, letter_of, letters, own, press, sign, sign_and_confirm

from undersigned.proof.models import Leaf
from undersigned.signatures import actions
from undersigned.signatures.models import Signature
from undersigned.signatures.queries import count_of
from undersigned.signatures.sheets.models import Sheet

pytestmark = [pytest.mark.django_db, pytest.mark.long]
ZOE = "zoe@example.org"


@pytest.fixture
def sheet(db: None) -> Sheet:
    return received()


def count_with(sheet: Sheet, number: int = 1, email: str = ZOE) -> Signature:
    """A counted line with an e-mail address, and its letter if there is one."""
    typed(sheet, line(number, email=email))
    row = counted(sheet)[-1]
    actions.answer_asks(at=timezone.now())
    return row


def told() -> list[tuple[str, str]]:
    return [(letter["kind"], letter["state"]) for letter in letters()]


def test_a_line_without_an_address_has_no_letter(sheet: Sheet) -> None:
    typed(sheet, line(1))
    counted(sheet)
    actions.answer_asks(at=timezone.now())
    assert letters() == []


def test_an_address_on_the_sheet_gets_its_links_once_the_line_counts(
    sheet: Sheet, web: Client
) -> None:
    typed(sheet, line(1, email=ZOE))
    actions.answer_asks(at=timezone.now())
    assert letters() == []
    row = count_with(sheet, 2, email="yan@example.org")
    assert [letter["to"] for letter in letters()] == [ZOE, "yan@example.org"]

    page = web.get(own(letter_of(row)))

    assert b"It was typed in from a paper sheet, and counts." in page.content
    actions.answer_asks(at=timezone.now())
    assert len(letters()) == 2


def test_its_owner_withdraws(sheet: Sheet, web: Client) -> None:
    row = count_with(sheet)
    do(web, letter_of(row), "withdraw")
    actions.count(at=timezone.now())
    row.refresh_from_db()
    assert row.state == "withdrawn"
    assert list(Leaf.objects.filter(signature=row).values_list("kind", flat=True)) == [
        "sign",
        "withdraw",
    ]
    assert count_of(sheet.petition_id).paper == 0


def test_its_owner_signs_here_instead(sheet: Sheet, web: Client) -> None:
    row = count_with(sheet)
    typed_again = {"name": "Zoe Sample", "email": ZOE, "address": "1 Sample Street"}
    facts = {"postcode": "00000", "basis": "live", "ward": "", "old_enough": "on"}
    headers = {"sec-fetch-site": "same-origin", "sec-fetch-mode": "navigate"}
    headers["sec-fetch-user"] = "?1"
    web.post(own(letter_of(row), "correct"), {**typed_again, **facts}, headers=headers)
    press(web, letters()[-1])
    actions.count(at=timezone.now())
    row.refresh_from_db()
    assert row.state == "withdrawn"
    count = count_of(sheet.petition_id)
    assert (count.confirmed, count.paper) == (1, 0)


def test_whose_address_it_is_not_says_so_and_hears_no_more(sheet: Sheet, web: Client) -> None:
    row = count_with(sheet)
    do(web, letter_of(row), "not-me")
    row.refresh_from_db()
    assert (row.state, bytes(row.sealed)) == ("withdrawn", b"")

    count_with(sheet, 2)

    assert told() == [("signatures.on_paper", "queued"), ("signatures.on_paper", "withheld")]


def test_who_wanted_no_letters_here_gets_none_about_paper(sheet: Sheet, web: Client) -> None:
    sign(web, sheet.petition, email=ZOE)
    do(web, letters()[-1], "not-me")
    count_with(sheet)
    assert told()[1:] == [("signatures.on_paper", "withheld")]


def test_an_inquiry_finds_the_line_too(sheet: Sheet, web: Client) -> None:
    sign_and_confirm(web, sheet.petition, email=ZOE)
    row = count_with(sheet)
    before = len(letters())

    web.post(f"/petitions/{sheet.petition.slug}/find/", {"email": ZOE})
    actions.answer_inquiries(at=timezone.now())

    found = letters()[before:]
    assert [letter["kind"] for letter in found] == ["signatures.found"] * 2
    assert found[1]["ref"] == bytes(row.ref).hex()


def test_a_signer_on_paper_alone_is_found(sheet: Sheet, web: Client) -> None:
    row = count_with(sheet)
    web.post(f"/petitions/{sheet.petition.slug}/find/", {"email": "Zoe+x@example.org"})
    actions.answer_inquiries(at=timezone.now())
    assert letters()[-1]["kind"] == "signatures.found"
    assert letters()[-1]["ref"] == bytes(row.ref).hex()
