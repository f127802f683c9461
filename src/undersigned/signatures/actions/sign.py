"""Sign: store what the form post made, with its letter and its limits, in one transaction for a whole batch."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

import undersigned.mail.actions as mail
from undersigned.journal.rows import insert
from undersigned.petitions.queries import open_ids
from undersigned.signatures.allowances import Limit, use
from undersigned.signatures.models import Signature
from undersigned.signatures.queries import Slots, silenced, slots_taken
from undersigned.signatures.rowcheck import check_sum
from undersigned.signatures.states import SLOTS


@dataclass(frozen=True)
class Signing:
    """A signature as the form post made it: sealed, hashed, with its letter; nothing of it is in clear."""

    ref: bytes
    petition_id: int
    email_index: bytes
    name_index: bytes
    commit_c: bytes
    commit_w: bytes
    sealed: bytes
    language: str
    show_name: bool
    for_groups: bool
    token_hash: bytes
    code_hash: bytes
    letter: mail.Draft
    limits: tuple[Limit, ...]  # the network's, the address's, the person's
    replaces: int | None = None  # the signature that this one corrects, once it is confirmed


@dataclass(frozen=True)
class Refused:
    """Why a signing was not stored: ``closed`` (the petition takes none now) or ``network`` (too many at once)."""

    reason: str


@transaction.atomic(savepoint=False)  # the writer has begun one
def sign(items: Sequence[Signing], *, at: datetime) -> list[Refused | None]:
    """Store a batch of signatures as pending and queue one letter each; None for each that was stored.

    The rows written are the same whether or not an address has signed before: the letter alone tells its owner
    (`signatures.confirm`, `signatures.signed_before`, `signatures.address_used`). A letter over its limit is stored
    and never sent; a person's code of a day is one for all their rows, so the letter sent before serves the new one.
    So is a letter to an address that wants none about this petition. The actor is the signer.
    """
    open_now = open_ids({item.petition_id for item in items}, at=at)
    allowed = use([item.limits for item in items])
    outcomes: list[Refused | None] = []
    stored: list[tuple[Signing, bool]] = []
    for item, (network, *letters) in zip(items, allowed, strict=True):
        if item.petition_id not in open_now:
            outcomes.append(Refused("closed"))
        elif not network:
            outcomes.append(Refused("network"))
        else:
            outcomes.append(None)
            stored.append((item, all(letters)))
    _store(stored, at=at)
    return outcomes


def _store(items: Sequence[tuple[Signing, bool]], *, at: datetime) -> None:
    addresses = {(item.petition_id, item.email_index) for item, _ in items}
    taken, silent = slots_taken(addresses), silenced(addresses)
    rows, drafts = [], []
    for item, may_write in items:
        address = item.petition_id, item.email_index
        kind = _kind_of_letter(item, taken.get(address, {}))
        drafts.append(replace(item.letter, kind=kind, held=not may_write or address in silent))
        rows.append(row_of(item, at=at))
    insert(rows)
    mail.post(drafts, at=at)


def row_of(item: Signing, *, at: datetime) -> Signature:
    """The row of a signature that waits for its confirmation, not stored yet."""
    row = Signature(
        ref=item.ref,
        petition_id=item.petition_id,
        email_index=item.email_index,
        name_index=item.name_index,
        commit_c=item.commit_c,
        commit_w=item.commit_w,
        sealed=item.sealed,
        language=item.language,
        show_name=item.show_name,
        for_groups=item.for_groups,
        token_hash=item.token_hash,
        code_hash=item.code_hash,
        replaces_id=item.replaces,
        made_at=at,
    )
    row.check_sum = check_sum(row)
    return row


def _kind_of_letter(item: Signing, taken: Slots) -> str:
    if item.name_index in taken.values():
        return "signatures.signed_before"
    if len(taken) == len(SLOTS):
        return "signatures.address_used"
    return "signatures.confirm"
