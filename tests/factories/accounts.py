"""People who sign in to the office. All are synthetic.

UserFactory() has a confirmed address and an authenticator app; UserFactory(factor=False) has none yet.
`signed_in(office, user)` makes a client of theirs; `code_of(user)` is what the app shows now.
"""

from functools import lru_cache
from typing import Any

import factory
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone
from factory.django import DjangoModelFactory

from undersigned.accounts.factors import seal_factor, totp_code
from undersigned.accounts.models import SiteRole, User

PASSWORD = "seven blue herons wade"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@lru_cache
def password_hash() -> str:
    """Argon2 takes a third of a second: once for all."""
    return make_password(PASSWORD)


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"ada-{n}@example.org")
    name = factory.Sequence(lambda n: f"Ada Sample {n}")
    password = factory.LazyFunction(password_hash)

    @factory.post_generation
    def address(self: User, _create: bool, _extracted: Any, **_: Any) -> None:  # noqa: FBT001
        EmailAddress.objects.create(user=self, email=self.email, verified=True, primary=True)

    @factory.post_generation
    def factor(self: User, _create: bool, extracted: Any, **_: Any) -> None:  # noqa: FBT001
        if extracted is not False:
            sealed = {"secret": seal_factor(TOTP_SECRET)}
            Authenticator.objects.create(user=self, type="totp", data=sealed)

    @factory.post_generation
    def roles(self: User, _create: bool, extracted: Any, **_: Any) -> None:  # noqa: FBT001
        for role in extracted or ():
            SiteRole.objects.create(user=self, role=role)


def signed_in(office: Client, user: User) -> Client:
    """The client, signed in as the user with everything they have."""
    office.force_login(user)
    return office


def code_of(user: User) -> str:
    """What the user's authenticator app shows now."""
    return totp_code(TOTP_SECRET, at=timezone.now())
