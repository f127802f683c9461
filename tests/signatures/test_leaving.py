"""Withdrawing, hiding the name, stopping letters: by the link of a letter, and by nothing else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.factories.petitions import open_petition
from tests.signatures.signing import (
    PRESS,
    declare_void,
    do,
    letter_of,
    letters,
    own,
    put_back,
    sign,
    sign_and_confirm,
)

from undersigned.journal.models import Entry
from undersigned.petitions.models import Petition
from undersigned.proof.models import Leaf
from undersigned.signatures import actions
from undersigned.signatures.actions.change import NotNow, NotYours
from undersigned.signatures.models import PublicName, Signature
from undersigned.signatures.rowcheck import check_sum

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
ACTS = ("withdraw", "erase", "hide-name", "stop-updates", "not-me", "correct")


def everything(web: Client, **entry: str) -> tuple[Signature, dict[str, str]]:
    """A confirmed signature whose name is shown and to whom a group may write; and its letter."""
    petition = open_petition()
    entry = {"show_name": "on", "groups": str(petition.lead_id)} | entry
    row = sign_and_confirm(web, petition, **entry)
    actions.publish_names(at=timezone.now())
    row.refresh_from_db()
    return row, letter_of(row)


def now(row: Signature) -> Signature:
    return Signature.objects.get(pk=row.pk)


def values(row: Signature) -> dict[str, object]:
    return Signature.objects.filter(pk=row.pk).values().get()


def leaves_of(row: Signature) -> list[str]:
    return list(Leaf.objects.filter(signature=row).order_by("id").values_list("kind", flat=True))


def test_opening_the_pages_changes_nothing(web: Client) -> None:
    row, letter = everything(web)
    before = values(row)

    answers = [web.get(own(letter, act), headers=PRESS).status_code for act in ("", *ACTS)]

    assert answers == [200] * 7
    assert values(row) == before
    assert PublicName.objects.count() == 1


def test_a_press_withdraws_and_a_second_one_changes_nothing_more(web: Client) -> None:
    row, letter = everything(web)

    answers = [do(web, letter, "withdraw")["Location"] for _ in range(2)]

    assert answers == [own(letter)] * 2
    left = now(row)
    assert (left.state, left.slot, left.show_name, left.name_shown, left.for_groups) == (
        *("withdrawn", None, False, False, False),
    )
    assert (left.confirmed_at, bytes(left.check_sum)) == (row.confirmed_at, check_sum(left))
    assert PublicName.objects.count() == 0
    assert leaves_of(row) == ["sign", "withdraw"]
    assert "It is withdrawn" in web.get(own(letter)).content.decode()


@pytest.mark.parametrize("act", ACTS[:-1])
def test_a_post_without_a_persons_press_asks_for_the_code(web: Client, act: str) -> None:
    row, letter = everything(web)
    before = values(row)

    bare = web.post(own(letter, act))
    wrong = web.post(own(letter, act), {"code": "1" * 8}, headers=PRESS)
    assert values(row) == before
    right = web.post(own(letter, act), {"code": letter["code"]})

    assert "Please type the code from the letter" in bare.content.decode()
    assert "That is not the code in the letter" in wrong.content.decode()
    assert (bare.status_code, wrong.status_code) == (422, 422)
    assert right.status_code == (200 if act in {"erase", "not-me"} else 302)
    assert values(row) != before


def test_who_withdrew_may_sign_again_and_counts(web: Client) -> None:
    row, letter = everything(web)
    do(web, letter, "withdraw")

    again = sign_and_confirm(web, Petition.objects.get())

    assert letter_of(again)["kind"] == "signatures.confirm"
    assert (again.state, again.slot, now(row).state) == ("confirmed", 1, "withdrawn")


def test_what_was_never_confirmed_cannot_be_withdrawn(web: Client) -> None:
    sign(web, open_petition())
    letter = letters()[0]

    answer = do(web, letter, "withdraw")

    assert answer["Location"] == own(letter)
    with pytest.raises(NotNow):
        actions.withdraw(**keys(letter), at=timezone.now())
    assert Signature.objects.get().state == "pending"


def keys(letter: dict[str, str]) -> dict[str, bytes]:
    return {"ref": bytes.fromhex(letter["ref"]), "token": bytes.fromhex(letter["token"])}


def test_after_closing_a_signature_can_still_be_withdrawn(web: Client) -> None:
    row, letter = everything(web)
    Petition.objects.update(state="closed", closed_at=timezone.now())

    do(web, letter, "withdraw")

    assert now(row).state == "withdrawn"


def test_one_declared_void_says_why_and_can_be_withdrawn_for_good(web: Client) -> None:
    row, letter = everything(web)
    declared = timezone.now() - DAY
    declare_void(row, at=declared)

    page = web.get(own(letter)).content.decode()
    do(web, letter, "withdraw")

    assert "Not signed by the person it names, or signed by a program." in page
    left = now(row)
    assert (left.state, left.left_at, left.void_reason) == ("withdrawn", declared, "")
    assert leaves_of(row) == ["sign", "void", "withdraw"]
    assert bytes(left.check_sum) == check_sum(left)


def test_one_put_back_counts_and_its_page_says_so(web: Client) -> None:
    row, letter = everything(web)
    declare_void(row, at=timezone.now())
    put_back(row, at=timezone.now())

    assert "It is confirmed, and counts." in web.get(own(letter)).content.decode()


def test_a_wrong_token_reveals_nothing(web: Client) -> None:
    _, letter = everything(web)
    forged, unknown = letter | {"token": "f" * 32}, letter | {"ref": "f" * 32}

    said = {dead(web, wrong, act) for wrong in (forged, unknown) for act in ("", *ACTS)}
    said |= {dead(web, wrong, act, post=True) for wrong in (forged, unknown) for act in ACTS}

    assert len(said) == 1
    with pytest.raises(NotYours):
        actions.withdraw(**keys(forged), at=timezone.now())


def dead(web: Client, letter: dict[str, str], act: str, *, post: bool = False) -> tuple[int, bytes]:
    """What a link that leads nowhere is answered, but for its own address."""
    path = own(letter, act)
    answer = web.post(path, headers=PRESS) if post else web.get(path)
    return answer.status_code, answer.content.replace(path.encode(), b"HERE")


def test_a_page_shows_nothing_of_what_was_typed_and_is_not_stored(web: Client) -> None:
    _, letter = everything(web)
    pages = [web.get(own(letter, act)) for act in ("", *ACTS)]
    do(web, letter, "withdraw")
    pages += [web.get(own(letter)), do(web, letter, "erase")]

    text = " ".join(page.content.decode() for page in pages)

    typed = ("Ana", "ana@", "1 Sample Street")
    assert [word for word in typed if word in text] == []
    assert {page.headers["Cache-Control"] for page in pages} == {"no-store"}
    assert {page.cookies.output() for page in pages} == {""}


def test_the_signer_is_not_told_of_a_moderators_hold(web: Client) -> None:
    row, letter = everything(web)
    before = web.get(own(letter)).content

    Signature.objects.filter(pk=row.pk).update(held=True)

    assert web.get(own(letter)).content == before


def test_a_name_that_is_hidden_comes_off_the_page_and_stays_off(web: Client) -> None:
    row, letter = everything(web)

    for _ in range(2):
        do(web, letter, "hide-name")
    actions.publish_names(at=timezone.now())

    hidden = now(row)
    assert (hidden.state, hidden.show_name, hidden.name_shown) == ("confirmed", False, False)
    assert bytes(hidden.check_sum) == check_sum(hidden)
    assert PublicName.objects.count() == 0
    assert Entry.objects.filter(name="signature.name_hidden").count() == 1
    assert "Hide your name" not in web.get(own(letter)).content.decode()


def test_who_stops_updates_is_in_no_groups_file_and_counts(web: Client) -> None:
    row, letter = everything(web)
    petition = Petition.objects.get()

    for _ in range(2):
        do(web, letter, "stop-updates")

    taken = actions.take_contacts(
        petition=petition, group=petition.lead, at=timezone.now(), by="user:1"
    )
    stopped = now(row)
    assert taken == []
    assert (stopped.state, bytes(stopped.check_sum)) == ("confirmed", check_sum(stopped))
    assert Entry.objects.filter(name="signature.updates_stopped").count() == 1


def test_stopping_updates_that_were_stopped_already_announces_nothing(web: Client) -> None:
    row, letter = everything(web)
    actions.stop_updates(**keys(letter), at=timezone.now())
    stopped = values(row)

    actions.stop_updates(**keys(letter), at=timezone.now() + DAY)

    assert (stopped["for_groups"], values(row)) == (False, stopped)
    assert Entry.objects.filter(name="signature.updates_stopped").count() == 1


def test_a_held_signature_is_in_no_groups_file_and_its_name_is_not_shown(web: Client) -> None:
    petition = open_petition()
    sign_and_confirm(web, petition, show_name="on", groups=str(petition.lead_id))
    Signature.objects.update(held=True)

    shown = actions.publish_names(at=timezone.now())
    taken = actions.take_contacts(
        petition=petition, group=petition.lead, at=timezone.now(), by="user:1"
    )

    assert (shown, taken) == (0, [])
