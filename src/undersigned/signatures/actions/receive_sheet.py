import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from undersigned.accounts.models import User
from undersigned.journal.announce import announce
from undersigned.journal.sealed import seal
from undersigned.petitions.models import Petition
from undersigned.petitions.queries import open_ids
from undersigned.signatures.facts import REF_LENGTH
from undersigned.signatures.models import PetitionCount
from undersigned.signatures.sheets.events import SheetReceived
from undersigned.signatures.sheets.models import Sheet
from undersigned.signatures.sheets.refusals import NotOpen, SheetNumberTaken
from undersigned.signatures.sheets.states import Side


@dataclass(frozen=True)
class Returned:
    """What is known of a sheet that came back. `scan_sha256` is in hex, or empty where nobody scanned it."""

    number: int
    last_line: int
    collected_on: date
    circulator: str
    scan_sha256: str = ""


@transaction.atomic
def receive_sheet(
    *, petition: Petition, side: Side, returned: Returned, at: datetime, user: User
) -> Sheet:
    """Note that a paper sheet came back with signatures on it; its lines are typed in afterwards.

    The name of who carried it is sealed. Raises NotOpen, SheetNumberTaken.
    """
    if petition.pk not in open_ids({petition.pk}, at=at):
        raise NotOpen
    ref = secrets.token_bytes(REF_LENGTH)
    sheet, made = Sheet.objects.get_or_create(
        petition=petition,
        number=returned.number,
        defaults={
            "ref": ref,
            "side": side,
            "last_line": returned.last_line,
            "collected_on": returned.collected_on,
            "scan_sha256": returned.scan_sha256,
            "sealed": _sealed(returned, ref),
            "received_at": at,
            "received_by": user,
        },
    )
    if not made:
        raise SheetNumberTaken(returned.number)
    # Also where nothing was counted yet, so that what is held of its signers is erased in time.
    PetitionCount.objects.get_or_create(petition=petition, defaults={"as_of": at})
    received = SheetReceived(petition_id=petition.pk, sheet_id=sheet.pk)
    announce(received, at=at, by=f"user:{user.pk}")
    return sheet


def _sealed(returned: Returned, ref: bytes) -> bytes:
    return seal({"circulator": returned.circulator}, to="signatures", ref=ref)
