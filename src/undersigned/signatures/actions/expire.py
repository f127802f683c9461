from contextlib import suppress
from datetime import datetime

from django.db import transaction

from undersigned.journal.announce import announce
from undersigned.petitions.actions.opening import end
from undersigned.petitions.models import Petition
from undersigned.petitions.rules import Refused
from undersigned.petitions.states import State as Petitions
from undersigned.signatures.actions.erase import erase
from undersigned.signatures.events import OpeningsPurged
from undersigned.signatures.models import PetitionCount, Signature, Silence
from undersigned.signatures.sheets.events import SheetEmptied
from undersigned.signatures.sheets.models import Sheet
from undersigned.signatures.states import RETENTION

BATCH = 200


def expire(*, at: datetime) -> int:
    """Erase what signatures hold of people, twelve months after their petition closed; how many rows.

    The proven count stays: states, times and commitments remain. Called again and again it goes on where it
    stopped; a petition with nothing left is announced as purged once, and not looked through again. A petition
    without a last day counts as closed since it was taken down.
    """
    _end_those_taken_down(at=at)
    closed = PetitionCount.objects.filter(petition__closed_at__lt=at - RETENTION)
    erased = 0
    for petition_id in closed.filter(erased_at__isnull=True).values_list("pk", flat=True):
        while refs := _refs(petition_id):
            erased += erase(refs, at=at, by="worker")
        _purged(petition_id, at=at)
    return erased


def _end_those_taken_down(*, at: datetime) -> None:
    down = Petition.objects.filter(state=Petitions.TAKEN_DOWN, closed_at=None, closes_on=None)
    for petition in down.filter(takedown_at__lt=at - RETENTION).order_by("id"):
        with suppress(Refused):  # somebody just put it back
            end(petition=petition, since=petition.takedown_at or at, at=at, by="worker")


@transaction.atomic
def _purged(petition_id: int, *, at: datetime) -> None:
    Silence.objects.filter(petition_id=petition_id).delete()
    still = PetitionCount.objects.filter(pk=petition_id, erased_at__isnull=True)
    if still.update(erased_at=at):
        _empty_sheets(petition_id, at=at)
        announce(OpeningsPurged(petition_id=petition_id), at=at, by="worker")


def _empty_sheets(petition_id: int, *, at: datetime) -> None:
    """Who circulated the sheets is forgotten, too."""
    sheets = Sheet.objects.filter(petition_id=petition_id).exclude(sealed=b"")
    keys = list(sheets.values_list("pk", flat=True))
    sheets.update(sealed=b"")
    emptied = [SheetEmptied(petition_id=petition_id, sheet_id=key) for key in keys]
    announce(*emptied, at=at, by="worker")


def _refs(petition_id: int) -> list[bytes]:
    rows = Signature.objects.filter(petition_id=petition_id).exclude(sealed=b"")
    return [bytes(ref) for ref in rows.values_list("ref", flat=True)[:BATCH]]
