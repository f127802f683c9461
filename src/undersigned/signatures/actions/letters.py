"""Letters after the first: asked for again, to a corrected address, reminders, receipts. The worker writes them."""

import base64
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import F, Q, QuerySet

from undersigned.journal.keys import KeyMissing, private_key, public_key
from undersigned.journal.sealed import NotOpened, note_opening, seal, unseal
from undersigned.mail import actions as mail
from undersigned.pure.addresses import canonical_address
from undersigned.signatures import blind
from undersigned.signatures.allowances import letter_limits, use
from undersigned.signatures.facts import TOKEN_LENGTH, commitment, draw_code, letter, secrets_of
from undersigned.signatures.models import Signature
from undersigned.signatures.queries import silenced
from undersigned.signatures.rowcheck import check_sum
from undersigned.signatures.states import REMINDERS, State

log = structlog.get_logger()

ASKS = 5  # how often a waiting page takes a wish for another letter
BATCH = 200
KINDS = {
    "again": "signatures.again",
    "moved": "signatures.again",
    "receipt": "signatures.receipt",
    "paper": "signatures.on_paper",
}
REMIND_AFTER = (timedelta(days=1), timedelta(days=3))


class TooManyAsks(Exception):
    """The letter has been asked for, or its address corrected, five times."""


class NotPending(Exception):
    """There is no such signature, or it is no longer waiting for confirmation, or it was erased."""


@transaction.atomic
def ask_again(*, ref: bytes, at: datetime) -> None:
    """Note that the signer asks for the letter again; the worker sends it within the limits. By the signer.

    Raises NotPending, TooManyAsks. An address that was corrected a moment ago keeps its wish.
    """
    del at
    _ask(ref, asked="again", unless=Q(asked="moved"))


@transaction.atomic
def move_address(*, ref: bytes, address: str, at: datetime) -> None:
    """Note a corrected address, sealed; the worker puts it in and writes there. By the signer.

    The old letter's link and code stop working then: a stranger may have got them. Raises NotPending, TooManyAsks.
    """
    del at
    _ask(ref, asked="moved", sealed_address=seal({"email": address}, to="signatures", ref=ref))


def _ask(ref: bytes, *, unless: Q | None = None, **changes: object) -> None:
    row = Signature.objects.filter(ref=ref, state=State.PENDING).exclude(sealed=b"")
    wanted = row.filter(asks__lt=ASKS)
    changed = (wanted.exclude(unless) if unless else wanted).update(asks=F("asks") + 1, **changes)
    if not changed and not (unless and row.filter(unless).exists()):
        raise TooManyAsks if row.exists() else NotPending


def answer_asks(*, at: datetime) -> int:
    """Write the letters that waiting pages asked for, to corrected addresses first moving them in; how many rows.

    Also the receipts of those who confirmed by code, and the letters to those whose line on paper has an address.
    """
    asked = Signature.objects.exclude(asked="").exclude(sealed=b"").order_by("id")
    rows = list(asked.select_related("petition__council")[:BATCH])
    _write(rows, reason="the signer asked for the letter", at=at)
    return len(rows)


def remind(*, at: datetime) -> int:
    """Write the reminders that are due, one and three days after signing; how many rows."""
    due = [Q(reminders=number, made_at__lt=at - after) for number, after in enumerate(REMIND_AFTER)]
    rows = list(
        Signature.objects.filter(due[0] | due[1], state=State.PENDING, petition__state="open")
        .order_by("id")
        .select_related("petition__council")[:BATCH]
    )
    _write(rows, reason="a reminder to confirm", reminder=True, at=at)
    return len(rows)


def _write(rows: Sequence[Signature], *, reason: str, at: datetime, reminder: bool = False) -> None:
    if not rows:
        return
    private_key("signatures", public_key("signatures")[0])  # without it, all wait for it
    note_opening(len(rows), of="signatures", reason=reason, at=at, by="worker")
    for row in rows:
        try:
            _write_one(row, at=at, reminder=reminder)
        except (NotOpened, KeyMissing):
            log.error("letter.not_written", signature=row.pk)
            _as_read(row).update(asked="", sealed_address=None, reminders=REMINDERS)


def _as_read(row: Signature) -> QuerySet[Signature]:
    return Signature.objects.filter(
        pk=row.pk, state=row.state, asked=row.asked, reminders=row.reminders
    )


@transaction.atomic
def _write_one(row: Signature, *, at: datetime, reminder: bool) -> None:
    """One row's letter: compare-and-set on what was read, so that a repeat after a crash writes nothing twice.

    Raises NotOpened, KeyMissing for a row that was changed behind the site's back: it waits for no letter any more.
    """
    facts = unseal(row.sealed, of="signatures", ref=bytes(row.ref))
    changes: dict[str, object] = {"asked": "", "sealed_address": None}
    if row.asked == "moved" and row.sealed_address:
        changes |= _moved(row, facts)
    if reminder:
        changes["reminders"] = row.reminders + 1
    if not _as_read(row).update(**changes):
        return
    drawn = secrets_of(bytes(row.ref), facts)
    kind = "signatures.remind" if reminder else KINDS[row.asked]
    draft = letter(facts["email"], drawn, petition=row.petition, language=row.language, kind=kind)
    mail.post([replace(draft, held=not _may_write(row, facts["email"], at=at))], at=at)


def _may_write(row: Signature, email: str, *, at: datetime) -> bool:
    """The one receipt always; others within the limits, and never to an address that wants no letters."""
    if row.state == State.CONFIRMED and row.asked != "paper":
        return True
    # Of one on paper also what was said about the same address here.
    indices = {row.address_index, blind.email_index(row.petition_id, email)}
    if silenced({(row.petition_id, index) for index in indices}):
        return False
    (allowed,) = use([letter_limits(canonical_address(email), bytes(row.name_index), at=at)])
    return all(allowed)


def _moved(row: Signature, facts: dict[str, str]) -> dict[str, object]:
    """The columns of a row whose address was corrected: new index, commitment, seal, token and code."""
    corrected = row.sealed_address or b""
    facts["email"] = unseal(corrected, of="signatures", ref=bytes(row.ref))["email"]
    facts["token"] = secrets.token_bytes(TOKEN_LENGTH).hex()
    facts["code"] = draw_code()
    opening = base64.b64decode(facts["opening"])
    row.email_index = blind.email_index(row.petition_id, facts["email"])
    row.name_index = blind.name_index(row.petition_id, facts["email"], facts["name"])
    row.commit_c = commitment(facts, opening=opening, petition=row.petition)
    row.sealed = seal(facts, to="signatures", ref=bytes(row.ref))
    row.token_hash = blind.token_hash(bytes.fromhex(facts["token"]))
    row.code_hash = blind.code_hash(row.petition_id, row.email_index, facts["code"])
    row.check_sum = check_sum(row)
    changed = (
        "email_index",
        "name_index",
        "commit_c",
        "sealed",
        "token_hash",
        "code_hash",
        "check_sum",
    )
    return {name: getattr(row, name) for name in changed} | {"code_tries": 0}
