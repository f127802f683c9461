"""Who may act for a council, and as whom."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from undersigned.accounts.models import User
from undersigned.councils.models import Council, Member, Officer
from undersigned.councils.states import CLERKS


@dataclass(frozen=True)
class Acting:
    """Somebody acts as a council member: in person, or as staff on the member's behalf, which pages then say."""

    member: Member
    proxy: bool


def is_clerk(user: User) -> bool:
    """Whether the user is clerk or deputy of some council."""
    return Officer.objects.filter(user=user, role__in=CLERKS).exists()


def works_for_a_council(user: User) -> bool:
    """Whether the user is clerk, deputy, staff or a member in office of some council."""
    return (
        Officer.objects.filter(user=user).exists()
        or Member.objects.filter(_in_office(timezone.localdate()), user=user).exists()
    )


def is_clerk_of(user: User, council: Council) -> bool:
    """Whether the user is clerk or deputy of this council."""
    return Officer.objects.filter(user=user, council=council, role__in=CLERKS).exists()


def works_for(user: User, council: Council) -> bool:
    """Whether the user is clerk, deputy, staff or a member in office of this council."""
    return (
        Officer.objects.filter(user=user, council=council).exists()
        or Member.objects.filter(
            _in_office(timezone.localdate()), user=user, seat__council=council
        ).exists()
    )


def acts_as(user: User, member: Member, *, on: date) -> Acting | None:
    """How the user may act as this member on a day: in person, by proxy for the council's office, or not at all."""
    if not member.is_in_office(on):
        return None
    if member.user_id == user.pk:
        return Acting(member, proxy=False)
    if Officer.objects.filter(user=user, council__seats=member.seat_id).exists():
        return Acting(member, proxy=True)
    return None


def _in_office(on: date) -> Q:
    return (Q(since__isnull=True) | Q(since__lte=on)) & (Q(until__isnull=True) | Q(until__gte=on))
