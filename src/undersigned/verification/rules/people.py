"""Who checks signatures for a council: its clerk begins a check, its office reviews."""

from undersigned.accounts.models import User
from undersigned.councils.models import Council, Officer
from undersigned.councils.rules import is_clerk_of


def is_reviewer(user: User) -> bool:
    """Whether the user is in some council's office. Council members are not: they decide on the petition."""
    return Officer.objects.filter(user=user).exists()


def may_review(user: User, council: Council) -> bool:
    """Whether the user may look at signatures of petitions to this council, and decide on them."""
    return Officer.objects.filter(user=user, council=council).exists()


def may_check(user: User, council: Council) -> bool:
    """Whether the user may begin a check of a petition to this council, and end it."""
    return is_clerk_of(user, council)
