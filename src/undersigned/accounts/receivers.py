"""allauth announces by signals; this is the one place that listens, and hands on to actions."""

import logging
from typing import Any

from allauth.account import signals as account
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa import signals as mfa
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.signals import user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from undersigned.accounts import actions
from undersigned.accounts.models import User

CODES = "recovery_codes"  # they come with a factor and go with it

log = logging.getLogger(__name__)


@receiver(account.user_logged_in)
def signed_in(*, request: HttpRequest, user: User, **_: Any) -> None:
    records = get_authentication_records(request, user)
    method = records[-1]["method"] if records else "invitation"
    actions.note_signed_in(user=user, method=method, at=timezone.now())


@receiver(user_login_failed)
def password_refused(**_: Any) -> None:
    log.warning("sign-in refused: e-mail address and password do not go together")


@receiver(mfa.authentication_failed)
def code_refused(*, user: User, **_: Any) -> None:
    log.warning("sign-in refused: wrong code for user %d", user.pk)


@receiver([account.password_changed, account.password_reset])
def password_changed(*, user: User, **_: Any) -> None:
    actions.note_password_changed(user=user, at=timezone.now())


@receiver(account.email_changed)
def email_changed(*, user: User, **_: Any) -> None:
    actions.note_email_changed(user=user, at=timezone.now())


@receiver(mfa.authenticator_added)
def factor_added(*, request: HttpRequest, user: User, authenticator: Any, **_: Any) -> None:
    if authenticator.type != CODES:
        actions.note_factor_added(user=user, kind=authenticator.type, at=timezone.now())
        _keep_this_session(request, user)


@receiver(mfa.authenticator_removed)
def factor_removed(*, request: HttpRequest, user: User, authenticator: Any, **_: Any) -> None:
    if authenticator.type != CODES:
        actions.note_factor_removed(user=user, kind=authenticator.type, at=timezone.now())
        _keep_this_session(request, user)


def _keep_this_session(request: HttpRequest, user: User) -> None:
    user.refresh_from_db(fields=["session_epoch"])
    update_session_auth_hash(request, user)
