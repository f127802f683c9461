"""Open a line: what its signer typed and who on the roll it may be, for the reviewer who looks at it; journaled."""

from datetime import datetime
from typing import cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from undersigned.accounts.models import User
from undersigned.journal.sealed import note_opening, unseal
from undersigned.petitions.rules import Refused
from undersigned.signatures.sheets.models import SheetLine
from undersigned.signatures.states import State as Signed
from undersigned.verification.candidates import candidates_of
from undersigned.verification.models import Cure, Line
from undersigned.verification.opened import Opened, Said


class Erased(Refused):
    """The signature holds nothing of a person any more."""

    def __init__(self) -> None:
        super().__init__(_("What this signature held was erased."))


class Left(Refused):
    """The signature counts no more, so that nobody needs to know whose it is."""

    def __init__(self) -> None:
        super().__init__(_("This signature was withdrawn or declared void."))


@transaction.atomic
def open_line(*, line: Line, at: datetime, user: User) -> Opened:
    """Open what is held of a line; the journal keeps who looked at which line. Raises Erased, Left."""
    row = line.signature
    if not row.sealed:
        raise Erased
    if row.state != Signed.CONFIRMED:
        raise Left
    reason = f"line {line.number} of check {line.of_id}"
    cure = Cure.objects.filter(line=line).exclude(sealed=b"").first()
    by = f"user:{user.pk}"
    note_opening(2 if cure else 1, of="signatures", reason=reason, at=at, by=by)
    candidates = candidates_of(line)
    if candidates:
        note_opening(len(candidates), of="rolls", reason=reason, at=at, by=by)
    facts = unseal(row.sealed, of="signatures", ref=bytes(row.ref))
    signed_on = timezone.localdate(cast("datetime", row.confirmed_at))
    return Opened(
        signed=Said(facts["name"], facts["address"], signed_on),
        cured=_cured(cure) if cure else None,
        ward=facts["ward"],
        basis=facts["basis"],
        sheet=SheetLine.objects.select_related("sheet").filter(signature=row).first(),
        candidates=candidates,
    )


def _cured(cure: Cure) -> Said:
    facts = unseal(cure.sealed, of="signatures", ref=bytes(cure.ref))
    answered_at = cast("datetime", cure.answered_at)
    return Said(facts["name"], facts["address"], timezone.localdate(answered_at))
