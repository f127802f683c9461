"""What a clerk sees of checks and presses."""

import time
from datetime import timedelta

import pytest
from django.test import Client
from tests.factories.accounts import signed_in
from tests.petitions.pages import page
from tests.verification.checking import (
    NOW,
    SIGNERS,
    clerk_of,
    laid_out,
    outcomes,
    reviewer_of,
    roll_of,
    say,
    signed_petition,
)

from undersigned.accounts.models import User
from undersigned.petitions.models import Petition
from undersigned.verification.models import Check

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("place"), pytest.mark.long]


@pytest.fixture
def petition(place: object) -> Petition:
    return signed_petition(SIGNERS[:1], title="Mind the fence")


def clerk(office: Client, user: User) -> Client:
    """A clerk who has just signed in."""
    client = signed_in(office, user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session.save()
    return client


def press(client: Client, check: Check, verb: str, **facts: str) -> str:
    """Press a button of the check's page; the page afterwards."""
    found = Check.objects.get(pk=check.pk)
    told = {"seen": found.changed_at.isoformat(), **facts}
    return page(client.post(f"/checks/{check.pk}/{verb}/", told, follow=True))


def test_a_clerk_begins_a_check_and_sees_how_far_it_is(office: Client, petition: Petition) -> None:
    roll = roll_of(petition)
    cleo = clerk(office, clerk_of(petition.council))
    shown = page(cleo.get("/checks/begin/"))
    assert "Mind the fence" in shown
    assert "Sample roll, as of" in shown
    facts = {"petition": petition.pk, "roll": roll.pk, "lines": "drawn"}
    begun = page(cleo.post("/checks/begin/", facts, follow=True))
    check = Check.objects.get()
    assert check.every_line is False
    assert "The list is being fixed" in begun
    assert "On the list so far: 0" in begun
    told = cleo.get(f"/checks/{check.pk}/progress.json").json()
    assert told == {"state": "freezing", "moved": 0, "works": True}
    assert "Mind the fence" in page(cleo.get("/checks/"))
    again = page(cleo.post("/checks/begin/", facts))
    assert "Another check of this petition is under way." in again


def test_a_check_is_cancelled_while_the_worker_is_at_it(office: Client, petition: Petition) -> None:
    cleo = clerk(office, clerk_of(petition.council))
    facts = {"petition": petition.pk, "roll": roll_of(petition).pk, "lines": "every"}
    cleo.post("/checks/begin/", facts)
    check = Check.objects.get()
    assert "Cancelled. Nothing follows from it." in press(cleo, check, "cancel")
    assert Check.objects.get().state == "cancelled"


def test_staff_begin_no_check(office: Client, petition: Petition) -> None:
    roll = roll_of(petition)
    sam = clerk(office, reviewer_of(petition.council, "Sam Sample"))
    assert "There is no petition that you could check." in page(sam.get("/checks/begin/"))
    facts = {"petition": petition.pk, "roll": roll.pk, "lines": "every"}
    sam.post("/checks/begin/", facts)
    assert Check.objects.count() == 0


def test_a_check_is_finished_and_taken_up_again(office: Client) -> None:
    check = laid_out()
    rae, sol = (reviewer_of(check.petition.council, f"{name} Sample") for name in ("Rae", "Sol"))
    cleo = clerk(office, check.began_by)
    assert "Reviewers must first decide on the lines that wait." in press(cleo, check, "close")
    say(check, 3, "valid", rae, rank=1)
    for user in (rae, sol):
        say(check, 4, "not_registered", user)
        say(check, 5, "duplicate", user, other=1)
    shown = press(cleo, check, "close")
    assert "Finished. Its figures are on the public record." in shown
    assert "Valid 3" in shown
    assert "Not on the roll 1" in shown
    assert "Reviewers can go on." in press(cleo, check, "reopen")
    assert Check.objects.get().state == "reviewing"


def test_which_line_counts_is_stated(office: Client) -> None:
    check = laid_out()
    rae, sol = (reviewer_of(check.petition.council, f"{name} Sample") for name in ("Rae", "Sol"))
    for user in (rae, sol):
        say(check, 5, "duplicate", user, other=1)
    shown = page(clerk(office, rae).get(f"/checks/{check.pk}/duplicates/"))
    assert "Line 1 counts. The same voter: line 5" in shown


def test_lines_are_listed_by_number_and_nobody_is_named(office: Client) -> None:
    check = laid_out()
    cleo = clerk(office, check.began_by)
    shown = page(cleo.get(f"/checks/{check.pk}/lines/"))
    assert "1 On the web Matched by rule Settled Valid" in shown
    assert "3 On the web – For a person –" in shown
    assert "Heron" not in shown
    only = page(cleo.get(f"/checks/{check.pk}/lines/?only=valid"))
    assert "3 On the web" not in only


def test_what_was_pressed_on_an_old_page_does_nothing(office: Client) -> None:
    check = laid_out()
    cleo = clerk(office, check.began_by)
    for seen in ("", "2020-01-01T00:00:00Z", "x"):
        shown = press(cleo, check, "cancel", seen=seen)
        assert "Somebody else changed this check a moment ago." in shown
    assert Check.objects.get().state == "reviewing"


def test_signers_are_offered_to_put_it_right(office: Client) -> None:
    check = laid_out()
    for name in ("Rae", "Sol"):
        say(check, 4, "not_registered", reviewer_of(check.petition.council, f"{name} Sample"))
    cleo = clerk(office, check.began_by)
    assert "1 signer whose line does not count could put it right" in page(
        cleo.get(f"/checks/{check.pk}/")
    )
    assert "Please give a day in the future" in press(cleo, check, "cures", until="2020-01-01")
    assert "Please give a day within 60 days" in press(cleo, check, "cures", until="2099-01-01")
    until = (NOW + timedelta(days=20)).date().isoformat()
    assert "The letters go out within minutes." in press(cleo, check, "cures", until=until)
    assert outcomes(check)[3] == "not_registered"
