from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from undersigned.accounts.models import User
from undersigned.journal.sealed import open_sealed
from undersigned.petitions.rules import Refused
from undersigned.signatures.models import Signature
from undersigned.signatures.moderation.models import Examination
from undersigned.signatures.moderation.states import LookReason


class NotOne(Refused):
    """Only the examination of one signature shows what it holds."""

    def __init__(self) -> None:
        super().__init__(_("Only a signature that was named by its reference can be looked at."))


class Erased(Refused):
    """The signature holds nothing of a person any more."""

    def __init__(self) -> None:
        super().__init__(_("What this signature held was erased."))


@dataclass(frozen=True)
class Opened:
    """What one signature holds of a person, for the page that shows it once."""

    name: str
    email: str
    address: str
    ward: str


@transaction.atomic
def open_one(*, examination: Examination, reason: str, at: datetime, user: User) -> Opened:
    """Open the one signature of an examination that was named by its reference, for a reason of LookReason.

    The journal keeps who opened it and why. Raises NotOne, Erased.
    """
    key = examination.condition.get("signature")
    if key is None:
        raise NotOne
    row = Signature.objects.get(pk=key)
    if not row.sealed:
        raise Erased
    ref, why = bytes(row.ref), f"examination {examination.pk}: {LookReason(reason).value}"
    sealed = {ref: row.sealed}
    facts = open_sealed(sealed, of="signatures", reason=why, at=at, by=f"user:{user.pk}")[ref]
    return Opened(facts["name"], facts["email"], facts["address"], facts["ward"])
