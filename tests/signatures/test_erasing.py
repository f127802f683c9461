"""Erasing by the signer, and "this was not me": nothing of the person is left, and no letter follows."""

from datetime import timedelta
from pathlib import Path

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
    sign,
    sign_and_confirm,
)

from undersigned.config import ledger
from undersigned.journal.models import Entry
from undersigned.petitions.models import Petition
from undersigned.proof.models import Leaf
from undersigned.signatures import actions
from undersigned.signatures.blind import email_index
from undersigned.signatures.models import PublicName, Signature, Silence
from undersigned.signatures.queries import count_of
from undersigned.signatures.rowcheck import check_sum

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _ledger(settings: Settings, tmp_path: Path) -> None:
    settings.ERASURE_LEDGER = tmp_path / "ledger"


def counted(petition: Petition) -> tuple[int, int]:
    """Count; how many count now, and how many were withdrawn."""
    actions.count(at=timezone.now())
    count = count_of(petition.pk)
    return count.confirmed, count.withdrawn


def kinds_of_leaves(row: Signature) -> list[str]:
    return list(Leaf.objects.filter(signature=row).order_by("id").values_list("kind", flat=True))


def test_a_signer_who_erases_leaves_the_count_and_leaves_nothing_behind(web: Client) -> None:
    petition = open_petition()
    row = sign_and_confirm(web, petition, show_name="on")
    actions.publish_names(at=timezone.now())
    letter = letter_of(row)
    assert counted(petition) == (1, 0)

    page = do(web, letter, "erase").content.decode()

    left = Signature.objects.get()
    assert "It is erased" in page
    assert counted(petition) == (0, 1)
    assert (left.state, bytes(left.sealed), left.show_name) == ("withdrawn", b"", False)
    assert bytes(left.email_index) != bytes(row.email_index)
    assert bytes(left.check_sum) == check_sum(left)
    assert (bytes(left.commit_c), bytes(left.commit_w)) == (
        bytes(row.commit_c),
        bytes(row.commit_w),
    )
    assert PublicName.objects.count() == 0
    assert kinds_of_leaves(row) == ["sign", "withdraw"]
    assert [line.ref for line in ledger.read()] == [bytes(row.ref)]


def test_after_erasing_every_link_is_dead_and_says_nothing(web: Client) -> None:
    letter = letter_of(sign_and_confirm(web, open_petition()))
    do(web, letter, "erase")
    unknown = letter | {"ref": "f" * 32}

    for act in ("", "erase", "not-me", "withdraw"):
        pages = [web.get(own(link, act)).content.decode() for link in (letter, unknown)]
        assert pages[0].replace(letter["ref"], "f" * 32) == pages[1]
    assert do(web, letter, "erase").status_code == 404
    assert ledger.head().lines == 1


@pytest.mark.parametrize(("days", "state"), [(364, "withdrawn"), (366, "confirmed")])
def test_an_erasure_withdraws_until_the_promised_time_is_over(
    web: Client, days: int, state: str
) -> None:
    row = sign_and_confirm(web, open_petition())
    closed = timezone.now()
    Petition.objects.update(state="closed", closed_at=closed)

    actions.erase([bytes(row.ref)], at=closed + days * DAY)

    assert Signature.objects.get().state == state


def test_the_operators_erasure_withdraws_too(web: Client) -> None:
    row = sign_and_confirm(web, open_petition())

    erased = [actions.erase([bytes(row.ref)], at=timezone.now()) for _ in range(2)]

    assert erased == [1, 0]
    assert (Signature.objects.get().state, kinds_of_leaves(row)) == (
        *("withdrawn", ["sign", "withdraw"]),
    )


def test_one_declared_void_that_is_erased_is_never_put_back(web: Client) -> None:
    row = sign_and_confirm(web, open_petition())
    letter = letter_of(row)
    declare_void(row, at=timezone.now())

    do(web, letter, "erase")

    assert (Signature.objects.get().state, kinds_of_leaves(row)) == (
        *("withdrawn", ["sign", "void", "withdraw"]),
    )


def test_a_withdrawn_signature_can_be_erased_afterwards_and_stays_withdrawn_once(
    web: Client,
) -> None:
    row = sign_and_confirm(web, open_petition())
    letter = letter_of(row)

    do(web, letter, "withdraw")
    do(web, letter, "erase")

    left = Signature.objects.get()
    assert (left.state, bytes(left.sealed)) == ("withdrawn", b"")
    assert kinds_of_leaves(row) == ["sign", "withdraw"]


def test_a_restored_backup_forgets_neither_the_erasure_nor_the_withdrawal(web: Client) -> None:
    petition = open_petition()
    row = sign_and_confirm(web, petition)
    before = Signature.objects.filter(pk=row.pk).values().get()
    letter = letter_of(row)
    do(web, letter, "erase")
    left_at = Signature.objects.get().left_at
    Signature.objects.filter(pk=row.pk).update(**before)  # as the backup had it

    again = ledger.replay(at=timezone.now() + 3 * DAY)

    restored = Signature.objects.get()
    assert again == {"signature": 1}
    assert (restored.state, bytes(restored.sealed), restored.left_at) == ("withdrawn", b"", left_at)
    assert ledger.head().lines == 1
    assert counted(petition) == (0, 1)


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


def test_that_the_data_of_a_petitions_signers_is_gone_is_announced_once(web: Client) -> None:
    petition = open_petition()
    row = sign_and_confirm(web, petition)
    actions.count(at=timezone.now())
    closed = timezone.now()
    Petition.objects.update(state="closed", closed_at=closed)

    for day in (366, 367):
        actions.expire(at=closed + day * DAY)

    purged = Entry.objects.filter(name="signatures.purged")
    assert [entry.facts for entry in purged] == [{"petition_id": petition.pk}]
    assert (kinds_of_leaves(row), counted(petition)) == (["sign"], (1, 0))
