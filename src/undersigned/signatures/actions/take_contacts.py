from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.db import transaction
from django.db.models import QuerySet

from undersigned.journal.announce import announce
from undersigned.journal.sealed import open_sealed
from undersigned.petitions.models import Group, Petition
from undersigned.signatures.events import ContactsTaken
from undersigned.signatures.models import Signature
from undersigned.signatures.queries import for_groups

BATCH = 500


@dataclass(frozen=True)
class Contact:
    """A signer who agreed that a group writes to them."""

    name: str
    email: str
    confirmed_at: datetime


def take_contacts(*, petition: Petition, group: Group, at: datetime, by: str) -> list[Contact]:
    """The confirmed signers who ticked this group, oldest first; opened for this reason, and journaled.

    Rows of signers who ticked no group at all are not opened.
    """
    contacts = [
        Contact(facts["name"], facts["email"], confirmed_at)
        for facts, confirmed_at in _opened(for_groups(petition), at=at, by=by)
        if str(group.pk) in facts["groups"].split(",")
    ]
    with transaction.atomic():
        taken = ContactsTaken(petition_id=petition.pk, group_id=group.pk, rows=len(contacts))
        announce(taken, at=at, by=by)
    return contacts


def _opened(
    rows: QuerySet[Signature], *, at: datetime, by: str
) -> Iterator[tuple[dict[str, str], datetime]]:
    """A batch at a time, in the order of signing."""
    last = 0
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        reason = "signers agreed that a group writes to them"
        sealed = {bytes(row.ref): row.sealed for row in batch}
        opened = open_sealed(sealed, of="signatures", reason=reason, at=at, by=by)
        for row in batch:
            confirmed_at = cast("datetime", row.confirmed_at)  # the table's constraint says so
            yield opened[bytes(row.ref)], confirmed_at
        last = batch[-1].pk
