"""Erase: what a signature holds of a person is destroyed, and one that counts is withdrawn with it.

Only after the promised time (states.RETENTION after closing) does the count of a petition stand although nothing is
held of its signers any more: what was proven until then stays proven.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from undersigned.journal.announce import announce
from undersigned.signatures.actions.change import change, locked, own
from undersigned.signatures.actions.withdraw import LEAVES, take_back
from undersigned.signatures.events import SignaturesErased
from undersigned.signatures.models import PublicName, Signature
from undersigned.signatures.moderation.models import Finding
from undersigned.signatures.states import REMINDERS, RETENTION

HASHES = {"email_index": 16, "name_index": 16, "token_hash": 32, "code_hash": 32}  # bytes
NO_MARKS = {"domain": b"", "address": b"", "name": b"", "digits": False}


@transaction.atomic
def erase(
    refs: Sequence[bytes], *, at: datetime, by: str = "operator", since: datetime | None = None
) -> int:
    """Blank the signatures with these refs; how many were not blank before. Idempotent.

    What goes: the sealed data with the opening of the commitments, the corrected address, the shown name, the hashes
    of address, name, token and code (random bytes take their place, so that nobody can test a guess, and the
    letter's link leads nowhere). What stays: the state, the times and the commitments, which tell nothing without
    their opening. One that was confirmed is withdrawn, unless what is held of its petition's signers was due to go
    anyway. One that nobody confirmed can no longer be confirmed and is dropped with the others of its age.

    `since`: when they were first erased, for the ledger's replay over a database that has forgotten it.
    """
    since = since or at
    rows = list(locked(refs).exclude(sealed=b""))
    leave = [row for row in rows if row.state in LEAVES and not _is_over(row, since)]
    take_back(rows=leave, since=since, at=at, by=by)
    for row in rows:
        change(row, **_nothing())
    PublicName.objects.filter(signature__in=rows).delete()
    Finding.objects.filter(signature__in=rows).update(
        domain=b"", address=b"", name=b"", digits=False
    )
    if rows:
        erased = [bytes(row.ref).hex() for row in rows]
        petitions = sorted({row.petition_id for row in rows})
        announce(SignaturesErased(refs=erased, petitions=petitions), at=at, by=by)
    return len(rows)


@transaction.atomic
def erase_own(*, ref: bytes, token: bytes, at: datetime) -> None:
    """Withdraw and erase the signature of a letter's link; the actor is the signer. Raises NotYours.

    Done twice, the link no longer leads anywhere: the second time raises NotYours.
    """
    own(ref, token)
    erase([ref], at=at, by="signer")


def _is_over(row: Signature, at: datetime) -> bool:
    """Whether the petition closed so long ago that nothing of its signers should be held any more."""
    closed_at = row.petition.closed_at
    return closed_at is not None and closed_at + RETENTION < at


def _nothing() -> dict[str, object]:
    """The columns of a row that holds nothing of a person; no letter follows."""
    return {
        "sealed": b"",
        "sealed_address": None,
        "asked": "",
        "reminders": REMINDERS,
        "show_name": False,
        "name_shown": False,
        "for_groups": False,
        **{name: secrets.token_bytes(length) for name, length in HASHES.items()},
    }
