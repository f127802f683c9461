"""As what somebody certifies: as the council's clerk, or as the independent verifier of one petition."""

from undersigned.accounts.models import User
from undersigned.councils.rules import is_clerk_of
from undersigned.petitions.models import Petition
from undersigned.verification.models import Verifier

CLERK, VERIFIER = "clerk", "verifier"


def is_verifier(user: User) -> bool:
    """Whether the user is the independent verifier of any petition."""
    return Verifier.objects.filter(user=user, ended_at__isnull=True).exists()


def is_verifier_of(user: User, petition: Petition) -> bool:
    """Whether the user is an independent verifier of this petition."""
    return Verifier.objects.filter(user=user, petition=petition, ended_at__isnull=True).exists()


def may_certify(user: User, petition: Petition) -> bool:
    """Whether the user may draw, certify, and be given the list of signers."""
    return is_clerk_of(user, petition.council) or is_verifier_of(user, petition)


def capacity_of(user: User, petition: Petition) -> str:
    """As what the user certifies."""
    return CLERK if is_clerk_of(user, petition.council) else VERIFIER


def level_of(capacity: str, *, full: bool) -> str:
    """The level of evidence that a certificate gives the count."""
    if capacity == CLERK:
        return "certified"
    return "matched" if full else "audited"
