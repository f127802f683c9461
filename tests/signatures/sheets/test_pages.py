"""The office's pages of paper sheets: whose they are, and typing with nothing but the keyboard."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from tests.factories.accounts import UserFactory, signed_in
from tests.factories.councils import OfficerFactory
from tests.factories.petitions import GroupFactory, open_petition, organiser_of
from tests.signatures.sheets.paper import SCAN, ben_of, counted, line, received, typed

from undersigned.petitions.models import Petition
from undersigned.signatures.models import Signature
from undersigned.signatures.sheets.models import Sheet, SheetLine

pytestmark = [pytest.mark.django_db, pytest.mark.long]
RECEIVED = {
    "number": "8",
    "last_line": "12",
    "collected_on": "2026-03-08",
    "circulator": "Carla Sample",
    "scan_sha256": SCAN.upper(),
}
LINE = {
    "number": "1",
    "name": "Ana Sample",
    "address": "1 Sample Street",
    "postcode": "00000",
    "basis": "live",
}


@pytest.fixture
def petition(db: None) -> Petition:
    return open_petition()


@pytest.fixture
def sheet(petition: Petition) -> Sheet:
    return received(petition)


@pytest.fixture
def ben(office: Client, sheet: Sheet) -> Client:
    """The browser of who received the sheet."""
    return signed_in(office, sheet.received_by)


def numbers(sheet: Sheet) -> list[int]:
    return list(SheetLine.objects.filter(sheet=sheet).values_list("number", flat=True))


def test_an_organiser_notes_a_sheet(petition: Petition, office: Client) -> None:
    ben = signed_in(office, ben_of(petition))
    answer = ben.post(f"/petitions/{petition.pk}/sheets/", RECEIVED)
    made = Sheet.objects.get()
    assert answer["Location"] == f"/sheets/{made.pk}/"
    assert (made.number, made.side, made.scan_sha256) == (8, "coalition", SCAN)
    assert b"Carla" not in bytes(made.sealed)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"scan_sha256": "ab"}, "A SHA-256 has 64 characters"),
        ({"collected_on": "2999-01-01"}, "This day has not come yet."),
        ({"collected_on": "2026-01-01"}, "The petition was not open yet on this day."),
        ({"number": "3"}, "Sheet 3 was received already."),
    ],
)
def test_what_is_wrong_with_a_sheet_is_said(
    ben: Client, petition: Petition, wrong: dict[str, str], words: str
) -> None:
    answer = ben.post(f"/petitions/{petition.pk}/sheets/", RECEIVED | wrong)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Carla Sample" in answer.content.decode()


def test_a_clerk_types_in_sheets_of_their_own(
    petition: Petition, sheet: Sheet, office: Client
) -> None:
    clerk = UserFactory()
    OfficerFactory(council=petition.council, user=clerk)
    cleo = signed_in(office, clerk)
    assert cleo.get("/sheets/")["Location"] == f"/petitions/{petition.pk}/sheets/"
    answer = cleo.post(f"/petitions/{petition.pk}/sheets/", RECEIVED)
    assert Sheet.objects.get(number=8).side == "clerk"
    assert cleo.get(answer["Location"]).status_code == 200
    assert cleo.get(f"/sheets/{sheet.pk}/").status_code == 404
    assert cleo.post(f"/sheets/{sheet.pk}/count/").status_code == 404


def test_others_do_not_learn_that_there_are_sheets(
    petition: Petition, sheet: Sheet, office: Client
) -> None:
    other = organiser_of(GroupFactory())
    browser = signed_in(office, other)
    assert browser.get(f"/petitions/{petition.pk}/sheets/").status_code == 404
    assert browser.get(f"/sheets/{sheet.pk}/").status_code == 404
    assert "No petition is open" in browser.get("/sheets/").content.decode()


def test_the_next_line_waits_where_the_last_one_was_stored(ben: Client, sheet: Sheet) -> None:
    answer = ben.post(f"/sheets/{sheet.pk}/", LINE).content.decode()

    assert "Line 1 is stored" in answer
    assert "Ana Sample" in answer
    assert 'name="number" value="2"' in answer
    assert "autofocus" in answer.split('name="name"')[1].split(">")[0]
    again = ben.get(f"/sheets/{sheet.pk}/").content.decode()
    assert "Ana Sample" not in again


def test_a_page_sent_twice_stores_one_line_and_loses_nothing(ben: Client, sheet: Sheet) -> None:
    ben.post(f"/sheets/{sheet.pk}/", LINE)
    answer = ben.post(f"/sheets/{sheet.pk}/", LINE | {"name": "Ben Sample"})
    assert answer.status_code == 422
    assert "Line 1 was typed in already." in answer.content.decode()
    assert 'value="Ben Sample"' in answer.content.decode()
    assert numbers(sheet) == [1]


def test_a_missing_address_must_be_said_to_be_missing(ben: Client, sheet: Sheet) -> None:
    short = {"number": "5", "name": "A?a Sam?le"}
    answer = ben.post(f"/sheets/{sheet.pk}/", short)
    assert answer.status_code == 422
    assert "Please type your street address." not in answer.content.decode()
    assert "Not on the line? Then tick the last box." in answer.content.decode()
    ben.post(f"/sheets/{sheet.pk}/", short | {"incomplete": "on"})
    assert list(SheetLine.objects.values_list("number", "incomplete")) == [(5, True)]


def test_lines_are_compared_then_counted(ben: Client, sheet: Sheet) -> None:
    typed(sheet, line(1, name="Zoe Sample"), line(2))

    assert "Zoe Sample" in ben.post(f"/sheets/{sheet.pk}/lines/").content.decode()
    answer = ben.post(f"/sheets/{sheet.pk}/count/", follow=True).content.decode()

    assert "2 lines count now, and go into the public log." in answer
    assert set(Signature.objects.values_list("state", flat=True)) == {"confirmed"}
    again = ben.post(f"/sheets/{sheet.pk}/count/", follow=True).content.decode()
    assert "No line of this sheet waits to be counted." in again


def test_to_look_at_lines_again_asks_to_sign_in_again(ben: Client, sheet: Sheet) -> None:
    typed(sheet, line(1, name="Zoe Sample"))
    with time_machine.travel(timezone.now(), tick=False) as clock:
        ben.get("/")
        clock.shift(timedelta(minutes=6))
        answer = ben.post(f"/sheets/{sheet.pk}/lines/")
    assert answer.status_code == 302
    assert "/account/" in answer["Location"]


def test_a_struck_line_stays_to_be_seen(ben: Client, sheet: Sheet) -> None:
    typed(sheet, line(1))
    counted(sheet)
    page = f"/sheets/{sheet.pk}/lines/{sheet.lines.get().pk}/strike/"
    assert "Its entry in the public log is withdrawn" in ben.get(page).content.decode()
    assert ben.post(page).status_code == 422

    answer = ben.post(page, {"reason": "signer"}, follow=True).content.decode()

    assert "Line 1 is struck out." in answer
    assert "The signer asked in writing to take the signature back" in answer
    refused = ben.post(page, {"reason": "typing"}, follow=True)
    assert refused.status_code == 200  # what was taken back can still be erased
    assert ben.post(page, {"reason": "signer"}).status_code == 422


def test_after_closing_lines_are_only_struck_out(ben: Client, sheet: Sheet) -> None:
    typed(sheet, line(1))
    Petition.objects.filter(pk=sheet.petition_id).update(state="closed", closed_at=timezone.now())
    page = ben.get(f"/sheets/{sheet.pk}/").content.decode()
    assert "Type in the next line" not in page
    assert "Count this 1 line" not in page
    assert "Strike out" in page
    overview = ben.get(f"/petitions/{sheet.petition_id}/sheets/").content.decode()
    assert "The petition is not open" in overview
    assert "Make the PDF file" not in overview


def test_what_a_signer_took_back_is_not_asked_for_again(ben: Client, sheet: Sheet) -> None:
    typed(sheet, line(1), line(2), line(3))
    for number, reason in ((1, "typing"), (2, "signer"), (3, "erase")):
        page = f"/sheets/{sheet.pk}/lines/{sheet.lines.get(number=number).pk}/strike/"
        assert ben.post(page, {"reason": reason}).status_code == 302
    page = ben.get(f"/sheets/{sheet.pk}/").content.decode()
    assert "Not typed in: 1, 4, 5, 6, 7, 8, 9, 10, 11, 12." in page
    assert 'name="number" value="1"' in page
