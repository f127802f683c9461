"""Eve signs as often as she can, in other spellings and from two devices. She counts once."""

import pytest
from playwright.sync_api import Page, expect
from tests.factories.petitions import open_petition
from tests.journeys.signing import ask, code_in, comes_to, fields_of, fill_in, type_code
from tests.journeys.site import Site

from undersigned.signatures.models import Signature

pytestmark = pytest.mark.main

FIRST = ("Eve Sample", "eve.ten@example.org")
ON_THE_LAPTOP = ("Éve  SAMPLE", "eve.ten+laptop@example.org")
BY_PROGRAM = [
    ("eve sample", "eve.ten@example.org"),
    ("Sample, Eve", "EVE.TEN@example.org"),
    ("Eve Sample", "eve.ten@EXAMPLE.org"),
    ("Eve Sample", "eve.ten+1@example.org"),
    ("Eve Sample", "Eve.Ten+pool+2@example.org"),
    ("Evé Sämple", "eve.ten+3@example.org"),
    ("Eve S'ample", "eve.ten+4@example.org"),
]
LAST = ("Eve-Sample", "eve.ten+phone@example.org")
EVES = [FIRST, ON_THE_LAPTOP, *BY_PROGRAM, LAST]


def test_one_person_signs_ten_times(phone: Page, desktop: Page, site: Site) -> None:
    petition = open_petition()
    name, email = FIRST
    fill_in(phone, petition, name=name, email=email)
    code = code_in(site.letter(email))

    # The same from her laptop, and by a program: every time she is told the same.
    name, email = ON_THE_LAPTOP
    fill_in(desktop, petition, name=name, email=email)
    for name, email in BY_PROGRAM:
        fields = fields_of(name=name, email=email)
        answer = ask(site, f"/petitions/{petition.slug}/sign/", method="POST", fields=fields)
        assert (answer.status, answer.words) == (302, "")

    # One letter came, and its code is good on every page that waits for it. It counts once.
    type_code(phone, code)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Your signature is confirmed")
    type_code(desktop, code)
    expect(desktop.get_by_role("heading", level=1)).to_have_text("You had signed already")
    expect(desktop.get_by_text("A person counts once, so nothing was added.")).to_be_visible()

    # She goes on, though she is in the count: the form tells her nothing new, and she stays one.
    name, email = LAST
    fill_in(phone, petition, name=name, email=email)
    type_code(phone, code)
    expect(phone.get_by_role("heading", level=1)).to_have_text("You had signed already")
    assert comes_to(site, petition, 1)
    rows = Signature.objects.filter(petition=petition)
    assert rows.count() == len(EVES) == 10
    assert rows.filter(state="confirmed").count() == 1
    # Two letters in all: the first, and the receipt of the one that counts.
    assert site.letter(FIRST[1], count=2)["subject"] == f"Your receipt: {petition.title}"
    assert sum(len(site.letters(email)) for email in {email for _, email in EVES}) == 2


def test_who_signs_again_by_another_spelling_on_gmail_is_one_person(site: Site) -> None:
    petition = open_petition()
    first, second = (
        ask(site, f"/petitions/{petition.slug}/sign/", method="POST", fields=fields).leads_to
        for email in ("eve.sample.ten@gmail.com", "e.v.esample.ten+x@googlemail.com")
        for fields in [fields_of(name="Eve Sample", email=email)]
    )
    fields = {"code": code_in(site.letter("eve.sample.ten@gmail.com"))}
    for page in (first, second):
        ask(site, page, method="POST", fields=fields)
    assert "Your signature is confirmed" in ask(site, first).words
    assert "You had signed already" in ask(site, second).words
    assert comes_to(site, petition, 1)
