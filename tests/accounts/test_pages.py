"""The pages of accounts: claiming an invitation, a new password, a new address, an operator's list of people."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.accounts.letters import letters, token_of
from tests.factories.accounts import PASSWORD, UserFactory, code_of, signed_in

from undersigned.accounts import actions
from undersigned.accounts.models import Invitation, User
from undersigned.accounts.rules import is_moderator
from undersigned.journal.models import Entry

pytestmark = pytest.mark.django_db

NEW = "four brown owls blink"


def invited(email: str = "ona@example.org") -> str:
    """The path of an invitation to be moderator."""
    facts = {"email": email, "offer": "Moderator", "role": "moderator", "inviter": "Ines Sample"}
    actions.invite(**facts, language="en", at=timezone.now(), by="user:9")
    return reverse(
        "accounts:invitation", kwargs={"token": token_of(letters("accounts.invitation")[-1])}
    )


def text_of(office: Client, path: str) -> str:
    return office.get(path).content.decode()


def test_opening_the_letters_link_claims_nothing(office: Client) -> None:
    path = invited()
    for _ in range(3):
        assert "Moderator" in text_of(office, path)
    assert office.head(path).status_code == 200
    assert Invitation.objects.get().claimed_at is None
    assert not User.objects.exists()


def test_a_newcomer_chooses_a_password_and_is_led_to_a_second_factor(office: Client) -> None:
    path = invited()
    answer = office.post(path, {"name": "Ona Sample", "password": NEW}, follow=True)
    user = User.objects.get()
    assert (user.email, user.name, user.check_password(NEW)) == (
        "ona@example.org",
        "Ona Sample",
        True,
    )
    assert is_moderator(user)
    assert office.get(reverse("accounts:account"))["Location"] == reverse("mfa_index")
    assert office.get(reverse("mfa_activate_totp")).status_code == 200
    assert answer.redirect_chain[0] == ("/", 302)


def test_nothing_typed_is_lost_where_the_password_is_too_short(office: Client) -> None:
    path = invited()
    page = office.post(path, {"name": "Ona Sample", "password": "short"}).content.decode()
    assert 'value="Ona Sample"' in page
    assert "at least 12 characters" in page
    assert Invitation.objects.get().claimed_at is None


def test_whoever_has_an_account_signs_in_first(office: Client) -> None:
    user = UserFactory(email="ona@example.org")
    path = invited()
    assert "ona@example.org has an account" in text_of(office, path)
    office.post(path, {"name": "Ona Sample", "password": NEW})
    assert not is_moderator(user)

    signed_in(office, user)
    assert f"signed in as {user.name}" in text_of(office, path)
    office.post(path)
    assert is_moderator(user)


def test_an_account_with_another_address_may_claim_it_too(office: Client) -> None:
    path, user = invited(), UserFactory()
    signed_in(office, user).post(path)
    assert is_moderator(user)


def test_a_second_press_by_the_same_user_is_no_trouble(office: Client) -> None:
    path = invited()
    signed_in(office, UserFactory())
    assert [office.post(path).status_code for _ in range(2)] == [302, 302]


def test_a_claimed_or_unknown_invitation_says_so(office: Client) -> None:
    path = invited()
    office.post(path, {"name": "Ona Sample", "password": NEW})
    stranger = Client(headers={"host": "localhost"})
    for old in (path, reverse("accounts:invitation", kwargs={"token": "a" * 43})):
        answers = [stranger.get(old), stranger.post(old, {"name": "Eve Sample", "password": NEW})]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert "cannot be accepted" in answers[0].content.decode()
    assert signed_in(stranger, UserFactory()).post(path).status_code == 404


def test_a_new_password_comes_by_letter_and_needs_the_second_factor_still(office: Client) -> None:
    user = UserFactory()
    office.post(reverse("account_reset_password"), {"email": user.email})
    link = letters("accounts.reset")[0]["link"]
    assert link.startswith("http://localhost:8001/account/password/reset/")

    page = office.get(link.removeprefix("http://localhost:8001"))["Location"]
    office.post(page, {"password1": NEW, "password2": NEW})

    user.refresh_from_db()
    assert user.check_password(NEW)
    assert office.get(reverse("accounts:account")).status_code == 302
    answer = office.post(reverse("account_login"), {"login": user.email, "password": NEW})
    assert answer["Location"] == reverse("mfa_authenticate")
    assert [letter["what"] for letter in letters("accounts.changed")] == ["password_reset"]
    assert "was used already" in text_of(office, link.removeprefix("http://localhost:8001"))


@pytest.mark.parametrize("header", ["x-forwarded-host", "x-host", "forwarded"])
def test_no_header_turns_the_letters_link_elsewhere(office: Client, header: str) -> None:
    user = UserFactory()
    form = {"email": user.email}
    office.post(reverse("account_reset_password"), form, headers={header: "evil.example"})
    assert letters("accounts.reset")[0]["link"].startswith("http://localhost:8001/account/")


def test_the_letter_comes_in_the_language_of_the_page(office: Client) -> None:
    user = UserFactory()
    office.post("/es/account/password/reset/", {"email": user.email})
    assert letters("accounts.reset")[0]["link"].startswith("http://localhost:8001/es/account/")


def test_a_new_address_is_confirmed_by_a_code(office: Client) -> None:
    user = UserFactory()
    old = user.email
    signed_in(office, user)
    asked = office.post(reverse("account_email"), {"email": "new@example.org", "action_add": ""})
    assert asked.status_code == 302
    code = letters("accounts.code")[0]["code"]
    confirm = reverse("account_email_verification_sent")
    assert "This code is not right" in office.post(confirm, {"code": "000"}).content.decode()
    office.post(confirm, {"code": code})

    user.refresh_from_db()
    assert user.email == "new@example.org"
    assert list(EmailAddress.objects.values_list("email", "verified")) == [
        ("new@example.org", True)
    ]
    assert letters("accounts.changed") == [{"to": old, "what": "email_changed"}]
    assert Entry.objects.get().name == "email.changed"


def test_an_address_of_another_account_cannot_be_taken(office: Client) -> None:
    taken = UserFactory().email
    user = UserFactory()
    signed_in(office, user)
    office.post(reverse("account_email"), {"email": taken, "action_add": ""})
    code = letters("accounts.code")[0]["code"]
    page = office.post(reverse("account_email_verification_sent"), {"code": code})
    assert "has an account already" in page.content.decode()
    user.refresh_from_db()
    assert user.email != taken


def test_an_operator_sees_people_with_roles_and_factors(office: Client) -> None:
    UserFactory(name="Ben Sample", factor=False, roles=["moderator"])
    signed_in(office, UserFactory(name="Ines Sample", roles=["operator"]))
    page = text_of(office, reverse("accounts:people"))
    assert page.index("Ben Sample") < page.index("not yet") < page.index("Moderator")
    assert page.index("Moderator") < page.rindex("Ines Sample")


def test_an_operator_invites_and_takes_the_invitation_back(office: Client) -> None:
    signed_in(office, UserFactory(name="Ines Sample", roles=["operator"]))
    form = {"email": "ona@example.org", "role": "moderator", "language": "es"}
    office.post(reverse("accounts:invite"), form)
    letter = letters("accounts.invitation")[0]
    assert (letter["to"], letter["inviter"]) == ("ona@example.org", "Ines Sample")
    assert letter["link"].startswith("http://localhost:8001/es/invitation/")
    assert "ona@example.org" in text_of(office, reverse("accounts:people"))

    office.post(reverse("accounts:withdraw", kwargs={"pk": Invitation.objects.get().pk}))
    assert Invitation.objects.get().withdrawn_at is not None
    assert "ona@example.org" not in text_of(office, reverse("accounts:people"))


def test_withdrawing_twice_says_so(office: Client) -> None:
    invited()
    signed_in(office, UserFactory(roles=["operator"]))
    path = reverse("accounts:withdraw", kwargs={"pk": Invitation.objects.get().pk})
    office.post(path)
    answer = office.post(path, follow=True)
    assert "claimed or withdrawn before" in answer.content.decode()


def test_a_role_that_does_not_exist_cannot_be_invited_to(office: Client) -> None:
    signed_in(office, UserFactory(roles=["operator"]))
    form = {"email": "ona@example.org", "role": "emperor", "language": "en"}
    answer = office.post(reverse("accounts:invite"), form)
    assert 'value="ona@example.org"' in answer.content.decode()
    assert not Invitation.objects.exists()


def test_the_last_operator_is_told_why_they_stay(office: Client) -> None:
    user = UserFactory(roles=["operator"])
    signed_in(office, user)
    path = reverse("accounts:revoke", kwargs={"pk": user.pk, "role": "operator"})
    assert "last operator" in office.post(path, follow=True).content.decode()


@pytest.mark.parametrize("roles", [[], ["moderator"]])
def test_nobody_but_an_operator_sees_or_changes_people(office: Client, roles: list[str]) -> None:
    other = UserFactory(roles=["moderator"])
    signed_in(office, UserFactory(roles=roles))
    posts = [
        reverse("accounts:invite"),
        reverse("accounts:revoke", kwargs={"pk": other.pk, "role": "moderator"}),
        reverse("accounts:end_sessions", kwargs={"pk": other.pk}),
    ]
    assert office.get(reverse("accounts:people")).status_code == 403
    assert [office.post(path).status_code for path in posts] == [403, 403, 403]
    assert is_moderator(other)
    assert not Entry.objects.exists()


def test_ones_own_account_shows_ones_roles(office: Client) -> None:
    user = UserFactory(roles=["moderator"])
    signed_in(office, user)
    page = text_of(office, reverse("accounts:account"))
    assert user.email in page
    assert "Moderator" in page
    assert PASSWORD not in page
    assert code_of(user) not in page
