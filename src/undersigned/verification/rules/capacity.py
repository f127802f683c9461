"""As what somebody certifies: as the council's clerk, or as the independent verifier of one petition."""

from undersigned.accounts.models import User
from undersigned.councils.rules import is_clerk_of
from undersigned.petitions.models import Petition

CLERK, VERIFIER = "clerk", "verifier"


def capacity_of(user: User, petition: Petition) -> str:
    """As what the user, who may check the petition, certifies."""
    return CLERK if is_clerk_of(user, petition.council) else VERIFIER


def level_of(capacity: str, *, full: bool) -> str:
    """The level of evidence that a certificate gives the count."""
    if capacity == CLERK:
        return "certified"
    return "matched" if full else "audited"
