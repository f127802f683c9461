"""Finding one's signature by e-mail: the page says the same to all, the letter tells its owner alone."""

import statistics
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings
from tests.factories.petitions import open_petition, taken_down_petition
from tests.signatures.signing import PRESS, do, letter_of, letters, own, sign, sign_and_confirm
from tests.signatures.test_same_answer import chance_that_a_is_slower

from undersigned.journal.models import Entry
from undersigned.petitions.models import Petition
from undersigned.signatures import actions
from undersigned.signatures.models import Allowance, Inquiry, Signature

pytestmark = [pytest.mark.django_db, pytest.mark.long]

DAY = timedelta(days=1)
ROUNDS = 200


def ask(web: Client, petition: Petition, email: str = "ana@example.org") -> object:
    return web.post(f"/petitions/{petition.slug}/find/", {"email": email}, headers=PRESS)


def answered() -> list[dict[str, str]]:
    """The letters that the worker writes to those who asked."""
    before = len(letters())
    actions.answer_inquiries(at=timezone.now())
    return letters()[before:]


def test_who_signed_gets_the_link_of_the_signature(web: Client) -> None:
    petition = open_petition()
    row = sign_and_confirm(web, petition)

    ask(web, petition, "Ana+again@example.org")
    (letter,) = answered()

    assert (letter["kind"], letter["state"], letter["to"]) == (
        *("signatures.found", "queued", "ana@example.org"),
    )
    assert letter["day"] == timezone.localdate(row.made_at).isoformat()
    assert web.get(own(letter)).status_code == 200
    assert letter["opening"] == letter_of(row)["opening"]


def test_who_did_not_sign_gets_a_letter_that_says_so(web: Client) -> None:
    ask(web, open_petition(), "nobody@example.org")

    (letter,) = answered()

    assert (letter["kind"], letter["to"]) == ("signatures.not_found", "nobody@example.org")


def test_two_people_at_an_address_each_get_a_letter(web: Client) -> None:
    petition = open_petition()
    for name in ("Ana Sample", "Ben Sample"):
        sign_and_confirm(web, petition, name=name)

    ask(web, petition)

    refs = {bytes(row.ref).hex() for row in Signature.objects.all()}
    assert {letter["ref"] for letter in answered()} == refs


@pytest.mark.parametrize("act", [None, "withdraw"])
def test_one_that_waits_or_was_withdrawn_is_found_too(web: Client, act: str | None) -> None:
    petition = open_petition()
    if act:
        do(web, letter_of(sign_and_confirm(web, petition)), act)
    else:
        sign(web, petition)

    ask(web, petition)

    assert [letter["kind"] for letter in answered()] == ["signatures.found"]


def test_one_that_was_erased_is_not_found(web: Client) -> None:
    petition = open_petition()
    row = sign_and_confirm(web, petition)
    actions.erase([bytes(row.ref)], at=timezone.now())

    ask(web, petition)

    assert [letter["kind"] for letter in answered()] == ["signatures.not_found"]


def test_the_answer_and_the_rows_are_the_same_whether_or_not_an_address_has_signed(
    web: Client,
) -> None:
    petition = open_petition()
    sign_and_confirm(web, petition)

    signed, fresh = (seen(web, petition, email) for email in ("ana@example.org", "new@example.org"))

    assert signed == fresh
    assert signed[0] == 200
    assert len({len(bytes(row.sealed)) for row in Inquiry.objects.all()}) == 1


def seen(web: Client, petition: Petition, email: str) -> tuple[object, ...]:
    """All that an answer shows, and what is written for it."""
    rows = Inquiry.objects.count(), Allowance.objects.count(), len(letters())
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = ask(web, petition, email)
    written = [
        now - then
        for now, then in zip(
            (Inquiry.objects.count(), Allowance.objects.count(), len(letters())), rows, strict=True
        )
    ]
    # The network's limit has its row already, and so may the address's: an upsert all the same.
    return (
        answer.status_code,
        sorted(answer.headers.items()),
        answer.content,
        [query["sql"].split(" ")[0] for query in queries],
        (written[0], written[2]),
    )


@pytest.mark.long
def test_the_answer_takes_the_same_time_whether_or_not_an_address_has_signed(
    web: Client, settings: Settings
) -> None:
    settings.SIGNATURES_PER_NETWORK_HOUR = 10_000
    petition = open_petition()
    for n in range(20):
        sign_and_confirm(web, petition, email=f"signer{n}@example.org")
    for n in range(20):
        seconds(web, petition, f"warm{n}@example.org")

    # What the code itself gave away would show in every run; a busy machine's noise does not.
    assert any(cannot_be_told_apart(web, petition, run) for run in range(3))


def cannot_be_told_apart(web: Client, petition: Petition, run: int) -> bool:
    fresh, signed = [], []
    for n in range(ROUNDS):
        fresh.append(seconds(web, petition, f"fresh{run}-{n % 20}@example.org"))
        signed.append(seconds(web, petition, f"signer{n % 20}@example.org"))
    ratio = statistics.median(signed) / statistics.median(fresh)
    return abs(chance_that_a_is_slower(signed, fresh) - 0.5) < 0.15 and 0.85 < ratio < 1.15


def seconds(web: Client, petition: Petition, email: str) -> float:
    start = time.perf_counter()
    ask(web, petition, email)
    return time.perf_counter() - start


def test_an_address_gets_one_such_letter_a_day_and_three_in_all(
    web: Client, settings: Settings
) -> None:
    settings.SIGNATURES_PER_NETWORK_HOUR = 100
    petitions = [open_petition() for _ in range(5)]

    for petition in petitions:
        for _ in range(2):
            ask(web, petition)

    held = [row.held for row in Inquiry.objects.order_by("id")]
    assert held == [False, True, False] + [True] * 7
    assert len(answered()) == 2
    assert Inquiry.objects.count() == 0


def test_too_many_from_one_network_are_told_so(web: Client, settings: Settings) -> None:
    settings.SIGNATURES_PER_NETWORK_HOUR = 2
    petition = open_petition()

    answers = [ask(web, petition, f"p{n}@example.org") for n in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]  # type: ignore[attr-defined]
    assert Inquiry.objects.count() == 2


def test_a_wrong_address_is_explained(web: Client) -> None:
    answer = ask(web, open_petition(), "ana@")

    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert Inquiry.objects.count() == 0


def test_nothing_of_the_address_stands_in_clear(web: Client) -> None:
    ask(web, open_petition())

    assert b"ana@" not in b" ".join(bytes(str(row), "utf-8") for row in Inquiry.objects.values())


def test_that_rows_were_opened_is_in_the_journal_with_the_reason(web: Client) -> None:
    petition = open_petition()
    sign_and_confirm(web, petition)
    ask(web, petition)
    answered()

    opened = Entry.objects.filter(name="sealed.opened").order_by("id")
    assert [entry.facts["reason"] for entry in opened] == [
        "somebody asks for the link to their signature",
        "its signer asked for its link",
    ]


def test_while_nobody_asks_nothing_is_opened_and_the_journal_stays_quiet() -> None:
    assert actions.answer_inquiries(at=timezone.now()) == 0

    assert Entry.objects.filter(name="sealed.opened").count() == 0


def test_an_inquiry_that_nobody_answered_in_time_is_forgotten(web: Client) -> None:
    ask(web, open_petition())

    actions.drop(at=timezone.now() + 2 * DAY)

    assert Inquiry.objects.count() == 0


def test_the_page_of_a_petition_that_was_taken_down_does_not_name_it(web: Client) -> None:
    petition = taken_down_petition(title="A title that is not shown")

    page = web.get(f"/petitions/{petition.slug}/find/")

    assert (page.status_code, petition.title in page.content.decode()) == (200, False)
    assert web.get("/petitions/no-such/find/").status_code == 404
