"""What adopted entries make of signatures: once all are read, each gets the state that the last entry about it says.

Those who left go first, so that their places at their addresses are free for those who came.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice

from undersigned.pure.tlog.leaves import Leaf, Restore, Sign, Void, Withdraw
from undersigned.signatures.actions.change import change, locked
from undersigned.signatures.actions.withdraw import take_back
from undersigned.signatures.models import PublicName, Signature
from undersigned.signatures.queries import slots_taken
from undersigned.signatures.states import COUNTED, SLOTS, State

BATCH = 500

Move = Sign | Withdraw | Void | Restore


def settle(last: Mapping[bytes, Move], *, at: datetime, by: str) -> int:
    """Give each signature (by its ref) what the last entry about it says; how many of those that stay had to leave.

    Who withdrew here meanwhile stays withdrawn: the entry waits. A confirmation that was lost and cannot be brought
    back, because the signer was erased since, or signed again, or two others hold the places at the address, is
    followed by a withdrawal, so that nobody counts twice or without a row.
    """
    left = {ref: leaf for ref, leaf in last.items() if isinstance(leaf, Withdraw)}
    for rows in _batches(left):
        _withdraw([row for row in rows if row.state != State.WITHDRAWN], at=at, by=by)
    number = 0
    for rows in _batches({ref: leaf for ref, leaf in last.items() if ref not in left}):
        gone = [row for row in rows if not _stay(row, last[bytes(row.ref)], at=at)]
        _withdraw(gone, at=at, by=by)
        number += len(gone)
    return number


def _batches(refs: Mapping[bytes, Leaf]) -> Iterator[list[Signature]]:
    rest = iter(refs)
    while some := list(islice(rest, BATCH)):
        yield list(locked(some))


def _withdraw(rows: Sequence[Signature], *, at: datetime, by: str) -> None:
    for row in rows:
        if row.state not in COUNTED:
            facts = {"confirmed_at": row.made_at, "left_at": at}
            change(row, state=State.WITHDRAWN, **facts)
    take_back(rows=rows, since=at, at=at, by=by)


def _stay(row: Signature, leaf: Move, *, at: datetime) -> bool:
    """Let a signature follow an entry that leaves it a place at its address; whether there is one."""
    if row.state == State.WITHDRAWN or (isinstance(leaf, Sign) and row.state in COUNTED):
        return True
    if row.state not in COUNTED and not _confirm(row):
        return False
    if isinstance(leaf, Void):
        PublicName.objects.filter(signature=row).delete()
        facts = {"void_reason": leaf.reason, "held": False, "name_shown": False}
        change(row, state=State.VOID, left_at=row.left_at or at, **facts)
    else:
        change(row, state=State.CONFIRMED, left_at=None, void_reason="")
    return True


def _confirm(row: Signature) -> bool:
    """Its signer confirmed it after the backup; the moment is lost. Whether that can be brought back."""
    address = row.petition_id, bytes(row.email_index)
    taken = slots_taken({address}).get(address, {})
    free = [slot for slot in SLOTS if slot not in taken]
    if not row.sealed or not free or bytes(row.name_index) in taken.values():
        return False
    facts = {"confirmed_at": row.made_at, "asked": "", "sealed_address": None}
    change(row, state=State.CONFIRMED, slot=free[0], **facts)
    return True
