from collections import defaultdict
from datetime import datetime

from django.db import transaction

from undersigned.journal.announce import announce
from undersigned.journal.sealed import open_sealed
from undersigned.signatures.events import NamesPublished
from undersigned.signatures.models import PublicName, Signature
from undersigned.signatures.rowcheck import name_check_sum
from undersigned.signatures.states import State

BATCH = 200


def publish_names(*, at: datetime) -> int:
    """Put the names of confirmed signers who asked for it where the petition page can read them; how many.

    Only the worker can: it opens the sealed rows of those who asked, and of nobody else.
    """
    rows = list(
        Signature.objects.filter(state=State.CONFIRMED, show_name=True, name_shown=False)
        .order_by("id")[:BATCH]
        .only("id", "ref", "petition_id", "sealed")
    )
    if not rows:
        return 0
    opened = open_sealed(
        {bytes(row.ref): row.sealed for row in rows},
        of="signatures",
        reason="the signer asked for the name to be shown",
        at=at,
        by="worker",
    )
    by_petition: dict[int, int] = defaultdict(int)
    for row in rows:
        by_petition[row.petition_id] += 1
    with transaction.atomic():
        PublicName.objects.bulk_create(
            [_public_name(row, opened[bytes(row.ref)]["name"]) for row in rows],
            ignore_conflicts=True,
        )
        Signature.objects.filter(id__in=[row.id for row in rows]).update(name_shown=True)
        announce(
            *(NamesPublished(petition_id=key, rows=number) for key, number in by_petition.items()),
            at=at,
            by="worker",
        )
    return len(rows)


def _public_name(signature: Signature, name: str) -> PublicName:
    row = PublicName(signature=signature, name=name)
    row.check_sum = name_check_sum(row)
    return row
