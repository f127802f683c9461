"""Signing in by password and second factor, and what a stranger learns from trying."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from tests.accounts.letters import letters
from tests.factories.accounts import PASSWORD, TOTP_SECRET, UserFactory, code_of

from undersigned.accounts.factors import seal_factor, totp_code
from undersigned.accounts.models import CacheRow, User
from undersigned.journal.models import Entry
from undersigned.mail.models import Letter

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def give_password(office: Client, user: User, password: str = PASSWORD) -> HttpResponse:
    return office.post(reverse("account_login"), {"login": user.email, "password": password})


def give_code(office: Client, code: str) -> HttpResponse:
    return office.post(reverse("mfa_authenticate"), {"code": code})


def sign_in(office: Client, user: User) -> HttpResponse:
    give_password(office, user)
    return give_code(office, code_of(user))


def is_in(office: Client) -> bool:
    return office.get(reverse("accounts:account")).status_code == 200


def test_a_password_alone_lets_nobody_in(office: Client) -> None:
    answer = give_password(office, UserFactory())
    assert answer["Location"] == reverse("mfa_authenticate")
    assert not is_in(office)


def test_password_and_code_let_their_owner_in(office: Client) -> None:
    user = UserFactory()
    answer = sign_in(office, user)
    assert answer["Location"] == reverse("desk:home")
    assert is_in(office)
    assert Entry.objects.get().facts == {"user": user.pk, "method": "mfa"}


def test_the_address_may_be_typed_in_capitals(office: Client) -> None:
    user = UserFactory()
    office.post(reverse("account_login"), {"login": user.email.upper(), "password": PASSWORD})
    give_code(office, code_of(user))
    assert is_in(office)


def test_a_wrong_code_lets_nobody_in(office: Client) -> None:
    user = UserFactory()
    give_password(office, user)
    wrong = f"{(int(code_of(user)) + 1) % 1_000_000:06}"
    answer = give_code(office, wrong)
    assert "This code is not right" in answer.content.decode()
    assert not is_in(office)


def test_a_code_works_once(office: Client) -> None:
    user = UserFactory()
    with time_machine.travel(NOON, tick=False) as clock:
        sign_in(office, user)
        thief = Client(headers={"host": "localhost"})
        give_password(thief, user)
        clock.shift(29)
        replayed = totp_code(TOTP_SECRET, at=NOON)
        assert "This code is not right" in give_code(thief, replayed).content.decode()
        assert not is_in(thief)
        clock.shift(1)
        give_code(thief, totp_code(TOTP_SECRET, at=NOON + timedelta(seconds=30)))
        assert is_in(thief)


def test_the_code_before_this_one_no_longer_works(office: Client) -> None:
    user = UserFactory()
    with time_machine.travel(NOON, tick=False):
        give_password(office, user)
        give_code(office, totp_code(TOTP_SECRET, at=NOON - timedelta(seconds=1)))
        assert not is_in(office)


def test_a_recovery_code_works_once_in_place_of_the_app(office: Client) -> None:
    user = UserFactory()
    codes = Authenticator.objects.create(
        user=user, type="recovery_codes", data={"seed": _sealed_seed(), "used_mask": 0}
    )
    code = codes.wrap().get_unused_codes()[3]
    give_password(office, user)
    give_code(office, code)
    assert is_in(office)

    again = Client(headers={"host": "localhost"})
    give_password(again, user)
    give_code(again, code)
    assert not is_in(again)


def test_a_closed_account_lets_nobody_in(office: Client) -> None:
    user = UserFactory(is_active=False)
    answer = give_password(office, user)
    assert answer["Location"] == reverse("account_inactive")
    assert not is_in(office)


def test_closing_an_account_ends_its_sessions(office: Client) -> None:
    user = UserFactory()
    sign_in(office, user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert not is_in(office)


def test_signing_out_takes_a_press(office: Client) -> None:
    sign_in(office, UserFactory())
    assert office.get(reverse("account_logout")).status_code == 200
    assert is_in(office)
    office.post(reverse("account_logout"))
    assert not is_in(office)


def test_after_signing_in_in_spanish_the_desk_is_in_spanish(office: Client) -> None:
    user = UserFactory()
    office.post("/es/account/login/", {"login": user.email, "password": PASSWORD})
    answer = office.post("/es/account/second-factor/", {"code": code_of(user)})
    assert answer["Location"] == "/es/"


def test_after_signing_in_one_goes_on_where_one_was(office: Client) -> None:
    user = UserFactory(roles=["operator"])
    asked = office.get(reverse("accounts:people"))
    office.post(asked["Location"], {"login": user.email, "password": PASSWORD})
    assert give_code(office, code_of(user))["Location"] == reverse("accounts:people")


def test_a_link_to_another_site_is_not_followed_after(office: Client) -> None:
    user = UserFactory()
    where = f"{reverse('account_login')}?next=https://example.org/"
    office.post(where, {"login": user.email, "password": PASSWORD})
    assert give_code(office, code_of(user))["Location"] == reverse("desk:home")


def test_nobody_signs_up_by_themselves(office: Client) -> None:
    form = {"email": "ona@example.org", "password1": PASSWORD, "password2": PASSWORD}
    for answer in (
        office.get(reverse("account_signup")),
        office.post(reverse("account_signup"), form),
    ):
        assert "Accounts are made by invitation" in answer.content.decode()
    assert not User.objects.exists()


def test_a_stranger_does_not_learn_at_the_door_who_has_an_account(office: Client) -> None:
    user = UserFactory()
    known = give_password(office, user, "something else")
    unknown = give_password(office, User(email="nobody@example.org"), "something else")
    assert (known.status_code, _bare(known, user.email)) == (
        unknown.status_code,
        _bare(unknown, "nobody@example.org"),
    )
    assert "do not go together" in known.content.decode()


def test_a_stranger_does_not_learn_by_a_reset_who_has_an_account(office: Client) -> None:
    user = UserFactory()
    answers = [
        office.post(reverse("account_reset_password"), {"email": email})
        for email in (user.email, "nobody@example.org")
    ]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [
        (302, reverse("account_reset_password_done"))
    ] * 2
    assert [letter["to"] for letter in letters("accounts.reset")] == [user.email]
    assert Letter.objects.count() == 2
    sizes = {len(sealed) // 256 for sealed in Letter.objects.values_list("sealed", flat=True)}
    assert len(sizes) == 1


def test_five_wrong_passwords_close_the_door_for_a_while(office: Client) -> None:
    user = UserFactory()
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(5):
            give_password(office, user, "something else")
        clock.shift(61)
        refused = give_password(office, user)
        assert "Too many tries" in refused.content.decode()
        clock.shift(300)
        assert give_password(office, user)["Location"] == reverse("mfa_authenticate")


def test_five_wrong_codes_close_the_door_for_a_while(office: Client) -> None:
    user = UserFactory()
    with time_machine.travel(NOON, tick=False) as clock:
        give_password(office, user)
        for _ in range(5):
            give_code(office, "000000")
        clock.shift(61)
        assert "Too many tries" in give_code(office, code_of(user)).content.decode()
        assert not is_in(office)


def test_what_was_refused_is_logged_without_naming_anybody(
    office: Client, caplog: pytest.LogCaptureFixture
) -> None:
    user = UserFactory()
    give_password(office, user, "something else")
    give_password(office, user)
    give_code(office, "000000")
    assert [record.getMessage() for record in caplog.records] == [
        "sign-in refused: e-mail address and password do not go together",
        f"sign-in refused: wrong code for user {user.pk}",
    ]
    assert user.email not in caplog.text


def test_limits_hold_across_processes_because_they_are_rows(office: Client) -> None:
    give_password(office, UserFactory(), "something else")
    assert CacheRow.objects.exists()


def _bare(answer: HttpResponse, email: str) -> str:
    """The page without what stands for one visit alone."""
    words = answer.content.decode().replace(email, "…")
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", words)


def _sealed_seed() -> str:
    return seal_factor("5e" * 40)
