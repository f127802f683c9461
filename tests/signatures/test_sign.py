import base64
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from tests.factories.petitions import RULES, closed_petition, open_petition
from tests.signatures.signing import ENTRY, PRESS, letters, press, sign, sign_and_confirm

from undersigned.councils.models import Rules
from undersigned.journal.sealed import unseal
from undersigned.petitions.models import Petition
from undersigned.pure.tlog.commitment import commit, commit_ward
from undersigned.signatures.models import Signature

pytestmark = pytest.mark.django_db


def test_signing_stores_a_sealed_row_and_queues_a_letter(web: Client) -> None:
    petition = open_petition()

    answer = sign(web, petition)

    row = Signature.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/signing/{bytes(row.ref).hex()}/")
    assert (row.state, row.slot, row.counted_as, row.language) == ("pending", None, "", "en")
    assert [(x["kind"], x["state"], x["to"]) for x in letters()] == [
        ("signatures.confirm", "queued", "ana@example.org")
    ]


def test_the_commitments_open_with_what_was_sealed(web: Client) -> None:
    petition = open_petition()

    sign(web, petition)

    row = Signature.objects.get()
    facts = unseal(row.sealed, of="signatures", ref=bytes(row.ref))
    opening = base64.b64decode(facts["opening"])
    fields = {name: facts[name] for name in ("name", "address", "email", "via")}
    assert fields["address"] == "1 Sample Street, 00000"
    assert bytes(row.commit_c) == commit(opening, petition.public_ref, fields)
    assert bytes(row.commit_w) == commit_ward(opening, petition.public_ref, "North")


def test_nothing_of_the_signer_stands_in_clear(web: Client) -> None:
    sign(web, open_petition())

    row = Signature.objects.values().get()
    for value in row.values():
        text = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
        assert b"Ana" not in text
        assert b"example.org" not in text


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": ""}, "Please type your name."),
        ({"name": "x" * 201}, "Please use at most 200 characters; this has 201."),
        ({"name": "x" * 10_000}, "Please use at most 200 characters; this has 10000."),
        ({"name": "Ana\u202eelpmaS"}, "hidden character (U+202E)"),
        ({"name": "Ana\x00Sample"}, "hidden character (U+0000)"),
        ({"name": "Ana\nSample"}, "hidden character (U+000A)"),
        ({"email": "ana@"}, "This is not a complete e-mail address."),
        ({"email": "ana@example.org\r\nBcc: x@example.org"}, "hidden character"),
        ({"basis": "govern"}, "Select a valid choice"),
        ({"basis": ""}, "Please choose one."),
        ({"ward": "Atlantis"}, "Select a valid choice"),
        ({"old_enough": ""}, "Only people of this age may sign."),
        ({"address": ""}, "Please type your street address."),
    ],
)
def test_bad_input_is_explained_and_what_was_typed_stays(
    web: Client, change: dict[str, str], message: str
) -> None:
    answer = sign(web, open_petition(), **({"postcode": "12345"} | change))

    assert answer.status_code == 422
    page = answer.content.decode()
    assert message in page.replace("&#x27;", "'")
    assert 'value="12345"' in page
    assert Signature.objects.count() == 0


@pytest.mark.parametrize("name", [b"\xff\xfe", b"%FF%FE", b"%C3%28", b"%ED%A0%80"])
def test_a_form_that_is_not_utf8_is_refused_and_nothing_stored(web: Client, name: bytes) -> None:
    answer = web.generic(
        "POST",
        f"/petitions/{open_petition().slug}/sign/",
        b"name=" + name + b"&email=ana@example.org&basis=live&old_enough=on&address=x&postcode=1",
        content_type="application/x-www-form-urlencoded",
        headers=PRESS,
    )

    assert (answer.status_code, Signature.objects.count()) == (400, 0)
    assert "its text is not UTF-8" in answer.content.decode()


def test_an_unknown_petition_is_not_found(web: Client) -> None:
    assert web.post("/petitions/no-such/sign/", ENTRY, headers=PRESS).status_code == 404


def test_a_closed_petition_takes_no_signature(web: Client) -> None:
    answer = sign(web, closed_petition())

    assert answer.status_code == 410
    assert Signature.objects.count() == 0


def test_a_petition_past_its_day_takes_no_signature_before_the_worker_closes_it(
    web: Client,
) -> None:
    petition = open_petition(closes_on=timezone.localdate() - timedelta(days=1))

    assert sign(web, petition).status_code == 410
    assert Signature.objects.count() == 0


def test_the_answer_is_the_same_whether_or_not_the_address_has_signed(web: Client) -> None:
    petition = open_petition()
    sign_and_confirm(web, petition)

    before = _answer(web, petition, email="new@example.org")
    again = _answer(web, petition, email="ana@example.org")

    assert before == again


def _answer(web: Client, petition: Petition, email: str) -> tuple[object, ...]:
    rows = Signature.objects.count(), len(letters())
    answer = sign(web, petition, email=email)
    page = web.get(answer["Location"])
    ref = answer["Location"].split("/")[2]
    return (
        answer.status_code,
        sorted((k, v.replace(ref, "REF")) for k, v in answer.headers.items()),
        answer.content,
        page.status_code,
        page.content.decode().replace(ref, "REF"),
        (Signature.objects.count() - rows[0], len(letters()) - rows[1]),
    )


def test_the_letter_tells_the_truth_to_who_has_signed(web: Client) -> None:
    petition = open_petition()
    sign_and_confirm(web, petition)

    sign(web, petition)

    assert letters()[-1]["kind"] == "signatures.signed_before"


def test_two_people_may_share_an_address_and_a_third_learns_it_by_letter(web: Client) -> None:
    petition = open_petition()
    sign_and_confirm(web, petition, name="Ana Sample")
    sign_and_confirm(web, petition, name="Ben Sample")

    sign(web, petition, name="Cleo Sample")

    confirmed = Signature.objects.filter(state="confirmed").order_by("id")
    assert [row.slot for row in confirmed] == [1, 2]
    assert letters()[-1]["kind"] == "signatures.address_used"
    press(web, letters()[-1])
    assert Signature.objects.latest("id").state == "surplus"


def test_spellings_of_one_mailbox_are_one_address(web: Client) -> None:
    petition = open_petition()
    sign_and_confirm(web, petition, email="ana.sample+petition@gmail.com")

    sign(web, petition, email="anasample@googlemail.com", name="  ana  SAMPLE ")

    assert letters()[-1]["kind"] == "signatures.signed_before"


def test_an_address_gets_one_letter_a_person_and_three_in_all_a_day(web: Client) -> None:
    petition = open_petition()
    for name in ("Ana", "Ana", "Ben", "Cleo", "Dov"):
        sign(web, petition, name=name)

    assert [letter["state"] for letter in letters()] == [
        "queued",
        "withheld",
        "queued",
        "withheld",
        "withheld",
    ]


def test_a_flood_naming_one_address_sends_at_most_three_letters(
    web: Client, settings: Settings
) -> None:
    settings.SIGNATURES_PER_NETWORK_HOUR = 1000
    petitions = [open_petition(slug=f"p-{n}") for n in range(3)]
    for n in range(30):
        for petition in petitions:
            sign(web, petition, name=f"Name {n % 7}")

    assert len(letters()) == 90
    assert sum(letter["state"] == "queued" for letter in letters()) == 3


def test_the_code_of_the_first_letter_works_on_the_newest_page(web: Client) -> None:
    petition = open_petition()
    sign(web, petition)
    newest = sign(web, petition)["Location"]

    web.post(newest, {"code": letters()[0]["code"]}, headers=PRESS)

    assert [row.state for row in Signature.objects.order_by("id")] == ["pending", "confirmed"]


def test_one_network_is_limited_and_what_was_typed_stays(web: Client, settings: Settings) -> None:
    settings.SIGNATURES_PER_NETWORK_HOUR = 2
    petition = open_petition()

    answers = [sign(web, petition, email=f"p{n}@example.org") for n in range(3)]

    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert "Many signatures came from your network" in answers[2].content.decode()
    assert 'value="p2@example.org"' in answers[2].content.decode()
    assert Signature.objects.count() == 2


def test_a_form_from_another_site_is_refused(web: Client) -> None:
    petition = open_petition()

    answer = web.post(
        f"/petitions/{petition.slug}/sign/", ENTRY, headers={"sec-fetch-site": "cross-site"}
    )

    assert (answer.status_code, Signature.objects.count()) == (403, 0)


def test_no_page_of_signing_sets_a_cookie_or_may_be_stored(web: Client) -> None:
    petition = open_petition()
    answer = sign(web, petition)
    pages = [answer, web.get(answer["Location"]), web.get(f"/confirm/{'0' * 32}/{'0' * 32}/")]

    assert [len(page.cookies) for page in pages] == [0, 0, 0]
    assert [page.headers.get("Cache-Control") for page in pages] == ["no-store"] * 3


def test_an_address_that_does_not_ask_for_it_is_not_asked(web: Client) -> None:
    petition = open_petition()
    asks_little = RULES | {"fields": [], "minimum_age": None, "ward": False}
    Rules.objects.filter(pk=petition.rules_id).update(document=asks_little)

    entry = {"name": "Ana Sample", "email": "ana@example.org", "basis": "work"}
    answer = web.post(f"/petitions/{petition.slug}/sign/", entry, headers=PRESS)

    assert answer.status_code == 302
