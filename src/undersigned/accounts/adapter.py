"""Where allauth asks us: who may sign up (nobody by themselves), where letters go, how secrets rest."""

import time
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from undersigned.accounts.factors import open_factor, seal_factor
from undersigned.accounts.middleware import SIGNED_IN_AT
from undersigned.accounts.models import User
from undersigned.mail.actions import post, write
from undersigned.ui.links import office_link

# allauth's letter → ours, and the facts that go into it.
LETTERS = {
    "account/email/password_reset_key": ("accounts.reset", {"link": "password_reset_url"}),
    "account/email/unknown_account": ("accounts.reset", {"link": "signup_url"}),
    "account/email/email_confirmation": ("accounts.code", {"code": "code"}),
    "account/email/email_confirmation_signup": ("accounts.code", {"code": "code"}),
}
# Written like a real one, for the same time and the same writes, and never sent: nobody has an account there.
HELD = {"account/email/unknown_account"}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-up is by invitation alone; letters go through `mail`; a fresh log-in counts as re-authentication."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": gettext_lazy("This account is closed."),
        "email_password_mismatch": gettext_lazy(
            "This e-mail address and password do not go together."
        ),
        "email_taken": gettext_lazy("This e-mail address has an account already."),
        "enter_current_password": gettext_lazy("This is not your current password."),
        "incorrect_code": gettext_lazy(
            "This code is not right. Codes of an app change every 30 seconds."
        ),
        "incorrect_password": gettext_lazy("This is not your password."),
        "invalid_password_reset": gettext_lazy("This link was used already or is too old."),
        "rate_limited": gettext_lazy("Too many tries. Please wait a few minutes."),
        "same_as_current": gettext_lazy("This is your address already."),
        "too_many_login_attempts": gettext_lazy("Too many tries. Please wait a few minutes."),
    }

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Never: an account is made where an invitation is claimed (views/invitation.py)."""
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        request.session[SIGNED_IN_AT] = time.time()

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Whoever signed in a moment ago need not show it again."""
        signed_in_at: float = self.request.session.get(SIGNED_IN_AT, 0)
        fresh = time.time() - signed_in_at < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        return not fresh and bool(super().is_reauthentication_required(app=app, **more))

    def get_reset_password_from_key_url(self, key: str) -> str:
        """From the configured address, never from the request's Host."""
        uid, _dash, token = key.partition("-")
        language = get_language() or settings.LANGUAGE_CODE
        return office_link(
            "account_reset_password_from_key", language=language, uidb36=uid, key=token
        )

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue the letter for the worker. Raises KeyError for one that this site does not write."""
        kind, wanted = LETTERS[template_prefix]
        facts = {"to": email} | {fact: str(context[name]) for fact, name in wanted.items()}
        draft = write(kind, get_language() or settings.LANGUAGE_CODE, facts)
        with transaction.atomic():
            post([replace(draft, held=template_prefix in HELD)], at=timezone.now())

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,  # noqa: ARG002 - allauth passes it by name
        email: str | None = None,
    ) -> None:
        """Tell somebody that their password, factor or address changed, in one kind of letter."""
        facts = {"to": email or user.email, "what": template_prefix.rpartition("/")[2]}
        draft = write("accounts.changed", user.language, facts)
        with transaction.atomic():
            post([draft], at=timezone.now())


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors: their secrets sealed at rest, the QR code without an image file."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": gettext_lazy("The address cannot be changed here."),
        "cannot_generate_recovery_codes": gettext_lazy("Set up an app or a passkey first."),
        "incorrect_code": gettext_lazy(
            "This code is not right. Codes of an app change every 30 seconds."
        ),
        "unverified_email": gettext_lazy("Confirm your e-mail address first."),
    }

    def encrypt(self, text: str) -> str:
        return seal_factor(text)

    def decrypt(self, encrypted_text: str) -> str:
        return open_factor(encrypted_text)

    def build_totp_svg(self, url: str) -> SafeString:
        """Inline SVG without style, for a strict Content-Security-Policy; dark on white in every colour scheme."""
        code = segno.make(url, error="m")
        title = _("QR code for your app")
        return SafeString(
            code.svg_inline(scale=5, light="#fff", title=title, svgclass="qr", lineclass=None)
        )

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys hold for the office's configured host, whatever the request says."""
        return {"id": urlsplit(settings.OFFICE_ADDRESS).hostname or "", "name": settings.SITE_NAME}

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002 - allauth's name
        held = Authenticator.objects.filter(user=user, type=type).count()
        return _("Passkey") if held == 0 else _("Passkey %(number)d") % {"number": held + 1}
