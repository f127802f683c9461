from datetime import UTC, datetime
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from tests.factories.accounts import PASSWORD, TOTP_SECRET, UserFactory

from undersigned.accounts import actions
from undersigned.accounts.factors import open_factor
from undersigned.accounts.models import SiteRole, User
from undersigned.accounts.rules import has_second_factor, is_moderator, is_operator
from undersigned.journal.models import Entry

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def add_user(**facts: Any) -> User:
    person: dict[str, Any] = {
        "email": "ona@example.org",
        "name": "Ona Sample",
        "password": PASSWORD,
    }
    return actions.add_user(**(person | facts), at=NOON, by="operator")


def journal() -> list[tuple[str, str]]:
    return list(Entry.objects.order_by("pk").values_list("name", "by"))


def test_a_user_has_a_confirmed_address_and_what_was_asked_for() -> None:
    user = add_user(email=" Ona@Example.org ", roles=["moderator"], totp_secret=TOTP_SECRET)

    address = EmailAddress.objects.get(user=user)
    assert (address.email, address.verified, address.primary) == ("ona@example.org", True, True)
    assert user.check_password(PASSWORD)
    assert user.password.startswith("argon2$argon2id$")
    assert (is_moderator(user), is_operator(user), has_second_factor(user)) == (True, False, True)
    assert journal() == [("user.added", "operator"), ("role.granted", "operator")]


def test_a_user_with_an_app_has_ten_recovery_codes() -> None:
    user = add_user(totp_secret=TOTP_SECRET)

    app, codes = Authenticator.objects.filter(user=user).order_by("pk")
    assert open_factor(app.data["secret"]) == TOTP_SECRET
    assert len(set(codes.wrap().get_unused_codes())) == 10


def test_a_user_without_an_app_has_no_second_factor_yet() -> None:
    assert not has_second_factor(add_user())


def test_recovery_codes_alone_are_no_second_factor() -> None:
    user = add_user(totp_secret=TOTP_SECRET)
    Authenticator.objects.filter(user=user, type="totp").delete()
    assert not has_second_factor(user)


def test_an_address_has_one_account_whatever_the_case_of_its_letters() -> None:
    add_user()
    with pytest.raises(actions.AddressTaken):
        add_user(email="ONA@example.org")
    assert User.objects.count() == 1


def test_a_role_is_granted_once() -> None:
    user = add_user(roles=["operator"])
    actions.grant_role(user=user, role="operator", at=NOON, by="user:9")
    assert journal() == [("user.added", "operator"), ("role.granted", "operator")]


def test_a_role_is_taken_back_once() -> None:
    user = UserFactory(roles=["moderator"])
    for _ in range(2):
        actions.revoke_role(user=user, role="moderator", at=NOON, by="user:9")
    assert not is_moderator(user)
    assert journal() == [("role.revoked", "user:9")]


def test_the_last_operator_stays() -> None:
    first, second = UserFactory.create_batch(2, roles=["operator"])
    actions.revoke_role(user=first, role="operator", at=NOON, by="user:9")
    with pytest.raises(actions.LastOperator):
        actions.revoke_role(user=second, role="operator", at=NOON, by="user:9")
    assert SiteRole.objects.get().user == second


def test_the_journal_knows_users_by_number_alone() -> None:
    user = add_user(roles=["operator"])
    assert list(Entry.objects.order_by("pk").values_list("facts", flat=True)) == [
        {"user": user.pk},
        {"user": user.pk, "role": "operator"},
    ]
