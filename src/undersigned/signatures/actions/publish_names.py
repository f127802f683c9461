from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from undersigned.journal.announce import announce
from undersigned.journal.sealed import open_sealed
from undersigned.signatures.events import NamesPublished
from undersigned.signatures.models import PublicName, Signature
from undersigned.signatures.rowcheck import name_check_sum
from undersigned.signatures.states import State

BATCH = 200


def publish_names(*, at: datetime) -> int:
    """Put the names of confirmed signers who asked for it where the petition page can read them; how many.

    Only the worker can: it opens the sealed rows of those who asked, and of nobody else. Who hides the name or leaves
    meanwhile is not shown; nor is a signature that a moderator holds.
    """
    rows = list(_wanted().order_by("id")[:BATCH].only("id", "ref", "petition_id", "sealed"))
    if not rows:
        return 0
    opened = open_sealed(
        {bytes(row.ref): row.sealed for row in rows},
        of="signatures",
        reason="the signer asked for the name to be shown",
        at=at,
        by="worker",
    )
    with transaction.atomic():
        return _show([row for row in rows if _still_wants(row)], opened, at=at)


def _wanted() -> QuerySet[Signature]:
    return Signature.objects.filter(
        state=State.CONFIRMED, show_name=True, name_shown=False, held=False
    )


def _still_wants(row: Signature) -> bool:
    """Compare-and-set: from here on the row is this transaction's."""
    return _wanted().filter(pk=row.pk).update(name_shown=True) == 1


def _show(rows: Sequence[Signature], opened: dict[bytes, dict[str, str]], *, at: datetime) -> int:
    PublicName.objects.bulk_create(
        _public_name(row, opened[bytes(row.ref)]["name"]) for row in rows
    )
    by_petition = Counter(row.petition_id for row in rows)
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
