"""Who checks signatures: a council's clerk begins a check and its office reviews; or independent verifiers do both.

Verifiers are appointed for one petition, where the council takes no part here (actions/appoint.py). They are that
only while it takes none, and they are independent.
"""

from django.db.models import Q

from undersigned.accounts.models import User
from undersigned.councils.models import Council, Officer
from undersigned.councils.rules import is_clerk_of, works_for
from undersigned.councils.states import CLERKS
from undersigned.petitions.models import Petition
from undersigned.petitions.rules import is_in_coalition
from undersigned.verification.models import Roll, Verifier


def is_reviewer(user: User) -> bool:
    """Whether the user is in some council's office, or a verifier; council members decide on the petition itself."""
    return Officer.objects.filter(user=user).exists() or is_verifier(user)


def is_verifier(user: User) -> bool:
    """Whether the user is the independent verifier of any petition."""
    return bool(_verified(user))


def is_independent(user: User, petition: Petition) -> bool:
    """Whether the user is neither of the petition's coalition nor of its council."""
    return not (is_in_coalition(user, petition) or works_for(user, petition.council))


def is_verifier_of(user: User, petition: Petition) -> bool:
    """Whether the user is an independent verifier of this petition."""
    return bool(_verified(user, petition=petition))


def may_review(user: User, petition: Petition) -> bool:
    """Whether the user may look at signatures of this petition, and decide on them."""
    in_office = Officer.objects.filter(user=user, council=petition.council_id).exists()
    return in_office or is_verifier_of(user, petition)


def may_check(user: User, petition: Petition) -> bool:
    """Whether the user may begin a check of this petition, end it, draw and certify."""
    return is_clerk_of(user, petition.council) or is_verifier_of(user, petition)


def may_hold_rolls(user: User, council: Council) -> bool:
    """Whether the user may send a roll of this council's voters or residents, and work with what others sent."""
    return is_clerk_of(user, council) or bool(_verified(user, petition__council=council))


def may_destroy(user: User, roll: Roll) -> bool:
    """Whether the user may destroy this roll: the council's clerk any, a verifier who sent one that one."""
    return is_clerk_of(user, roll.council) or roll.made_by_id == user.pk


def reviewed_by(user: User) -> Q:
    """The petitions of `may_review`."""
    return Q(council__officers__user=user) | _verified_by(user)


def checked_by(user: User) -> Q:
    """The petitions of `may_check`."""
    clerk = Officer.objects.filter(user=user, role__in=CLERKS)
    return Q(council__in=clerk.values("council")) | _verified_by(user)


def _verified_by(user: User) -> Q:
    return Q(pk__in=_verified(user))


def _verified(user: User, **of: object) -> list[int]:
    """The petitions that the user verifies now: an appointment rests while the council is here, or they take part."""
    rows = Verifier.objects.filter(user=user, ended_at__isnull=True, **of)
    unrepresented = rows.filter(petition__council__represented_since__isnull=True)
    return [
        row.petition_id
        for row in unrepresented.select_related("petition__council")
        if is_independent(user, row.petition)
    ]
