"""How long a session lives, who can end it, and what an open one is not enough for."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from tests.accounts.letters import letters
from tests.factories.accounts import PASSWORD, UserFactory, code_of, signed_in

from undersigned.accounts import actions
from undersigned.accounts.models import User
from undersigned.journal.models import Entry

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ACCOUNT, EMAIL = "/account/", "/account/email/"
OUT = f"/account/login/?next={ACCOUNT}"


def another_client(user: User) -> Client:
    return signed_in(Client(headers={"host": "localhost"}), user)


def is_in(office: Client) -> bool:
    return office.get(ACCOUNT).status_code == 200


def test_a_session_ends_after_thirty_idle_minutes(office: Client) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        signed_in(office, UserFactory())
        assert is_in(office)
        clock.shift(timedelta(minutes=29))
        assert is_in(office)
        clock.shift(timedelta(minutes=30, seconds=1))
        assert office.get(ACCOUNT)["Location"] == OUT
        assert not is_in(office)
        assert "30 minutes without a click" in office.get(OUT).content.decode()


def test_an_idle_session_is_gone_from_the_database(office: Client) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        signed_in(office, UserFactory())
        is_in(office)
        old = office.session.session_key
        clock.shift(timedelta(minutes=31))
        is_in(office)
        assert not Session.objects.filter(session_key=old).exists()


def test_a_post_does_not_reach_its_page_after_the_session_ended(office: Client) -> None:
    operator = UserFactory(roles=["operator"])
    moderator = UserFactory(roles=["moderator"])
    with time_machine.travel(NOON, tick=False) as clock:
        signed_in(office, operator)
        is_in(office)
        clock.shift(timedelta(minutes=31))
        office.post(reverse("accounts:revoke", kwargs={"pk": moderator.pk, "role": "moderator"}))
    assert moderator.site_roles.exists()


def test_a_session_ends_after_eight_hours_whatever_one_does(office: Client) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        signed_in(office, UserFactory())
        for _ in range(24):
            assert is_in(office)
            clock.shift(timedelta(minutes=20))
        assert is_in(office)
        clock.shift(timedelta(seconds=1))
        assert not is_in(office)


def test_a_sessions_row_is_written_once_a_minute_at_most(office: Client) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        signed_in(office, UserFactory())
        is_in(office)
        first = Session.objects.get().session_data
        clock.shift(59)
        is_in(office)
        assert Session.objects.get().session_data == first
        clock.shift(2)
        is_in(office)
        assert Session.objects.get().session_data != first


def test_an_operator_ends_somebodys_sessions_at_once(office: Client) -> None:
    user = UserFactory()
    elsewhere = another_client(user)
    assert is_in(elsewhere)
    signed_in(office, UserFactory(roles=["operator"]))
    office.post(reverse("accounts:end_sessions", kwargs={"pk": user.pk}))
    assert not is_in(elsewhere)
    assert is_in(office)


def test_a_user_signs_out_everywhere_else_and_stays_here(office: Client) -> None:
    user = UserFactory()
    elsewhere = another_client(user)
    signed_in(office, user)
    office.post(reverse("accounts:end_others"))
    assert (is_in(office), is_in(elsewhere)) == (True, False)
    assert Entry.objects.get().name == "sessions.ended"


def test_ending_sessions_leaves_other_people_alone(office: Client) -> None:
    user = UserFactory()
    signed_in(office, UserFactory())
    actions.end_sessions(user=user, at=NOON, by="operator")
    assert is_in(office)


def test_a_changed_password_ends_all_other_sessions(office: Client) -> None:
    user = UserFactory()
    elsewhere = another_client(user)
    signed_in(office, user)
    new = "four brown owls blink"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    office.post(reverse("account_change_password"), form)
    assert (is_in(office), is_in(elsewhere)) == (True, False)
    assert [letter["what"] for letter in letters("accounts.changed")] == ["password_changed"]
    assert Entry.objects.get().name == "password.changed"


def test_a_moment_after_signing_in_nothing_is_asked_again(office: Client) -> None:
    user = UserFactory()
    with time_machine.travel(NOON, tick=False) as clock:
        office.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
        office.post(reverse("mfa_authenticate"), {"code": code_of(user)})
        clock.shift(299)
        assert office.get(EMAIL).status_code == 200


def test_later_an_open_session_is_not_enough_for_what_matters_most(office: Client) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        signed_in(office, UserFactory())
        is_in(office)
        clock.shift(301)
        again = office.get(EMAIL)["Location"]
        assert again == f"{reverse('account_reauthenticate')}?next={EMAIL}".replace(
            EMAIL, "%2Faccount%2Femail%2F"
        )
        office.post(again, {"password": "something else"})
        assert office.get(EMAIL).status_code == 302
        assert office.post(again, {"password": PASSWORD})["Location"] == EMAIL
        assert office.get(EMAIL).status_code == 200
        clock.shift(301)
        assert office.get(EMAIL).status_code == 302


def test_a_code_does_in_place_of_the_password(office: Client) -> None:
    user = UserFactory()
    with time_machine.travel(NOON, tick=False) as clock:
        signed_in(office, user)
        is_in(office)
        clock.shift(301)
        page = office.get(office.get(EMAIL)["Location"]).content.decode()
        assert "with a code" in page
        office.post(f"{reverse('mfa_reauthenticate')}?next={EMAIL}", {"code": code_of(user)})
        assert office.get(EMAIL).status_code == 200


def test_what_was_posted_goes_on_after_the_password(office: Client) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        signed_in(office, UserFactory())
        is_in(office)
        clock.shift(301)
        again = office.post(EMAIL, {"email": "new@example.org", "action_add": ""})["Location"]
        assert letters("accounts.code") == []
        office.post(again, {"password": PASSWORD})
        assert [letter["to"] for letter in letters("accounts.code")] == ["new@example.org"]
