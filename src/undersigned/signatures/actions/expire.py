from datetime import datetime, timedelta

from undersigned.signatures.actions.erase import erase
from undersigned.signatures.models import PetitionCount, Signature

AFTER = timedelta(days=365)  # what the default notice promises
BATCH = 200


def expire(*, at: datetime) -> int:
    """Erase what signatures hold of people, twelve months after their petition closed; how many rows.

    The proven count stays: states, times and commitments remain. Called again and again it goes on where it
    stopped; a petition with nothing left is not looked through again.
    """
    due = PetitionCount.objects.filter(petition__closed_at__lt=at - AFTER, erased_at__isnull=True)
    erased = 0
    for petition_id in due.values_list("pk", flat=True):
        while refs := _refs(petition_id):
            erased += erase(refs, at=at, by="worker")
        PetitionCount.objects.filter(pk=petition_id, erased_at__isnull=True).update(erased_at=at)
    return erased


def _refs(petition_id: int) -> list[bytes]:
    rows = Signature.objects.filter(petition_id=petition_id).exclude(sealed=b"")
    return [bytes(ref) for ref in rows.values_list("ref", flat=True)[:BATCH]]
