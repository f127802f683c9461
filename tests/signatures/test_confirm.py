from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.factories.petitions import open_petition
from tests.signatures.signing import PRESS, letters, link_of, press, sign

from undersigned.petitions.models import Petition
from undersigned.signatures import actions
from undersigned.signatures.actions.confirm import Outcome, Press
from undersigned.signatures.models import Signature
from undersigned.signatures.rowcheck import check_sum

pytestmark = pytest.mark.django_db


def signed(web: Client, **entry: str) -> dict[str, str]:
    """A letter whose signature waits for confirmation."""
    sign(web, open_petition(), **entry)
    return letters()[-1]


def confirm(*presses: Press) -> Sequence[Outcome]:
    return actions.confirm(presses, at=timezone.now())


def the_state() -> str:
    return Signature.objects.get().state


def test_opening_the_link_changes_nothing(web: Client) -> None:
    letter = signed(web)

    pages = [web.get(link_of(letter)) for _ in range(3)]

    assert [page.status_code for page in pages] == [200, 200, 200]
    assert "Yes, I signed this" in pages[0].content.decode()
    assert the_state() == "pending"


def test_a_press_confirms_and_a_second_one_says_so_again(web: Client) -> None:
    letter = signed(web)

    answers = [press(web, letter), press(web, letter)]

    assert [answer["Location"] for answer in answers] == [link_of(letter)] * 2
    row = Signature.objects.get()
    assert (row.state, row.slot) == ("confirmed", 1)
    assert "Your signature is confirmed" in web.get(link_of(letter)).content.decode()
    assert bytes(row.check_sum) == check_sum(row)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "same-origin", "sec-fetch-mode": "navigate"},
        {"origin": "http://localhost"},
        {"sec-fetch-user": "1"},
    ],
)
def test_a_post_without_a_persons_press_confirms_nothing(
    web: Client, headers: dict[str, str]
) -> None:
    letter = signed(web)

    answer = web.post(link_of(letter), headers=headers)

    assert the_state() == "pending"
    assert "Please type the code from the letter" in answer.content.decode()


def test_a_person_without_that_header_confirms_by_code(web: Client) -> None:
    letter = signed(web)
    web.post(link_of(letter))

    web.post(f"/signing/{letter['ref']}/", {"code": letter["code"]})

    assert the_state() == "confirmed"


def test_the_scanners_visit_does_not_break_the_persons_press(web: Client) -> None:
    letter = signed(web)
    for _ in range(10):
        web.get(link_of(letter))
        web.post(link_of(letter))

    press(web, letter)

    assert the_state() == "confirmed"


def test_the_code_confirms_with_or_without_a_blank(web: Client) -> None:
    letter = signed(web)
    code = f" {letter['code'][:4]} {letter['code'][4:]} "

    answer = web.post(f"/signing/{letter['ref']}/", {"code": code}, headers=PRESS)

    assert answer["Location"] == f"/signing/{letter['ref']}/"
    assert the_state() == "confirmed"


def test_the_code_may_be_tried_five_times_and_the_link_works_on(web: Client) -> None:
    letter = signed(web)
    wrong = "1" * 8 if letter["code"] != "1" * 8 else "2" * 8
    page = f"/signing/{letter['ref']}/"

    tries = [web.post(page, {"code": wrong}, headers=PRESS).content.decode() for _ in range(5)]
    right = web.post(page, {"code": letter["code"]}, headers=PRESS)

    assert ["4 more times" in tries[0], "once more" in tries[3]] == [True, True]
    assert "has been tried five times" in tries[4]
    assert right.status_code == 422
    assert the_state() == "pending"
    press(web, letter)
    assert the_state() == "confirmed"


@pytest.mark.parametrize("code", ["", "1234567", "123456789", "abcdefgh", "١٢٣٤٥٦٧٨", "1234-5678"])
def test_what_is_no_code_costs_no_try(web: Client, code: str) -> None:
    letter = signed(web)

    answer = web.post(f"/signing/{letter['ref']}/", {"code": code}, headers=PRESS)

    assert answer.status_code == 422
    assert Signature.objects.get().code_tries == 0


def test_a_wrong_token_confirms_nothing_and_learns_nothing(web: Client) -> None:
    letter = signed(web)
    forged = letter | {"token": "f" * 32}

    before = web.get(link_of(forged)).content
    press(web, letter)
    after = web.get(link_of(forged)).content

    assert before == after
    assert "This link does not work" in press(web, forged).content.decode()


def test_an_unknown_ref_is_not_found(web: Client) -> None:
    assert web.get(f"/confirm/{'a' * 32}/{'b' * 32}/").status_code == 404
    assert web.get(f"/signing/{'a' * 32}/").status_code == 404
    assert confirm(Press(ref=b"a" * 16, token=b"b" * 16)) == [Outcome(refused="unknown")]


def test_the_same_person_again_is_counted_once(web: Client) -> None:
    petition = open_petition()
    sign(web, petition)
    sign(web, petition, name="ANA  sample")
    first = letters()[0]
    rows = list(Signature.objects.order_by("id"))

    for row in reversed(rows):
        web.post(f"/signing/{bytes(row.ref).hex()}/", {"code": first["code"]}, headers=PRESS)

    states = Signature.objects.order_by("id").values_list("state", flat=True)
    assert list(states) == ["duplicate", "confirmed"]


def test_a_batch_with_one_person_twice_confirms_one(web: Client) -> None:
    petition = open_petition()
    sign(web, petition)
    sign(web, petition)
    code = letters()[0]["code"]
    refs = [bytes(row.ref) for row in Signature.objects.order_by("id")]

    outcomes = confirm(*(Press(ref=ref, code=code) for ref in refs))

    assert [outcome.state for outcome in outcomes] == ["confirmed", "duplicate"]


def test_one_row_pressed_twice_in_a_batch_confirms_once(web: Client) -> None:
    letter = signed(web)
    pressed = Press(ref=bytes.fromhex(letter["ref"]), token=bytes.fromhex(letter["token"]))

    outcomes = confirm(pressed, pressed)

    assert [outcome.state for outcome in outcomes] == ["confirmed", "confirmed"]
    assert Signature.objects.filter(state="confirmed").count() == 1


def test_after_closing_nothing_is_confirmed_and_the_page_says_why(web: Client) -> None:
    letter = signed(web)
    Petition.objects.update(closes_on=timezone.localdate() - timedelta(days=1))

    answer = press(web, letter)

    assert "The petition has closed" in answer.content.decode()
    assert the_state() == "pending"


def test_who_confirmed_before_closing_stays_confirmed(web: Client) -> None:
    letter = signed(web)
    press(web, letter)
    Petition.objects.update(state="closed", closed_at=timezone.now())

    assert press(web, letter)["Location"] == link_of(letter)
