"""Who checks signatures: a council's clerk begins a check and its office reviews; or independent verifiers do both.

Verifiers are appointed for one petition, where the council takes no part here (actions/appoint.py).
"""

from django.db.models import Q

from undersigned.accounts.models import User
from undersigned.councils.models import Council, Officer
from undersigned.councils.rules import is_clerk_of
from undersigned.councils.states import CLERKS
from undersigned.petitions.models import Petition
from undersigned.verification.models import Verifier


def is_reviewer(user: User) -> bool:
    """Whether the user is in some council's office, or a verifier; council members decide on the petition itself."""
    return Officer.objects.filter(user=user).exists() or is_verifier(user)


def is_verifier(user: User) -> bool:
    """Whether the user is the independent verifier of any petition."""
    return Verifier.objects.filter(user=user, ended_at__isnull=True).exists()


def is_verifier_of(user: User, petition: Petition) -> bool:
    """Whether the user is an independent verifier of this petition."""
    return Verifier.objects.filter(user=user, petition=petition, ended_at__isnull=True).exists()


def may_review(user: User, petition: Petition) -> bool:
    """Whether the user may look at signatures of this petition, and decide on them."""
    in_office = Officer.objects.filter(user=user, council=petition.council_id).exists()
    return in_office or is_verifier_of(user, petition)


def may_check(user: User, petition: Petition) -> bool:
    """Whether the user may begin a check of this petition, end it, draw and certify."""
    return is_clerk_of(user, petition.council) or is_verifier_of(user, petition)


def may_hold_rolls(user: User, council: Council) -> bool:
    """Whether the user may send a roll of this council's voters or residents, and destroy it."""
    if is_clerk_of(user, council):
        return True
    mine = Verifier.objects.filter(user=user, ended_at__isnull=True)
    return mine.filter(petition__council=council).exists()


def reviewed_by(user: User) -> Q:
    """The petitions of `may_review`."""
    return Q(council__officers__user=user) | _verified_by(user)


def checked_by(user: User) -> Q:
    """The petitions of `may_check`."""
    clerk = Officer.objects.filter(user=user, role__in=CLERKS)
    return Q(council__in=clerk.values("council")) | _verified_by(user)


def _verified_by(user: User) -> Q:
    mine = Verifier.objects.filter(user=user, ended_at__isnull=True)
    return Q(pk__in=mine.values("petition"))
