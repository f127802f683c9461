"""Write a letter, sealed; post it in the transaction of what caused it."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from undersigned.journal.rows import insert
from undersigned.journal.sealed import seal
from undersigned.mail.models import Letter
from undersigned.mail.states import State

REF_LENGTH = 16


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A letter that is written and sealed, and not yet posted.

    `held` posts a row that is never sent, for a letter over its limit: the same writes, so that
    time and size tell nothing. `due_at` posts it for later; without it, at once.
    """

    ref: bytes
    kind: str
    language: str
    sealed: bytes
    held: bool = False
    due_at: datetime | None = None


def write(kind: str, language: str, facts: Mapping[str, str]) -> Draft:
    """Seal a letter's facts to the worker's key; no database, one seal (about 0.2 ms).

    `kind` is a name in the wiring's LETTERS, `facts` what its function needs, and ``facts["to"]``
    the address. Only who holds letters.key can read them again.
    """
    ref = secrets.token_bytes(REF_LENGTH)
    sealed = seal(facts, to="letters", ref=ref)
    return Draft(ref=ref, kind=kind, language=language, sealed=sealed)


def post(drafts: Iterable[Draft], *, at: datetime) -> None:
    """Queue letters for the worker, in the transaction of what caused them; one INSERT a batch.

    Raises RuntimeError outside a transaction: a letter about something that was rolled back must
    not leave.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("post() belongs inside the transaction of what the letters tell.")
    insert([_row(draft, at=at) for draft in drafts])


def _row(draft: Draft, *, at: datetime) -> Letter:
    return Letter(
        ref=draft.ref,
        kind=draft.kind,
        language=draft.language,
        sealed=draft.sealed,
        state=State.WITHHELD if draft.held else State.QUEUED,
        created_at=at,
        due_at=draft.due_at or at,
    )
