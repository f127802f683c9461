"""The opening goes to the signer alone: behind the # of the letter's links, by a second letter to who used the code."""

import base64
import re

import pytest
from django.test import Client
from django.utils import timezone
from tests.factories.petitions import open_petition
from tests.signatures.signing import PRESS, letters, press, sign, sign_and_confirm

from undersigned.journal.sealed import unseal
from undersigned.mail.letters import words
from undersigned.pure.tlog.commitment import commit
from undersigned.signatures import actions
from undersigned.signatures.models import Signature

pytestmark = pytest.mark.django_db

FRAGMENT = re.compile(r"/(confirm|receipts)/([0-9a-f/]+)/#([A-Za-z0-9_-]{43})\b")


def by_code(web: Client, ref: str, letter: dict[str, str]) -> None:
    web.post(f"/signing/{ref}/", {"code": letter["code"]}, headers=PRESS)


def test_the_letters_links_carry_the_opening_of_the_commitment(web: Client) -> None:
    petition = open_petition()
    sign(web, petition)
    letter = letters()[0]

    said = words(letter["kind"], letter, "en")

    row = Signature.objects.get()
    facts = unseal(row.sealed, of="signatures", ref=bytes(row.ref))
    fields = {name: facts[name] for name in ("name", "address", "email", "via")}
    for text in (said.text, said.html):
        found = {page: opening for page, _, opening in FRAGMENT.findall(text)}
        assert set(found) == {"confirm", "receipts"}
        for opening in found.values():
            raw = base64.urlsafe_b64decode(f"{opening}=")
            assert bytes(row.commit_c) == commit(raw, petition.public_ref, fields)


def test_who_confirmed_by_code_gets_the_receipt_of_that_very_signature(web: Client) -> None:
    petition = open_petition()
    sign(web, petition)
    second = sign(web, petition)["Location"].split("/")[2]

    by_code(web, second, letters()[0])
    answered = [actions.answer_asks(at=timezone.now()) for _ in range(2)]

    letter = letters()[-1]
    assert answered == [1, 0]
    assert (letter["kind"], letter["state"], letter["ref"]) == (
        *("signatures.receipt", "queued", second),
    )
    assert f"/receipts/{second}/#{letter['opening']}" in words(letter["kind"], letter, "en").text


def test_who_pressed_the_letters_button_holds_the_link_already(web: Client) -> None:
    sign_and_confirm(web, open_petition())

    assert actions.answer_asks(at=timezone.now()) == 0


def test_a_code_that_confirms_nothing_new_brings_no_receipt(web: Client) -> None:
    petition = open_petition()
    sign_and_confirm(web, petition)
    again = sign(web, petition)["Location"].split("/")[2]

    by_code(web, again, letters()[0])

    assert Signature.objects.latest("id").state == "duplicate"
    assert actions.answer_asks(at=timezone.now()) == 0


def test_a_wish_for_a_letter_ends_with_the_confirmation(web: Client) -> None:
    sign(web, open_petition())
    letter = letters()[0]
    web.post(f"/signing/{letter['ref']}/address/", {"email": "new@example.org"}, headers=PRESS)

    press(web, letter)

    row = Signature.objects.get()
    assert (row.state, row.asked, row.sealed_address) == ("confirmed", "", None)


def test_the_pages_after_confirming_lead_to_the_receipt(web: Client) -> None:
    sign(web, open_petition())
    letter = letters()[0]
    press(web, letter)

    for page in (f"/confirm/{letter['ref']}/{letter['token']}/", f"/signing/{letter['ref']}/"):
        assert f'href="/receipts/{letter["ref"]}/"' in web.get(page).content.decode()
