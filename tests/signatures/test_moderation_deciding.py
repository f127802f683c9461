"""What moderators press: two of them, who sign in again before anything that matters."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from tests.factories.accounts import UserFactory, signed_in
from tests.factories.petitions import GroupFactory, draft_petition, open_petition, organiser_of
from tests.petitions.pages import page
from tests.signatures.moderating import signers, work
from tests.signatures.pressing import NIGHT, counted, press, seen, span, the

from undersigned.accounts.models import User
from undersigned.petitions.models import Petition
from undersigned.signatures.models import Signature
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
