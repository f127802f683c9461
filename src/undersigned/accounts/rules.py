"""Who may do what on the site as a whole. Each predicate is one query."""

from django.apps import apps

from undersigned.accounts.models import User
from undersigned.accounts.states import Role

FACTORS = ("totp", "webauthn")


def has_second_factor(user: User) -> bool:
    """Whether the user has set up an authenticator app or a passkey.

    Log-in asks for it from then on, and setting it up ends all other sessions (receivers.py): so a live session
    of such a user has shown it, or is the one in which it was set up.
    """
    factors = apps.get_model("mfa", "Authenticator").objects.filter(type__in=FACTORS)
    return bool(factors.filter(user_id=user.pk).exists())


def is_moderator(user: User) -> bool:
    """Whether the user may approve petitions, take them down and answer complaints."""
    return user.site_roles.filter(role=Role.MODERATOR).exists()


def is_operator(user: User) -> bool:
    """Whether the user may invite people and give and take roles."""
    return user.site_roles.filter(role=Role.OPERATOR).exists()
