"""Erase: what a signature holds of a person is destroyed; that somebody signed stays counted."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from undersigned.journal.announce import announce
from undersigned.signatures.events import SignaturesErased
from undersigned.signatures.models import PublicName, Signature
from undersigned.signatures.moderation.models import Finding
from undersigned.signatures.rowcheck import check_sum

HASHES = {"email_index": 16, "name_index": 16, "token_hash": 32, "code_hash": 32}  # bytes
BLANKED = [
    "sealed",
    "sealed_address",
    "asked",
    "reminders",
    "show_name",
    "name_shown",
    "for_groups",
    *HASHES,
    "check_sum",
]


@transaction.atomic
def erase(refs: Sequence[bytes], *, at: datetime, by: str = "operator") -> int:
    """Blank the signatures with these refs; how many were not blank before. Idempotent.

    What goes: the sealed data with the opening of the commitments, the corrected address, the shown
    name, the hashes of address, name, token and code (random bytes take their place, so that nobody
    can test a guess). What stays: the state, the times and the commitments, which tell nothing
    without their opening. A signature that nobody confirmed can no longer be confirmed and is
    dropped with the others of its age.
    """
    rows = list(Signature.objects.select_for_update().filter(ref__in=refs).exclude(sealed=b""))
    for row in rows:
        _blank(row)
    PublicName.objects.filter(signature__in=rows).delete()
    Finding.objects.filter(signature__in=rows).update(
        domain=b"", address=b"", name=b"", digits=False
    )
    Signature.objects.bulk_update(rows, BLANKED, batch_size=50)
    if rows:
        erased = [bytes(row.ref).hex() for row in rows]
        petitions = sorted({row.petition_id for row in rows})
        announce(SignaturesErased(refs=erased, petitions=petitions), at=at, by=by)
    return len(rows)


def _blank(row: Signature) -> None:
    row.sealed, row.sealed_address = b"", None
    row.asked, row.reminders = "", 2  # no letter follows
    row.show_name = row.name_shown = row.for_groups = False
    for name, length in HASHES.items():
        setattr(row, name, secrets.token_bytes(length))
    row.check_sum = check_sum(row)
