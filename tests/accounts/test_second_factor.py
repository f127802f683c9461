"""Setting up a second factor, and what is closed until then."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.accounts.letters import letters
from tests.factories.accounts import PASSWORD, UserFactory, signed_in

from undersigned.accounts.factors import open_factor, totp_code
from undersigned.accounts.models import User
from undersigned.accounts.rules import has_second_factor
from undersigned.journal.models import Entry

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]

CLOSED = ["accounts:account", "accounts:people", "account_change_password", "account_email"]


def newcomer(office: Client) -> User:
    """Somebody who signed in with their password and has no second factor."""
    user: User = UserFactory(factor=False, roles=["operator"])
    office.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return user


def set_up_app(office: Client) -> str:
    """Set up an app as the page says; the secret."""
    page = office.get(reverse("mfa_activate_totp")).content.decode()
    found = re.search(r"<code>([A-Z2-7]{32})</code>", page)
    assert found
    code = totp_code(found[1], at=timezone.now())
    answer = office.post(reverse("mfa_activate_totp"), {"code": code})
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    return found[1]


@pytest.mark.parametrize("page", CLOSED)
def test_without_a_second_factor_one_is_led_to_set_one_up(office: Client, page: str) -> None:
    newcomer(office)
    assert office.get(reverse(page))["Location"] == reverse("mfa_index")


def test_without_a_second_factor_nothing_can_be_posted(office: Client) -> None:
    newcomer(office)
    other = UserFactory(roles=["moderator"])
    office.post(reverse("accounts:revoke", kwargs={"pk": other.pk, "role": "moderator"}))
    assert other.site_roles.exists()


def test_a_newcomer_sets_up_an_app_and_goes_on(office: Client) -> None:
    user = newcomer(office)
    secret = set_up_app(office)

    assert has_second_factor(user)
    stored = Authenticator.objects.get(user=user, type="totp").data["secret"]
    assert (secret in stored, open_factor(stored)) == (False, secret)
    assert office.get(reverse("accounts:people")).status_code == 200
    codes = office.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert f'<a href="{reverse("desk:home")}">' in codes
    assert len(set(re.findall(r"<code>(\d{8})</code>", codes))) == 10


def test_the_key_shown_as_a_picture_is_inline_and_without_style(office: Client) -> None:
    newcomer(office)
    page = office.get(reverse("mfa_activate_totp")).content.decode()
    picture = page[page.index("<svg") : page.index("</svg>")]
    assert "<path" in picture
    assert "style" not in picture
    assert "data:" not in page


def test_a_wrong_first_code_sets_nothing_up_and_keeps_the_key(office: Client) -> None:
    user = newcomer(office)
    before = office.get(reverse("mfa_activate_totp")).content.decode()
    after = office.post(reverse("mfa_activate_totp"), {"code": "12"}).content.decode()
    keys = [re.findall(r"<code>([A-Z2-7]{32})</code>", page) for page in (before, after)]
    assert keys[0] == keys[1]
    assert not has_second_factor(user)


def test_setting_up_a_factor_ends_sessions_that_never_showed_it(office: Client) -> None:
    thief = Client(headers={"host": "localhost"})
    user = newcomer(office)
    thief.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    set_up_app(office)
    assert office.get(reverse("accounts:account")).status_code == 200
    assert thief.get(reverse("accounts:account"))["Location"].startswith("/account/login/")


def test_removing_the_only_factor_leads_back_to_setting_one_up(office: Client) -> None:
    user = UserFactory()
    elsewhere = signed_in(Client(headers={"host": "localhost"}), user)
    signed_in(office, user)
    office.get(reverse("accounts:account"))
    office.post(reverse("mfa_deactivate_totp"))
    assert not has_second_factor(user)
    assert office.get(reverse("accounts:account"))["Location"] == reverse("mfa_index")
    assert elsewhere.get(reverse("mfa_index"))["Location"].startswith("/account/login/")


def test_every_change_is_told_by_letter_and_journaled(office: Client) -> None:
    user = newcomer(office)
    set_up_app(office)
    office.post(reverse("mfa_generate_recovery_codes"))
    office.post(reverse("mfa_deactivate_totp"))
    assert letters("accounts.changed") == [
        {"to": user.email, "what": "totp_activated"},
        {"to": user.email, "what": "recovery_codes_generated"},
        {"to": user.email, "what": "totp_deactivated"},
    ]
    facts = Entry.objects.filter(name__startswith="factor.").order_by("pk")
    assert [(entry.name, entry.facts) for entry in facts] == [
        ("factor.added", {"user": user.pk, "kind": "totp"}),
        ("factor.removed", {"user": user.pk, "kind": "totp"}),
    ]


def test_recovery_codes_can_be_had_as_a_file(office: Client) -> None:
    newcomer(office)
    set_up_app(office)
    answer = office.get(reverse("mfa_download_recovery_codes"))
    assert answer["Content-Disposition"] == 'attachment; filename="recovery-codes.txt"'
    assert len(re.findall(r"^\d{8}$", answer.content.decode(), re.MULTILINE)) == 10
