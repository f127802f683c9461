"""What moderators see: numbers, never persons."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.factories.accounts import UserFactory, signed_in
from tests.factories.petitions import draft_petition, open_petition
from tests.petitions.pages import page
from tests.signatures.moderating import signers, work
from tests.signatures.pressing import NIGHT, NOW, counted, press, seen, span, the

from undersigned.journal.models import Entry
from undersigned.petitions.models import Petition
from undersigned.signatures.moderation.models import Examination

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture
def petition() -> Petition:
    return open_petition(title="Mind the fence")


@pytest.fixture
def moe(office: Client) -> Client:
    """Moe is a moderator."""
    return signed_in(office, UserFactory(name="Moe Sample", roles=["moderator"]))


@pytest.fixture
def mia() -> Client:
    """Mia is another one."""
    client = Client(headers={"host": "localhost"})
    return signed_in(client, UserFactory(name="Mia Sample", roles=["moderator"]))


def test_the_list_has_every_petition_with_its_figures_and_what_waits(
    moe: Client, mia: Client, petition: Petition
) -> None:
    draft_petition(title="A draft of somebody")
    assert "Nothing waits." in page(moe.get("/moderation/"))
    signers(petition, 3, at=NIGHT)
    path = counted(moe, petition)
    press(moe, path, "void", reason="fraud", words="")

    shown = page(moe.get("/moderation/"))

    assert "Mind the fence" in shown
    assert "A draft of somebody" not in shown
    assert "Waits for a second moderator" in shown
    assert f"Examination {the(path).pk}" in shown
    assert "Mind the fence Open for signatures 3 0 0" in shown


def test_an_hour_that_stands_out_is_shown_by_the_minute_and_fills_the_form(
    moe: Client, petition: Petition
) -> None:
    for hours in range(1, 5):
        signers(petition, 2, at=NOW - timedelta(days=1, hours=hours))
    signers(petition, 15, at=NIGHT + timedelta(minutes=3))
    signers(petition, 10, at=NIGHT + timedelta(minutes=4))
    work()
    address = f"/moderation/petitions/{petition.pk}/"

    flow = moe.get(address)
    assert "25 confirmations, 12 times the usual hour" in page(flow)
    hour = f"?hour={NIGHT:%Y-%m-%dT%H}"
    assert f"{hour}#minutes" in flow.content.decode()
    chosen = moe.get(f"{address}{hour}")

    rows = chosen.context["page"].chosen.rows
    assert rows == ((NIGHT + timedelta(minutes=3), 15), (NIGHT + timedelta(minutes=4), 10))
    condition = chosen.context["forms"]["condition"]
    assert condition["confirmed_from"].value() == timezone.localtime(NIGHT).replace(tzinfo=None)
    assert "By the minute:" in page(chosen)


def test_an_hour_that_is_none_is_not_found_and_an_empty_one_says_so(
    moe: Client, petition: Petition
) -> None:
    address = f"/moderation/petitions/{petition.pk}/"
    assert moe.get(f"{address}?hour=noon").status_code == 404
    assert "Nobody confirmed in this hour." in page(moe.get(f"{address}?hour=2026-03-02T14"))
    assert "Nobody has confirmed a signature yet." in page(moe.get(address))


def test_what_is_wrong_with_a_condition_is_said_beside_it(moe: Client, petition: Petition) -> None:
    path = f"/moderation/petitions/{petition.pk}"

    nothing = moe.post(f"{path}/count/", {})
    backwards = moe.post(f"{path}/count/", {**span(), "confirmed_until": "2020-01-01T00:00"})
    garbled = moe.post(f"{path}/count/", {"signed_from": "at noon"})
    no_ref = moe.post(f"{path}/one/", {"ref": "12 34"})
    unknown = moe.post(f"{path}/one/", {"ref": "00" * 16})

    assert "Please give at least one condition." in page(nothing)
    assert "This must be later than the beginning of the span." in page(backwards)
    assert "Enter a valid date/time." in page(garbled)
    assert "A reference has 32 characters" in page(no_ref)
    assert "This petition has no signature with this reference that counts." in page(unknown)
    assert Examination.objects.count() == 0


def test_each_field_of_a_page_has_an_id_of_its_own(moe: Client, petition: Petition) -> None:
    signers(petition, 5, at=NIGHT)
    path = counted(moe, petition)
    press(moe, path, "patterns", reason="burst")
    work()
    for address in (path, f"/moderation/petitions/{petition.pk}/"):
        ids = re.findall(r' id="([^"]+)"', moe.get(address).content.decode())
        assert sorted(ids) == sorted(set(ids))


def test_patterns_are_numbers_and_lead_to_an_examination_of_their_own(
    moe: Client, petition: Petition
) -> None:
    signers(petition, 6, at=NIGHT, domain="scripts.example.net", address="9 Sample Lane")
    signers(petition, 2, at=NIGHT, name="Rae Robot 7")
    path = counted(moe, petition)
    assert "This field is required." in page(moe.post(f"{path}patterns/", seen(path)))
    press(moe, path, "patterns", reason="burst")
    work()

    shown = page(moe.get(path))
    assert "scripts.example.net : 6" in shown
    assert "6 signatures share one line." in shown
    assert "Names with digits 2" in shown
    assert [word for word in ("Sam Sample", "Robot", "Lane", "sam.") if word in shown] == []

    wrong = moe.post(f"{path}narrow/", seen(path, domain="not a domain"))
    assert "This is not a mail domain." in page(wrong)
    nothing = moe.post(f"{path}narrow/", seen(path))
    assert "Please give at least one condition." in page(nothing)
    narrowed = moe.post(f"{path}narrow/", seen(path, domain="@Scripts.Example.net", address="on"))
    work()
    found = page(moe.get(narrowed["Location"]))
    assert the(narrowed["Location"]).found == 6
    assert "Mail domain: scripts.example.net" in found
    assert "Address lines that at least 5 share" in found


def test_before_patterns_are_known_nothing_can_be_narrowed(moe: Client, petition: Petition) -> None:
    signers(petition, 1, at=NIGHT)
    path = counted(moe, petition)

    assert moe.post(f"{path}narrow/", seen(path, digits="on"))["Location"] == path
    assert Examination.objects.count() == 1


def test_one_signature_is_looked_at_once_for_a_reason(moe: Client, petition: Petition) -> None:
    row = signers(petition, 1, at=NIGHT, name="Rae Sample")[0]
    one = f"/moderation/petitions/{petition.pk}/one/"
    path = moe.post(one, {"ref": f" {bytes(row.ref).hex().upper()} "})["Location"]
    assert "Rae Sample" not in page(moe.get(path))
    assert "This field is required." in page(moe.post(f"{path}signature/", seen(path)))

    opened = moe.post(f"{path}signature/", seen(path, reason="complaint"))

    assert "Rae Sample" in page(opened)
    assert opened["Cache-Control"] == "no-store"
    assert Entry.objects.get(name="sealed.opened").facts["rows"] == 1
    assert "Rae Sample" not in page(moe.get(path))


def test_nobody_is_shown_by_a_condition(moe: Client, petition: Petition) -> None:
    signers(petition, 1, at=NIGHT)
    path = counted(moe, petition)

    told = moe.post(f"{path}signature/", seen(path, reason="complaint"))

    assert "Only a signature that was named by its reference can be looked at." in page(told)
    assert not Entry.objects.filter(name="sealed.opened").exists()


def test_progress_is_told_to_the_page_and_to_its_script(moe: Client, petition: Petition) -> None:
    signers(petition, 2, at=NIGHT)
    address = f"/moderation/petitions/{petition.pk}/count/"
    path = moe.post(address, span())["Location"]

    assert moe.get(f"{path}progress.json").json() == {
        "state": "counting",
        "moved": 0,
        "works": True,
    }
    assert "Found so far: 0" in page(moe.get(path))
    assert "Under way" in page(moe.get("/moderation/"))
    work()
    press(moe, path, "hold")
    assert "0 of 2" in page(moe.get(path))
    assert "signatures/progress.js" in moe.get(path).content.decode()
    work()
    assert moe.get(f"{path}progress.json").json()["works"] is False
    assert "signatures/progress.js" not in moe.get(path).content.decode()
