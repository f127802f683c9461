"""Somebody whose address another typed in says so: no more letters, and nothing else changes for anybody."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.factories.petitions import open_petition
from tests.signatures.signing import (
    ENTRY,
    PRESS,
    do,
    kinds_of_leaves,
    letter_of,
    letters,
    own,
    sign,
    sign_and_confirm,
)

from undersigned.petitions.models import Petition
from undersigned.signatures import actions
from undersigned.signatures.blind import email_index
from undersigned.signatures.models import Signature, Silence

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def test_this_was_not_me_takes_two_steps_and_blanks_what_waits(web: Client) -> None:
    sign(web, open_petition())
    letter = letters()[0]

    question = web.get(own(letter, "not-me")).content.decode()
    assert bytes(Signature.objects.get().sealed) != b""
    done = do(web, letter, "not-me").content.decode()

    assert "Did somebody else type your address?" in question
    assert "Your address gets no more letters about this petition." in done
    row = Signature.objects.get()
    assert (row.state, bytes(row.sealed), row.slot) == ("pending", b"", None)
    assert actions.remind(at=timezone.now() + 2 * DAY) == 0
    assert actions.drop(at=timezone.now() + 22 * DAY) == 1


def test_an_address_that_was_not_me_gets_no_more_letters_about_this_petition_only(
    web: Client,
) -> None:
    petition, other = open_petition(), open_petition()
    sign(web, petition)
    do(web, letters()[0], "not-me")

    sign(web, petition, name="Ben Sample")
    sign(web, other)

    assert [(letter["kind"], letter["state"]) for letter in letters()[1:]] == [
        ("signatures.confirm", "withheld"),
        ("signatures.confirm", "queued"),
    ]


def test_an_address_that_was_not_me_is_not_told_that_there_is_no_signature(web: Client) -> None:
    petition = open_petition()
    sign(web, petition)
    do(web, letters()[0], "not-me")

    web.post(f"/petitions/{petition.slug}/find/", {"email": "ana@example.org"}, headers=PRESS)

    assert actions.answer_inquiries(at=timezone.now()) == 1
    assert len(letters()) == 1


def test_who_confirmed_before_not_me_still_gets_the_link_of_a_correction(web: Client) -> None:
    letter = not_me_after_confirming(web)

    web.post(own(letter, "correct"), {**ENTRY, "name": "Ana Maria Sample"}, headers=PRESS)

    new = letters()[-1]
    assert (new["kind"], new["state"]) == ("signatures.corrected", "queued")
    assert "It is confirmed, and counts." in web.get(own(new)).content.decode()


def test_who_confirmed_before_not_me_still_finds_the_signature(web: Client) -> None:
    letter = not_me_after_confirming(web)

    find(web)

    found = letters()[-1]
    assert (found["kind"], found["state"], found["ref"]) == (
        *("signatures.found", "queued", letter["ref"]),
    )


def not_me_after_confirming(web: Client) -> dict[str, str]:
    """A confirmed signature's letter; afterwards somebody typed its address again, and its owner said so."""
    petition = open_petition()
    letter = letter_of(sign_and_confirm(web, petition))
    sign(web, petition, name="Ben Sample")
    do(web, letters()[-1], "not-me")
    return letter


def find(web: Client) -> None:
    """Somebody asks for the link, and is within the limits."""
    slug = Petition.objects.get().slug
    web.post(f"/petitions/{slug}/find/", {"email": "ana@example.org"}, headers=PRESS)
    assert actions.answer_inquiries(at=timezone.now()) == 1


def test_a_stranger_who_signs_and_asks_for_the_link_reaches_no_silenced_address(
    web: Client,
) -> None:
    petition = open_petition()
    sign(web, petition)
    do(web, letters()[0], "not-me")
    sign(web, petition)

    find(web)

    assert [(it["kind"], it["state"]) for it in letters()] == [
        ("signatures.confirm", "queued"),
        ("signatures.confirm", "withheld"),
    ]


def test_who_confirms_by_code_gets_the_receipt_also_after_not_me(web: Client) -> None:
    petition = open_petition()
    sign(web, petition)
    code = letters()[0]["code"]
    waiting = f"/signing/{letters()[0]['ref']}/"
    sign(web, petition, name="Ben Sample")
    do(web, letters()[-1], "not-me")

    web.post(waiting, {"code": code}, headers=PRESS)
    actions.answer_asks(at=timezone.now())

    last = letters()[-1]
    assert (last["kind"], last["state"]) == ("signatures.receipt", "queued")


def test_the_answer_to_a_silenced_address_is_the_same_as_to_any(web: Client) -> None:
    petition = open_petition()
    sign(web, petition)
    do(web, letters()[0], "not-me")

    answers = [sign(web, petition, email=email) for email in ("ana@example.org", "new@example.org")]

    pages = [
        web.get(answer["Location"])
        .content.decode()
        .replace(answer["Location"].split("/")[2], "REF")
        for answer in answers
    ]
    assert pages[0] == pages[1]
    assert Signature.objects.count() == len(letters()) == 3


def test_what_is_remembered_stands_for_no_signature_and_goes_with_the_petitions_data(
    web: Client,
) -> None:
    petition = open_petition()
    row = sign_and_confirm(web, petition)
    actions.count(at=timezone.now())
    do(web, letter_of(row), "not-me")

    key = bytes(Silence.objects.get().key)
    closed = timezone.now()
    Petition.objects.update(state="closed", closed_at=closed)
    actions.expire(at=closed + 366 * DAY)

    assert key != email_index(petition.pk, "ana@example.org")
    assert Silence.objects.count() == 0


def test_not_me_of_a_confirmed_signature_withdraws_and_erases_it(web: Client) -> None:
    row = sign_and_confirm(web, open_petition())

    do(web, letter_of(row), "not-me")

    left = Signature.objects.get()
    assert (left.state, bytes(left.sealed), kinds_of_leaves(row)) == (
        *("withdrawn", b"", ["sign", "withdraw"]),
    )
