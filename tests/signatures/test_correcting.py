"""Correcting a signature: everything is typed again, the old one leaves and the new one counts, or neither."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from tests.factories.petitions import open_petition
from tests.signatures.signing import (
    ENTRY,
    PRESS,
    declare_void,
    do,
    letter_of,
    letters,
    own,
    press,
    sign_and_confirm,
)

from undersigned.journal.sealed import unseal
from undersigned.petitions.models import Petition
from undersigned.proof.models import Leaf
from undersigned.signatures import actions
from undersigned.signatures.actions.change import NotNow
from undersigned.signatures.allowances import network_limit
from undersigned.signatures.facts import Entry
from undersigned.signatures.models import Signature
from undersigned.signatures.prepare import prepare
from undersigned.signatures.queries import count_of
from undersigned.signatures.rowcheck import check_sum

pytestmark = pytest.mark.django_db


def correct(web: Client, letter: dict[str, str], **entry: str) -> Any:
    return web.post(own(letter, "correct"), {**ENTRY, **entry}, headers=PRESS)


def states() -> list[tuple[str, int | None]]:
    return list(Signature.objects.order_by("id").values_list("state", "slot"))


def test_with_the_same_address_the_new_one_takes_the_place_of_the_old_at_once(web: Client) -> None:
    petition = open_petition()
    old = sign_and_confirm(web, petition)
    actions.count(at=timezone.now())

    page = correct(web, letter_of(old), name="Ana Maria Sample", ward="South")

    new = Signature.objects.latest("id")
    facts = unseal(new.sealed, of="signatures", ref=bytes(new.ref))
    assert "Your signature is corrected" in page.content.decode()
    assert states() == [("withdrawn", None), ("confirmed", 1)]
    assert (facts["name"], facts["ward"], new.replaces_id) == ("Ana Maria Sample", "South", old.pk)
    assert {bytes(row.check_sum) == check_sum(row) for row in Signature.objects.all()} == {True}
    leaves = Leaf.objects.exclude(signature=None).order_by("id")
    assert list(leaves.values_list("kind", "signature_id")) == [
        ("sign", old.pk),
        ("withdraw", old.pk),
        ("sign", new.pk),
    ]


def test_the_count_stays_and_says_that_one_left(web: Client) -> None:
    petition = open_petition()
    old = sign_and_confirm(web, petition)
    actions.count(at=timezone.now())

    correct(web, letter_of(old), name="Ana Maria Sample")
    actions.count(at=timezone.now())

    count = count_of(petition.pk)
    assert (count.confirmed, count.signed, count.withdrawn) == (1, 2, 1)
    assert actions.check_counts(at=timezone.now()) == []


def test_a_letter_brings_the_new_links_and_the_old_page_says_withdrawn(web: Client) -> None:
    old = sign_and_confirm(web, open_petition())
    before = letter_of(old)

    correct(web, before, name="Ana Maria Sample")

    new = letters()[-1]
    assert (new["kind"], new["state"]) == ("signatures.corrected", "queued")
    assert "It is confirmed, and counts." in web.get(own(new)).content.decode()
    assert "It is withdrawn" in web.get(own(before)).content.decode()


def test_with_another_address_the_old_one_counts_until_the_new_one_is_confirmed(
    web: Client,
) -> None:
    old = sign_and_confirm(web, open_petition())

    page = correct(web, letter_of(old), email="ana@example.com")
    waiting = states()
    press(web, letters()[-1])

    assert "We have sent a letter to the new address." in page.content.decode()
    assert letters()[-1]["to"] == "ana@example.com"
    assert waiting == [("confirmed", 1), ("pending", None)]
    assert states() == [("withdrawn", None), ("confirmed", 1)]
    assert {bytes(row.check_sum) == check_sum(row) for row in Signature.objects.all()} == {True}


def test_the_answer_does_not_tell_whether_the_new_address_has_signed(web: Client) -> None:
    petition = open_petition()
    sign_and_confirm(web, petition, email="ben@example.org", name="Ben Sample")
    old = letter_of(sign_and_confirm(web, petition))

    pages = [
        correct(web, old, email=email).content for email in ("ben@example.org", "new@example.org")
    ]

    assert pages[0] == pages[1]


def test_a_new_address_that_was_never_confirmed_changes_nothing(web: Client) -> None:
    old = sign_and_confirm(web, open_petition())

    correct(web, letter_of(old), email="ana@example.com")
    do(web, letters()[-1], "not-me")

    assert states() == [("confirmed", 1), ("pending", None)]


@pytest.mark.parametrize("email", ["ana@example.org", "ana@example.com"])
def test_a_moderators_hold_goes_over_to_what_replaces_it(web: Client, email: str) -> None:
    old = sign_and_confirm(web, open_petition())
    Signature.objects.filter(pk=old.pk).update(held=True)

    correct(web, letter_of(old), email=email, name="Ana Maria Sample")
    press(web, letters()[-1])

    new = Signature.objects.latest("id")
    assert (new.state, new.held) == ("confirmed", True)
    assert bytes(new.check_sum) == check_sum(new)


def test_one_declared_void_meanwhile_is_never_put_back_once_its_correction_is_confirmed(
    web: Client,
) -> None:
    old = sign_and_confirm(web, open_petition())
    correct(web, letter_of(old), email="ana@example.com")
    old.refresh_from_db()
    declare_void(old, at=timezone.now())

    press(web, letters()[-1])

    assert states() == [("withdrawn", None), ("confirmed", 1)]
    assert list(
        Leaf.objects.filter(signature=old).order_by("pk").values_list("kind", flat=True)
    ) == [
        *("sign", "void", "withdraw"),
    ]
    assert {bytes(row.check_sum) == check_sum(row) for row in Signature.objects.all()} == {True}


def close(_: Signature) -> None:
    Petition.objects.update(state="closed", closed_at=timezone.now())


def void(row: Signature) -> None:
    declare_void(row, at=timezone.now())


@pytest.mark.parametrize("change", [close, void])
def test_nothing_is_corrected_once_it_is_closed_or_void(
    web: Client, change: Callable[[Signature], None]
) -> None:
    old = sign_and_confirm(web, open_petition())
    change(old)

    answer = correct(web, letter_of(old), name="Ana Maria Sample")

    assert answer["Location"] == own(letter_of(old))
    assert Signature.objects.count() == 1
    assert "Correct it" not in web.get(own(letter_of(old))).content.decode()


@pytest.mark.parametrize("change", [close, void])
def test_what_was_closed_or_void_after_the_page_was_shown_is_refused_by_the_action_too(
    web: Client, change: Callable[[Signature], None]
) -> None:
    old = sign_and_confirm(web, open_petition())
    at, letter = timezone.now(), letter_of(old)
    signing = prepare(
        Entry(name="Ana Maria Sample", email="ana@example.org", address="1 Sample Street"),
        petition=old.petition,
        language="en",
        network=network_limit("192.0.2.0/24", allowed=10, at=at),
        at=at,
    )
    change(old)
    before = states()

    with pytest.raises(NotNow):
        actions.correct(
            ref=bytes(old.ref), token=bytes.fromhex(letter["token"]), signing=signing, at=at
        )

    assert states() == before


def test_the_other_persons_name_at_the_address_is_refused_and_what_was_typed_stays(
    web: Client,
) -> None:
    petition = open_petition()
    sign_and_confirm(web, petition, name="Ben Sample")
    old = sign_and_confirm(web, petition)

    answer = correct(web, letter_of(old), name="ben SAMPLE")

    assert answer.status_code == 422
    assert 'value="ben SAMPLE"' in answer.content.decode()
    assert states() == [("confirmed", 1), ("confirmed", 2)]


@pytest.mark.parametrize("email", ["ana@example.org", "ana@example.com"])
def test_a_post_without_a_persons_press_asks_for_the_code(web: Client, email: str) -> None:
    letter = letter_of(sign_and_confirm(web, open_petition()))
    typed = {**ENTRY, "name": "Ana Maria Sample", "email": email}

    bare = web.post(own(letter, "correct"), typed)
    wrong = web.post(own(letter, "correct"), {**typed, "code": "1" * 8}, headers=PRESS)
    unchanged = states()
    right = web.post(own(letter, "correct"), {**typed, "code": letter["code"]})

    assert "Please type the code from the letter" in bare.content.decode()
    assert "That is not the code in the letter" in wrong.content.decode()
    for page in (bare, wrong):
        assert page.status_code == 422
        assert 'value="Ana Maria Sample"' in page.content.decode()
        assert 'name="code"' in page.content.decode()
    assert unchanged == [("confirmed", 1)]
    assert right.status_code == 200
    assert len(states()) == 2


def test_no_code_is_asked_for_before_it_is_needed(web: Client) -> None:
    letter = letter_of(sign_and_confirm(web, open_petition()))

    assert 'name="code"' not in web.get(own(letter, "correct")).content.decode()
    assert 'name="code"' not in correct(web, letter, name="").content.decode()


def test_bad_input_is_explained(web: Client) -> None:
    old = sign_and_confirm(web, open_petition())

    answer = correct(web, letter_of(old), name="")

    assert answer.status_code == 422
    assert "Please type your name." in answer.content.decode()


@pytest.mark.parametrize("email", ["ana@example.org", "ana@example.com"])
def test_a_flood_of_corrections_is_stopped(web: Client, settings: Settings, email: str) -> None:
    settings.SIGNATURES_PER_NETWORK_HOUR = 2
    old = sign_and_confirm(web, open_petition())
    correct(web, letter_of(old), email="ana.b@example.com")

    answer = correct(web, letter_of(old), email=email, name="Ana Maria Sample")

    assert answer.status_code == 429
    assert 'value="Ana Maria Sample"' in answer.content.decode()
    assert states() == [("confirmed", 1), ("pending", None)]


def test_what_was_corrected_can_be_corrected_again_and_withdrawn(web: Client) -> None:
    old = sign_and_confirm(web, open_petition())
    correct(web, letter_of(old), name="Ana Maria Sample")

    correct(web, letters()[-1], name="Ana M. Sample")
    do(web, letters()[-1], "withdraw")

    assert states() == [("withdrawn", None)] * 3
