"""Sheets to print: an accessible PDF file that says the same each time."""

import re
import zlib

import pytest
from django.test import Client
from tests.factories.accounts import signed_in
from tests.factories.petitions import RULES, open_petition
from tests.signatures.sheets.paper import ben_of

from undersigned.councils.models import Rules
from undersigned.petitions.models import Petition
from undersigned.signatures.sheets import printing

pytestmark = pytest.mark.django_db
FACTS = {"first": 7, "copies": 2, "lines": 12, "paper": "us-letter"}
STATEMENT = {"en": "I saw each person sign.", "es": "Vi firmar a cada persona."}


def plain(pdf: bytes) -> bytes:
    """The file with its streams unpacked."""
    packed = re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    return pdf + b"".join(zlib.decompressobj().decompress(it) for it in packed if it[:1] == b"x")


def with_statement(petition: Petition) -> Petition:
    document = RULES | {"circulator": STATEMENT, "bases": ["live"], "fields": [], "ward": False}
    facts = {"document": document, "sha256": Rules.hash_of(document), "number": 2}
    petition.rules = Rules.objects.create(
        council=petition.council, made_at=petition.opened_at, **facts
    )
    return petition


def test_it_is_tagged_for_screen_readers_and_the_same_each_time() -> None:
    petition = open_petition(title="Keep the river path")
    pdf = printing.print_sheets(petition, **FACTS)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in plain(pdf)
    assert b"/Marked true" in plain(pdf)
    assert b"Keep the river path" in plain(pdf)
    assert pdf == printing.print_sheets(petition, **FACTS)


def test_a_long_text_has_a_page_of_its_own() -> None:
    short, long = open_petition(text="Short."), open_petition(text="A long text.\n\n" * 200)
    facts = {**FACTS, "copies": 1, "lines": 5}
    pages = [
        plain(printing.print_sheets(petition, **facts)).count(b"/Type/Page/")
        or plain(printing.print_sheets(petition, **facts)).count(b"/Type /Page\n")
        for petition in (short, long)
    ]
    assert pages[0] == 1
    assert pages[1] > 1


def test_it_says_what_the_councils_rules_ask() -> None:
    petition = with_statement(open_petition())
    facts = printing._facts(petition)
    assert facts["statement"] == STATEMENT["en"]
    assert [column["heading"] for column in facts["columns"]] == [
        "Name, in capitals",
        "E-mail, if you like",
        "Date",
        "Signature",
    ]
    assert "16 years old" in facts["rules"]
    assert printing.print_sheets(petition, **FACTS) != printing.print_sheets(
        open_petition(), **FACTS
    )


def test_it_speaks_the_petitions_language_and_names_text_and_notice() -> None:
    petition = open_petition(language="es")
    facts = printing._facts(petition)
    assert facts["rules"].startswith("Quien viva o trabaje aquí.")
    assert facts["sha256"] == petition.text_sha256
    assert petition.notice
    assert facts["notice"]["version"].endswith(petition.notice.sha256)
    assert "/es/petitions/" in facts["link"]


def test_an_organiser_gets_the_file(office: Client) -> None:
    petition = open_petition()
    ben = signed_in(office, ben_of(petition))
    page = f"/petitions/{petition.pk}/sheets/print.pdf"
    answer = ben.get(page, FACTS)
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content[:5] == b"%PDF-"
    refused = ben.get(page, FACTS | {"copies": "1000"})
    assert refused.status_code == 422
    assert b"less than or equal to 50" in refused.content
