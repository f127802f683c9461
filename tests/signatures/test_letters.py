import base64
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from tests.factories.petitions import open_petition
from tests.signatures.signing import PRESS, do, letters, press, sign, sign_and_confirm

from undersigned.journal.keys import KeyMissing
from undersigned.journal.models import Entry
from undersigned.journal.sealed import unseal
from undersigned.mail.models import Letter
from undersigned.pure.tlog.commitment import commit
from undersigned.signatures import actions
from undersigned.signatures.models import Allowance, PublicName, Signature
from undersigned.signatures.rowcheck import check_sum

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def kinds() -> list[tuple[str, str]]:
    return [(letter["kind"], letter["state"]) for letter in letters()]


def test_a_letter_asked_for_again_the_same_day_is_withheld_and_sent_the_next(web: Client) -> None:
    sign(web, open_petition())
    ref = letters()[0]["ref"]

    page = web.post(f"/signing/{ref}/again/", headers=PRESS)
    actions.answer_asks(at=timezone.now())
    web.post(f"/signing/{ref}/again/", headers=PRESS)
    actions.answer_asks(at=timezone.now() + DAY)

    assert "We will send the letter again" in page.content.decode()
    assert kinds() == [
        ("signatures.confirm", "queued"),
        ("signatures.again", "withheld"),
        ("signatures.again", "queued"),
    ]
    assert len({(letter["token"], letter["code"]) for letter in letters()}) == 1


def test_a_letter_can_be_asked_for_five_times(web: Client) -> None:
    sign(web, open_petition())
    ref = letters()[0]["ref"]

    pages = [web.post(f"/signing/{ref}/again/", headers=PRESS) for _ in range(6)]

    assert [page.status_code for page in pages] == [200] * 5 + [429]


def test_a_corrected_address_gets_the_letter_and_the_old_link_dies(web: Client) -> None:
    petition = open_petition()
    sign(web, petition, email="anna@mistyped.example")
    old = letters()[0]

    page = web.post(f"/signing/{old['ref']}/address/", {"email": "anna@example.org"}, headers=PRESS)
    actions.answer_asks(at=timezone.now())

    new = letters()[-1]
    assert "The letter goes to the new address" in page.content.decode()
    assert (new["to"], new["state"]) == ("anna@example.org", "queued")
    assert "This link does not work" in press(web, old).content.decode()
    press(web, new)
    row = Signature.objects.get()
    facts = unseal(row.sealed, of="signatures", ref=bytes(row.ref))
    fields = {name: facts[name] for name in ("name", "address", "email", "via")}
    opening = base64.b64decode(facts["opening"])
    assert row.state == "confirmed"
    assert fields["email"] == "anna@example.org"
    assert bytes(row.commit_c) == commit(opening, petition.public_ref, fields)
    assert bytes(row.check_sum) == check_sum(row)
    assert row.sealed_address is None


def test_a_letter_asked_for_to_an_address_that_wants_none_is_withheld(web: Client) -> None:
    petition = open_petition()
    for name in ("Ana Sample", "Ben Sample"):
        sign(web, petition, name=name)
    ana, ben = letters()
    do(web, ana, "not-me")

    web.post(f"/signing/{ben['ref']}/again/", headers=PRESS)
    actions.answer_asks(at=timezone.now() + DAY)

    assert (letters()[-1]["ref"], kinds()[-1]) == (ben["ref"], ("signatures.again", "withheld"))


def test_a_wrong_corrected_address_is_explained_and_kept(web: Client) -> None:
    sign(web, open_petition())

    answer = web.post(f"/signing/{letters()[0]['ref']}/address/", {"email": "ana@"}, headers=PRESS)

    assert answer.status_code == 422
    assert 'value="ana@"' in answer.content.decode()


def test_an_erased_signature_takes_no_wish_and_no_address(web: Client) -> None:
    sign(web, open_petition())
    do(web, letters()[0], "not-me")
    ref = letters()[0]["ref"]

    again = web.post(f"/signing/{ref}/again/", headers=PRESS)
    moved = web.post(f"/signing/{ref}/address/", {"email": "ana@example.com"}, headers=PRESS)

    row = Signature.objects.get()
    assert {answer["Location"] for answer in (again, moved)} == {f"/signing/{ref}/"}
    assert (row.asked, row.sealed_address, bytes(row.sealed)) == ("", None, b"")


@pytest.mark.parametrize("sealed", [b"", b"\0" * 300, None])
def test_a_row_that_cannot_be_read_keeps_no_other_from_its_letter(
    web: Client, sealed: bytes | None
) -> None:
    petition = open_petition()
    for email in ("ana@example.org", "ben@example.org"):
        sign(web, petition, email=email)
        web.post(f"/signing/{letters()[-1]['ref']}/again/", headers=PRESS)
    broken, whole = Signature.objects.order_by("id")
    moved_here = bytes(whole.sealed)  # sealed for another row
    Signature.objects.filter(pk=broken.pk).update(sealed=moved_here if sealed is None else sealed)

    for _ in range(2):
        actions.answer_asks(at=timezone.now() + DAY)

    assert [letter["to"] for letter in letters() if letter["kind"] == "signatures.again"] == [
        "ben@example.org"
    ]


def test_without_the_key_every_wish_waits_for_it(web: Client, settings: Settings) -> None:
    sign(web, open_petition())
    web.post(f"/signing/{letters()[0]['ref']}/again/", headers=PRESS)
    here = settings.KEYS / "signatures.key"
    away = here.rename(here.with_suffix(".away"))

    try:
        with pytest.raises(KeyMissing):
            actions.answer_asks(at=timezone.now() + DAY)
    finally:
        away.rename(here)

    assert actions.answer_asks(at=timezone.now() + DAY) == 1


def test_reminders_come_after_one_day_and_three_and_then_no_more(web: Client) -> None:
    sign(web, open_petition())
    start = timezone.now()

    sent = [actions.remind(at=start + DAY * days + timedelta(minutes=1)) for days in range(6)]

    assert sent == [0, 1, 0, 1, 0, 0]
    assert kinds()[1:] == [("signatures.remind", "queued")] * 2


def test_nobody_who_confirmed_is_reminded(web: Client) -> None:
    sign_and_confirm(web, open_petition())

    assert actions.remind(at=timezone.now() + 2 * DAY) == 0


def test_opening_for_a_reminder_is_journaled_with_number_and_reason(web: Client) -> None:
    sign(web, open_petition())

    actions.remind(at=timezone.now() + 2 * DAY)

    facts = Entry.objects.get(name="sealed.opened").facts
    assert facts == {"what": "signatures", "rows": 1, "reason": "a reminder to confirm"}


def test_what_nobody_confirms_is_deleted_after_21_days(web: Client) -> None:
    petition = open_petition()
    sign_and_confirm(web, petition)
    sign(web, petition, email="ben@example.org")

    early = actions.drop(at=timezone.now() + 20 * DAY)
    late = actions.drop(at=timezone.now() + 22 * DAY)

    assert (early, late) == (0, 1)
    assert Signature.objects.get().state == "confirmed"
    assert Allowance.objects.count() == 0


def test_a_name_is_shown_only_to_who_asked_for_it(web: Client) -> None:
    petition = open_petition()
    sign_and_confirm(web, petition, name="Ana Sample", show_name="on")
    sign_and_confirm(web, petition, name="Ben Sample", email="ben@example.org")
    sign(web, petition, name="Cleo Sample", email="cleo@example.org", show_name="on")

    shown = [actions.publish_names(at=timezone.now()) for _ in range(2)]

    assert shown == [1, 0]
    assert PublicName.objects.get().name == "Ana Sample"


def test_every_waiting_letter_can_be_read_by_the_worker_alone(web: Client) -> None:
    sign(web, open_petition())

    row = Letter.objects.get()

    assert b"ana@example.org" not in bytes(row.sealed)
