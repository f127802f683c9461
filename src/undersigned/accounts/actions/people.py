"""Accounts and the site's roles."""

from collections.abc import Iterable
from datetime import datetime
from secrets import token_hex

from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import F

from undersigned.accounts.events import RoleGranted, RoleRevoked, SessionsEnded, UserAdded
from undersigned.accounts.factors import seal_factor
from undersigned.accounts.models import SiteRole, User
from undersigned.accounts.states import Role
from undersigned.journal.announce import announce

RECOVERY_SEED_BYTES = 40


class AddressTaken(Exception):
    """The address has an account already."""


class LastOperator(Exception):
    """Without this operator nobody could invite the next one."""


def add_user(
    *,
    email: str,
    name: str,
    password: str,
    roles: Iterable[str] = (),
    totp_secret: str | None = None,
    language: str = "en",
    at: datetime,
    by: str,
) -> User:
    """An account whose address counts as confirmed; for the first operator, the demo, and claimed invitations.

    `roles` are roles of the site (moderator, operator). With `totp_secret` (base32) the second factor is set up,
    with recovery codes; without it the user sets one up at the first log-in. Raises AddressTaken.
    """
    hashed = make_password(password)  # a third of a second: before the transaction, not in it
    with transaction.atomic():
        return add_hashed(
            email=email,
            name=name,
            hashed=hashed,
            roles=roles,
            totp_secret=totp_secret,
            language=language,
            at=at,
            by=by,
        )


def add_hashed(
    *,
    email: str,
    name: str,
    hashed: str,
    roles: Iterable[str],
    totp_secret: str | None,
    language: str,
    at: datetime,
    by: str,
) -> User:
    """`add_user` for a password hashed already, inside the caller's transaction. `by` empty: the user themself."""
    email = email.strip().lower()
    if User.objects.filter(email=email).exists():
        raise AddressTaken
    user = User.objects.create(email=email, name=name, language=language, password=hashed)
    by = by or f"user:{user.pk}"
    apps.get_model("account", "EmailAddress").objects.create(
        user=user, email=email, verified=True, primary=True
    )
    if totp_secret is not None:
        _add_factors(user, totp_secret)
    announce(UserAdded(user=user.pk), at=at, by=by)
    for role in roles:
        grant_role(user=user, role=role, at=at, by=by)
    return user


def grant_role(*, user: User, role: str, at: datetime, by: str) -> None:
    """Make the user moderator or operator; nothing happens if they are one."""
    with transaction.atomic():
        _, granted = SiteRole.objects.get_or_create(user=user, role=role)
        if granted:
            announce(RoleGranted(user=user.pk, role=role), at=at, by=by)


def revoke_role(*, user: User, role: str, at: datetime, by: str) -> None:
    """Take a role of the site back, at once; nothing happens if the user has it no more. Raises LastOperator."""
    with transaction.atomic():
        holders = set(
            SiteRole.objects.select_for_update().filter(role=role).values_list("user_id", flat=True)
        )
        if user.pk not in holders:
            return
        if role == Role.OPERATOR and len(holders) == 1:
            raise LastOperator
        SiteRole.objects.filter(user=user, role=role).delete()
        announce(RoleRevoked(user=user.pk, role=role), at=at, by=by)


def end_sessions(*, user: User, at: datetime, by: str) -> None:
    """Sign the user out everywhere, with the next request at each place."""
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
        announce(SessionsEnded(user=user.pk), at=at, by=by)


def _add_factors(user: User, totp_secret: str) -> None:
    """The rows as allauth's own set-up makes them: an authenticator app and ten recovery codes."""
    authenticators = apps.get_model("mfa", "Authenticator").objects
    authenticators.create(user=user, type="totp", data={"secret": seal_factor(totp_secret)})
    seed = seal_factor(token_hex(RECOVERY_SEED_BYTES))
    authenticators.create(user=user, type="recovery_codes", data={"seed": seed, "used_mask": 0})
