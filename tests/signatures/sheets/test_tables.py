"""Lines come from a CSV file: all of them, or none and what is wrong with each."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.factories.accounts import signed_in
from tests.signatures.sheets.paper import line, received, typed

from undersigned.signatures.sheets.models import Sheet, SheetLine

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet(db: None) -> Sheet:
    return received()


@pytest.fixture
def ben(office: Client, sheet: Sheet) -> Client:
    """The browser of who received the sheet."""
    return signed_in(office, sheet.received_by)


def table(*rows: tuple[str, ...], encoding: str = "utf-8") -> dict[str, SimpleUploadedFile]:
    """A CSV file as it is uploaded."""
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(rows)
    return {"file": SimpleUploadedFile("lines.csv", out.getvalue().encode(encoding))}


def numbers(sheet: Sheet) -> list[int]:
    return list(SheetLine.objects.filter(sheet=sheet).values_list("number", flat=True))


def test_a_table_is_taken_whole(ben: Client, sheet: Sheet) -> None:
    typed(sheet, line(1))
    file = table(
        ("Name", "Address", "Postcode", "Basis", "Line", "Incomplete"),
        ("Ana Sample", "1 Sample Street", "00000", "live", "", ""),
        ("", "", "", "", "", ""),
        ("Ben Sample", "", "", "", "7", "yes"),
        ("Cleo Sample", "3 Sample Street", "00000", "work", "", ""),
    )
    answer = ben.post(f"/sheets/{sheet.pk}/file/", file)
    assert answer["Location"] == f"/sheets/{sheet.pk}/"
    assert numbers(sheet) == [1, 2, 3, 7]


def test_of_a_table_with_a_fault_nothing_is_taken_and_each_fault_has_its_row(
    ben: Client, sheet: Sheet
) -> None:
    file = table(
        ("name", "address", "postcode", "basis", "email"),
        ("Ana Sample", "1 Sample Street", "00000", "live", ""),
        ("", "2 Sample Street", "00000", "live", "nobody"),
    )
    answer = ben.post(f"/sheets/{sheet.pk}/file/", file)
    words = answer.content.decode()
    assert answer.status_code == 422
    assert "2 things to correct in the file; no line was taken" in words
    assert "Row 3, name: Please type the name." in words
    assert "Row 3, email: This is not a complete e-mail address." in words
    assert numbers(sheet) == []


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (table(("name",)), "The file has no line under its headings."),
        (table(("surname",), ("Sample",)), "The first row must hold headings"),
        (table(("name", "name"), ("Ana", "Ben")), "The first row must hold headings"),
        (table(("name",), ("Ána",), encoding="latin-1"), "The file is not in UTF-8."),
        (table(("name",), *([("Ana",)] * 201)), "The file has more than 200 rows."),
        ({"file": SimpleUploadedFile("x.csv", b'name\n"Ana')}, "a quotation mark stands alone"),
        ({}, "This field is required."),
    ],
)
def test_a_file_that_is_no_table_of_lines_is_refused(
    ben: Client, sheet: Sheet, file: dict[str, SimpleUploadedFile], words: str
) -> None:
    for upload in file.values():
        upload.seek(0)
    answer = ben.post(f"/sheets/{sheet.pk}/file/", file)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert numbers(sheet) == []
