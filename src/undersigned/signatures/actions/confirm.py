"""Confirm: a letter's link pressed or its code typed; compare-and-set, any device, any number of times."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F

from undersigned.journal.announce import announce
from undersigned.petitions.queries import open_ids
from undersigned.signatures.actions.change import locked
from undersigned.signatures.actions.withdraw import LEAVES, take_back
from undersigned.signatures.blind import token_hash
from undersigned.signatures.events import SignatureConfirmed
from undersigned.signatures.models import Signature
from undersigned.signatures.queries import Address, Slots, slots_taken
from undersigned.signatures.rowcheck import check_sum
from undersigned.signatures.rules import is_code_of
from undersigned.signatures.states import SLOTS, State

CODE_TRIES = 5


@dataclass(frozen=True)
class Press:
    """What the signer brings: the row's ref, and the letter's token or its code."""

    ref: bytes
    token: bytes = b""
    code: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of a press: the state the signature has now, or why it stayed as it was.

    `refused` is ``""``, ``unknown`` (no such signature, or dropped), ``token``, ``code``, ``tries`` (the code has
    been tried five times) or ``closed``; `tries_left` counts for ``code``.
    """

    state: str = ""
    refused: str = ""
    tries_left: int = 0


@transaction.atomic(savepoint=False)  # the writer has begun one
def confirm(items: Sequence[Press], *, at: datetime) -> list[Outcome]:
    """Confirm each signature whose token or code is right and that is still pending; the actor is the signer.

    A signature that is confirmed already stays so and says so (idempotent). The first and the second person at
    an address take its slots; the same person again becomes ``duplicate``, a third ``surplus``: the database's
    unique constraint decides between two at once. One that corrects an earlier signature takes that one back in the
    same moment. One confirmed by code gets its receipt by a second letter. Raises IntegrityError when another
    process won such a race; the caller repeats the press.
    """
    refs = {item.ref for item in items}
    rows = {bytes(row.ref): row for row in _locked(refs)}
    open_now = open_ids({row.petition_id for row in rows.values()}, at=at)
    slots = slots_taken({_address(row) for row in rows.values()})
    changed: dict[int, Signature] = {}
    outcomes = []
    for item in items:
        row = rows.get(item.ref)
        refused = _refuse(item, row, open_now)
        if row is None or refused.refused:
            outcomes.append(refused)
            continue
        if row.state == State.PENDING:
            row.asked = (
                "" if item.token else "receipt"
            )  # by code: the letter at hand may be another row's
            _decide(row, slots.setdefault(_address(row), {}), at=at)
            changed[row.pk] = row
        outcomes.append(Outcome(state=row.state))
    confirmed = [row for row in changed.values() if row.state == State.CONFIRMED]
    _replace(confirmed, at=at)
    _save(list(changed.values()), at=at)
    return outcomes


def _locked(refs: set[bytes]) -> Sequence[Signature]:
    return list(Signature.objects.filter(ref__in=refs).order_by("id").select_for_update())


def _address(row: Signature) -> Address:
    return row.petition_id, bytes(row.email_index)


def _refuse(item: Press, row: Signature | None, open_now: set[int]) -> Outcome:
    if row is None:
        return Outcome(refused="unknown")
    if item.token:
        if not hmac.compare_digest(token_hash(item.token), bytes(row.token_hash)):
            return Outcome(refused="token")
    elif row.code_tries >= CODE_TRIES:
        return Outcome(refused="tries")
    elif not is_code_of(row, item.code):
        row.code_tries += 1
        Signature.objects.filter(pk=row.pk).update(code_tries=F("code_tries") + 1)
        left = CODE_TRIES - row.code_tries
        return Outcome(refused="code" if left else "tries", tries_left=left)
    if row.state == State.PENDING and row.petition_id not in open_now:
        return Outcome(refused="closed")
    return Outcome()


def _decide(row: Signature, taken: Slots, *, at: datetime) -> None:
    if bytes(row.name_index) in taken.values():
        row.state = State.DUPLICATE
    elif len(taken) == len(SLOTS):
        row.state = State.SURPLUS
    else:
        row.state = State.CONFIRMED
        row.confirmed_at = at
        row.slot = slot = next(slot for slot in SLOTS if slot not in taken)
        taken[slot] = bytes(row.name_index)
    if row.state != State.CONFIRMED:
        row.asked = ""
    row.check_sum = check_sum(row)


def _replace(rows: Sequence[Signature], *, at: datetime) -> None:
    """Withdraw what these correct, if it counts or may count again. A hold goes over to what replaces it."""
    replacing = {row.replaces_id: row for row in rows if row.replaces_id}
    if not replacing:
        return
    refs = Signature.objects.filter(pk__in=replacing, state__in=LEAVES).values_list(
        "ref", flat=True
    )
    old = list(locked([bytes(ref) for ref in refs]).filter(state__in=LEAVES))
    for row in old:
        replacing[row.pk].held |= row.held
        replacing[row.pk].check_sum = check_sum(replacing[row.pk])
    take_back(rows=old, since=at, at=at, by="signer")


def _save(rows: Sequence[Signature], *, at: datetime) -> None:
    """Write the decided states; every row must still be pending, or the whole batch is taken back."""
    if not rows:
        return
    sql = (
        "UPDATE signatures_signature SET state=%s, slot=%s, confirmed_at=%s, held=%s, asked=%s,"
        " sealed_address=NULL, check_sum=%s WHERE id=%s AND state='pending'"
    )
    stamp = connection.ops.adapt_datetimefield_value(at)
    values = [
        (
            str(row.state),
            row.slot,
            stamp if row.confirmed_at else None,
            row.held,
            row.asked,
            bytes(row.check_sum),
            row.pk,
        )
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(sql, values)
        if cursor.rowcount != len(rows):
            raise RuntimeError("A pending signature changed under its lock.")
    confirmed = [row for row in rows if row.state == State.CONFIRMED]
    announce(
        *(
            SignatureConfirmed(
                signature_id=row.pk,
                petition_id=row.petition_id,
                commit_c=bytes(row.commit_c),
                commit_w=bytes(row.commit_w),
            )
            for row in confirmed
        ),
        at=at,
        by="signer",
    )
