from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.db.models import BooleanField, Exists, OuterRef, QuerySet
from django.db.models.functions import Lower

from undersigned.accounts.models import Invitation, User
from undersigned.accounts.rules import FACTORS
from undersigned.accounts.states import Role


@dataclass(frozen=True)
class InvitationPage:
    """What whoever holds the letter sees: what is offered, until when, and whether an account exists for it."""

    token: str
    offer: str
    until: datetime
    email: str
    has_account: bool


@dataclass(frozen=True)
class Person:
    """Somebody with an account, as operators see them."""

    pk: int
    name: str
    email: str
    roles: tuple[Role, ...]
    has_factor: bool
    last_login: datetime | None


@dataclass(frozen=True)
class PeoplePage:
    people: list[Person]
    invitations: list[Invitation]


@dataclass(frozen=True)
class AccountPage:
    """A user's own account."""

    name: str
    email: str
    roles: tuple[Role, ...]


def find_invitation(token: str, *, at: datetime) -> InvitationPage | None:
    """The invitation a letter's token stands for, while it can be claimed."""
    found = Invitation.objects.filter(token_hash=Invitation.hash_of(token)).first()
    if found is None or not found.is_open(at):
        return None
    return InvitationPage(
        token=token,
        offer=found.offer,
        until=found.expires_at,
        email=found.email,
        has_account=User.objects.filter(email=found.email).exists(),
    )


def people_page(*, at: datetime) -> PeoplePage:
    """Everybody with an account, by name, and the site's open invitations."""
    return PeoplePage(
        people=[_person(user) for user in _users().prefetch_related("site_roles")],
        invitations=list(open_invitations(at).exclude(role="")),
    )


def account_page(user: User) -> AccountPage:
    """A user's own account."""
    return AccountPage(name=user.name, email=user.email, roles=_roles(user))


def open_invitations(at: datetime) -> QuerySet[Invitation]:
    """Those that can still be claimed, the latest first."""
    return Invitation.objects.filter(
        claimed_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=at
    )


def _users() -> QuerySet[User]:
    factors = apps.get_model("mfa", "Authenticator").objects.filter(
        user_id=OuterRef("pk"), type__in=FACTORS
    )
    return User.objects.annotate(has_factor=Exists(factors, output_field=BooleanField())).order_by(
        Lower("name"), "pk"
    )


def _person(user: User) -> Person:
    has_factor: bool = user.has_factor  # type: ignore[attr-defined]
    return Person(user.pk, user.name, user.email, _roles(user), has_factor, user.last_login)


def _roles(user: User) -> tuple[Role, ...]:
    return tuple(sorted(Role(held.role) for held in user.site_roles.all()))
