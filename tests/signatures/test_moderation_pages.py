"""What moderators see and press: numbers, never persons; sign in again before anything that matters."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from tests.factories.accounts import UserFactory, signed_in
from tests.factories.petitions import GroupFactory, draft_petition, open_petition, organiser_of
from tests.petitions.pages import page
from tests.signatures.moderating import signers, work

from undersigned.accounts.models import User
from undersigned.journal.models import Entry
from undersigned.petitions.models import Petition
from undersigned.signatures.models import Signature
from undersigned.signatures.moderation.models import Examination

pytestmark = pytest.mark.django_db

NOW = timezone.now().replace(minute=20, second=0, microsecond=0)
NIGHT = NOW.replace(minute=0) - timedelta(hours=9)


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


def span(**facts: str) -> dict[str, str]:
    """The condition of the burst, as the form sends it."""
    local = timezone.localtime(NIGHT)
    until = local + timedelta(hours=1)
    return {
        "confirmed_from": f"{local:%Y-%m-%dT%H:%M}",
        "confirmed_until": f"{until:%Y-%m-%dT%H:%M}",
        **facts,
    }


def counted(moe: Client, petition: Petition, **facts: str) -> str:
    """Count the burst; the path of the examination."""
    answer = moe.post(f"/moderation/petitions/{petition.pk}/count/", span(**facts))
    work()
    path: str = answer["Location"]
    return path


def seen(path: str, **facts: str) -> dict[str, str]:
    """What a form on the examination's page sends."""
    return {"seen": the(path).changed_at.isoformat(), **facts}


def the(path: str) -> Examination:
    return Examination.objects.get(pk=int(path.rstrip("/").rpartition("/")[2]))


def press(client: Client, path: str, button: str, **facts: str) -> Any:
    """Press a button of the page as it stands."""
    return client.post(f"{path}{button}/", seen(path, **facts), follow=True)


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


def test_two_moderators_declare_void_and_put_back(
    moe: Client, mia: Client, petition: Petition
) -> None:
    signers(petition, 3, at=NIGHT)
    path = counted(moe, petition)
    assert "3 confirmed" in page(moe.get(path))
    press(moe, path, "hold")
    work()
    assert "3 held" in page(moe.get(path))

    told = press(moe, path, "void", reason="fraud", words="One program sent them.")
    assert "Another moderator must decide; nothing is void before." in page(told)
    assert "You asked for this yourself." in page(told)
    assert f'action="{path}approve/"' not in told.content.decode()
    assert f'action="{path}approve/"' in mia.get(path).content.decode()
    press(mia, path, "approve")
    work()

    done = page(mia.get(path))
    assert "3 void" in done
    assert "0 held" in done
    press(mia, path, "undo")
    press(moe, path, "approve")
    work()
    assert "3 confirmed" in page(moe.get(path))
    assert the(path).state == "undone"


def test_who_asked_and_approves_by_hand_is_told_that_another_must(
    moe: Client, petition: Petition
) -> None:
    signers(petition, 1, at=NIGHT)
    path = counted(moe, petition)
    press(moe, path, "void", reason="fraud", words="")

    told = press(moe, path, "approve")

    assert "You asked for this yourself. Another moderator must decide." in page(told)
    assert the(path).state == "asked"


def test_who_pressed_on_an_old_page_looks_again(
    moe: Client, mia: Client, petition: Petition
) -> None:
    signers(petition, 1, at=NIGHT)
    path = counted(moe, petition)
    old = seen(path)
    press(moe, path, "hold")
    work()

    for shown in (old, {"seen": "yesterday"}, {"seen": "2026-13-01T00:00"}, {}):
        told = mia.post(f"{path}hold/", shown, follow=True)
        assert "Somebody else changed this examination a moment ago" in page(told)
    refused = moe.post(f"{path}void/", {**old, "reason": "fraud", "words": "Kept."}, follow=True)
    assert "Somebody else changed" in page(refused)
    assert refused.context["forms"]["void"]["words"].value() == "Kept."


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


@pytest.mark.parametrize(
    ("button", "state"),
    [("patterns", "counted"), ("signature", "counted"), ("void", "counted"), ("approve", "asked")],
)
def test_who_signed_in_long_ago_is_asked_again(
    moe: Client, mia: Client, petition: Petition, button: str, state: str
) -> None:
    signers(petition, 1, at=NIGHT)
    path = counted(moe, petition)
    if state == "asked":
        press(moe, path, "void", reason="fraud", words="")
    facts = seen(path, reason="burst" if button in {"patterns", "signature"} else "fraud", words="")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = signed_in(Client(headers={"host": "localhost"}), mod())
        client.get("/")
        clock.shift(timedelta(minutes=6))
        answer = client.post(f"{path}{button}/", facts)

    assert "/account/" in answer["Location"]
    assert the(path).state == state


def mod() -> User:
    user: User = UserFactory(roles=["moderator"])
    return user


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


def test_a_refusal_reaches_who_asked_and_may_be_taken_back(
    moe: Client, mia: Client, petition: Petition
) -> None:
    signers(petition, 1, at=NIGHT)
    path = counted(moe, petition)
    press(moe, path, "void", reason="fraud", words="")
    assert "This field is required." in page(press(mia, path, "refuse", words=""))
    press(mia, path, "refuse", words="It is the choir.")

    assert "It is the choir." in page(moe.get(path))
    press(moe, path, "cancel")
    assert the(path).state == "cancelled"
    assert "Declare void" not in page(moe.get(path))


def test_a_voiding_can_be_stopped(moe: Client, mia: Client, petition: Petition) -> None:
    signers(petition, 1, at=NIGHT)
    path = counted(moe, petition)
    press(moe, path, "void", reason="fraud", words="")
    press(mia, path, "approve")
    assert "Stop it now" in page(moe.get(path))

    press(moe, path, "cancel")
    work()

    assert Signature.objects.get().state == "confirmed"
    assert "It was stopped before all were gone through." in page(moe.get(path))


BUTTONS = ["hold", "release", "void", "undo", "approve", "cancel", "refuse", "patterns", "narrow"]
TYPED = {"reason": "burst", "words": "Why?", "digits": "on"}


def test_nobody_examines_the_signatures_of_their_own_coalition(office: Client, mia: Client) -> None:
    group = GroupFactory()
    user = organiser_of(group)
    user.site_roles.create(role="moderator")
    petition = open_petition(lead=group)
    row = signers(petition, 5, at=NIGHT)[0]
    own = signed_in(office, user)
    theirs = counted(mia, petition)
    press(mia, theirs, "patterns", reason="burst")
    work()
    before = Examination.objects.values().get()

    answers = [own.post(f"/moderation/petitions/{petition.pk}/count/", span())]
    ref = {"ref": bytes(row.ref).hex()}
    answers.append(own.post(f"/moderation/petitions/{petition.pk}/one/", ref))
    answers += [press(own, theirs, button, **TYPED) for button in BUTTONS if button != "void"]
    answers.append(press(own, theirs, "void", reason="fraud", words=""))
    answers.append(own.post(f"{theirs}signature/", seen(theirs, reason="complaint")))

    told = "You act for a group of this coalition. Another moderator must do this."
    assert [told in page(answer) for answer in answers] == [True] * len(answers)
    assert Examination.objects.values().get() == before
    assert "Count signatures by a condition" not in page(answers[0])


def test_an_organiser_and_an_operator_find_nothing_here(office: Client, petition: Petition) -> None:
    ben = signed_in(office, organiser_of(petition.lead))
    assert ben.get(f"/moderation/petitions/{petition.pk}/").status_code == 403
    otto = signed_in(office, UserFactory(roles=["operator"]))
    assert otto.get("/moderation/").status_code == 403


def test_a_draft_has_no_signatures_to_examine(moe: Client) -> None:
    assert moe.get(f"/moderation/petitions/{draft_petition().pk}/").status_code == 404


def test_what_waits_for_me_is_on_my_desk(moe: Client, mia: Client, petition: Petition) -> None:
    signers(petition, 1, at=NIGHT)
    path = counted(moe, petition)
    press(moe, path, "void", reason="fraud", words="")

    assert "Declare signatures void?" in page(mia.get("/"))
    assert "Waits for another moderator" in page(moe.get("/"))
    press(mia, path, "approve")
    work()
    press(mia, path, "undo")
    assert "Put signatures back?" in page(moe.get("/"))
    assert "Waits for another moderator" in page(mia.get("/"))
