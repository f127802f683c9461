"""allauth's forms in our words, and the forms of our own pages. Placeholders go: labels say it all."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from undersigned.accounts.states import Role

NEW_PASSWORD = _("At least 12 characters. A few words in a row are easy to keep and hard to guess.")
AGAIN = _("The same once more")


class InOurWords(forms.Form):
    """Gives fields labels and help in our words: `labels` and `helps` by field name."""

    labels: dict[str, Any] = {}
    helps: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.helps.get(name, "")


class SignIn(InOurWords, account.LoginForm):  # type: ignore[misc]
    labels = {"login": _("E-mail"), "password": _("Password")}


class Reauthenticate(InOurWords, account.ReauthenticateForm):  # type: ignore[misc]
    labels = {"password": _("Password")}


class ChangePassword(InOurWords, account.ChangePasswordForm):  # type: ignore[misc]
    labels = {
        "oldpassword": _("Current password"),
        "password1": _("New password"),
        "password2": AGAIN,
    }
    helps = {"password1": NEW_PASSWORD}


class AskForReset(InOurWords, account.ResetPasswordForm):  # type: ignore[misc]
    labels = {"email": _("E-mail")}


class Reset(InOurWords, account.ResetPasswordKeyForm):  # type: ignore[misc]
    labels = {"password1": _("New password"), "password2": AGAIN}
    helps = {"password1": NEW_PASSWORD}


class ChangeEmail(InOurWords, account.AddEmailForm):  # type: ignore[misc]
    labels = {"email": _("New e-mail address")}


class ConfirmEmail(InOurWords, account.ConfirmEmailVerificationCodeForm):  # type: ignore[misc]
    labels = {"code": _("Code from the letter")}


class SecondFactor(InOurWords, mfa.AuthenticateForm):  # type: ignore[misc]
    labels = {"code": _("Code")}
    helps = {"code": _("Six digits from your app, or one of your recovery codes.")}


class SecondFactorAgain(InOurWords, mfa.ReauthenticateForm):  # type: ignore[misc]
    labels = {"code": _("Code")}
    helps = {"code": _("Six digits from your app, or one of your recovery codes.")}


class SetUpApp(InOurWords, ActivateTOTPForm):  # type: ignore[misc]
    labels = {"code": _("Code that the app shows now")}
    helps = {"code": _("Six digits. They change every 30 seconds.")}


class AddPasskey(InOurWords, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    labels = {"name": _("Name of the passkey"), "passwordless": _("Sign in with it alone")}
    helps = {
        "name": _("So that you can tell it from others, such as “Phone” or “Blue key”."),
        "passwordless": _(
            "Without e-mail and password. The device then asks for your finger, face or PIN."
        ),
    }


class RenamePasskey(InOurWords, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    labels = {"name": _("Name of the passkey")}


class Newcomer(forms.Form):
    """Claiming an invitation without an account."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("As it shall stand beside what you do here."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=NEW_PASSWORD,
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


class InvitePerson(forms.Form):
    """An operator invites a moderator or another operator."""

    email = forms.EmailField(label=_("E-mail"), max_length=254)
    role = forms.ChoiceField(
        label=_("As"),
        widget=forms.RadioSelect,
        choices=Role.choices,
    )
    language = forms.ChoiceField(label=_("Language of the letter"), choices=settings.LANGUAGES)
