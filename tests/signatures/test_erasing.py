"""Erasing by the signer: nothing of the person is left, and no letter follows."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.factories.petitions import open_petition
from tests.signatures.signing import (
    declare_void,
    do,
    kinds_of_leaves,
    letter_of,
    own,
    sign_and_confirm,
)

from undersigned.config import ledger
from undersigned.journal.models import Entry
from undersigned.petitions.models import Petition
from undersigned.signatures import actions
from undersigned.signatures.models import PublicName, Signature
from undersigned.signatures.queries import count_of
from undersigned.signatures.rowcheck import check_sum

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def counted(petition: Petition) -> tuple[int, int]:
    """Count; how many count now, and how many were withdrawn."""
    actions.count(at=timezone.now())
    count = count_of(petition.pk)
    return count.confirmed, count.withdrawn


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
