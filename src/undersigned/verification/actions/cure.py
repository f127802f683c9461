"""Cure: a signer whose line does not count is written to, and says more; then reviewers decide anew."""

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import cast

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

import undersigned.mail.actions as mail
from undersigned.accounts.models import User
from undersigned.journal.announce import announce
from undersigned.journal.sealed import open_sealed, seal
from undersigned.petitions.rules import Refused
from undersigned.pure.addresses import canonical_address
from undersigned.signatures.allowances import Limit, letter_limits, use
from undersigned.signatures.blind import allowance_key, email_index, token_hash
from undersigned.signatures.queries import silenced
from undersigned.signatures.states import State as Signed
from undersigned.signatures.states import Via
from undersigned.verification.events.checks import CureOffered
from undersigned.verification.events.lines import CureAsked, LineCured
from undersigned.verification.models import Check, Cure, Line
from undersigned.verification.moves import WrongState, locked
from undersigned.verification.queries.cures import to_be_asked
from undersigned.verification.states.checks import CURABLE, CheckState, LineState

BATCH = 100
REF_LENGTH = 16
TOKEN_LENGTH = 16
LONGEST = timedelta(days=60)  # a check cannot be finished while signers can answer


class InThePast(Refused):
    """Signers need some time to answer."""

    def __init__(self) -> None:
        super().__init__(_("Please give a day in the future, so that signers can answer."))


class TooFar(Refused):
    """The check would wait too long."""

    def __init__(self) -> None:
        super().__init__(
            _("Please give a day within %(days)d days: the check cannot be finished before it.")
            % {"days": LONGEST.days}
        )


class TooLate(Exception):
    """The day is over, the check is finished, the signature counts no more, or the signer has answered already."""


class NotAsked(LookupError):
    """There is no such letter, or the link is not its own."""


@transaction.atomic
def offer_cure(*, check: Check, until: date, at: datetime, user: User) -> None:
    """Have the signers written to whose lines do not count and who may put it right, until a day, that day included.

    Lines that are rejected later, while the day is not over, are asked about too.
    Raises InThePast, TooFar, WrongState.
    """
    if until <= (today := timezone.localdate(at)):
        raise InThePast
    if until > today + LONGEST:
        raise TooFar
    if locked(check.pk).state != CheckState.REVIEWING:
        raise WrongState(check.state)
    Check.objects.filter(pk=check.pk).update(cure_until=until)
    announce(CureOffered(**check.ids, until=until.isoformat()), at=at, by=f"user:{user.pk}")


@transaction.atomic
def ask_to_cure(*, at: datetime) -> int:
    """Write to some of those who are to be asked; how many. By the worker; nobody is written to twice about a check.

    Letters to addresses that want none, or have had one about this check, are held for good.
    """
    lines = list(to_be_asked(at=at)[:BATCH])
    sealed = {bytes(line.signature.ref): line.signature.sealed for line in lines}
    if not lines:
        return 0
    reason = "to ask signers to cure"
    opened = open_sealed(sealed, of="signatures", reason=reason, at=at, by="worker")
    addresses = [opened[bytes(line.signature.ref)]["email"] for line in lines]
    _ask(list(zip(lines, addresses, strict=True)), at=at)
    return len(lines)


def _ask(asked: Sequence[tuple[Line, str]], *, at: datetime) -> None:
    cures, drafts = [], []
    for line, address in asked:
        token = secrets.token_bytes(TOKEN_LENGTH)
        cure = Cure(
            line=line,
            ref=secrets.token_bytes(REF_LENGTH),
            token_hash=token_hash(token),
            outcome=line.outcome,
            until=cast("date", line.of.cure_until),  # without one it would not be asked
            asked_at=at,
        )
        cures.append(cure)
        draft = _letter(cure, address, token)
        drafts.append(replace(draft, held=not _may_write(line, address, at=at)))
    Cure.objects.bulk_create(cures)
    mail.post(drafts, at=at)
    for cure in cures:
        announce(CureAsked(**cure.line.ids, outcome=cure.outcome), at=at, by="worker")


def _may_write(line: Line, address: str, *, at: datetime) -> bool:
    """Once to an address about a check; never to one that wants no letters about the petition.

    An address that was typed in from paper, and never confirmed, gets it within the daily limits alone. Who confirmed
    gets it whatever else came that day: a letter that is held is never sent, and this one decides whether they count.
    """
    row = line.signature
    # Of one on paper also what was said about the same address here.
    indices = {row.address_index, email_index(row.petition_id, address)}
    if silenced({(row.petition_id, index) for index in indices}):
        return False
    mailbox = canonical_address(address)
    key = allowance_key("cure", line.of.began_at, line.of_id, mailbox)
    unconfirmed = row.via == Via.PAPER
    limits = letter_limits(mailbox, bytes(row.name_index), at=at) if unconfirmed else ()
    (allowed,) = use([(Limit(key, 1, at + LONGEST), *limits)])
    return all(allowed)


def _letter(cure: Cure, address: str, token: bytes) -> mail.Draft:
    petition = cure.line.of.petition
    facts = {
        "to": address,
        "petition": petition.title,
        "slug": petition.slug,
        "council": petition.council.name,
        "outcome": cure.outcome,
        "until": cure.until.isoformat(),
        "ref": bytes(cure.ref).hex(),
        "token": token.hex(),
    }
    return mail.write("verification.cure", cure.line.signature.language, facts)


@transaction.atomic
def answer(*, ref: bytes, token: bytes, name: str, address: str, at: datetime) -> None:
    """Take what a signer says, sealed, and send the line to reviewers again: only new decisions stand.

    The actor is the signer. Raises NotAsked, TooLate.
    """
    cure = Cure.objects.select_related("line__of").filter(ref=ref).first()
    if cure is None or not hmac.compare_digest(token_hash(token), bytes(cure.token_hash)):
        raise NotAsked
    said = seal({"name": name, "address": address}, to="signatures", ref=ref)
    open_until = Q(until__gte=timezone.localdate(at), answered_at__isnull=True)
    taken = Cure.objects.filter(open_until, pk=cure.pk).update(sealed=said, answered_at=at)
    line = Line.objects.filter(
        pk=cure.line_id,
        of__in=Check.objects.filter(state=CheckState.REVIEWING),
        state=LineState.SETTLED,
        outcome__in=CURABLE,
        signature__state=Signed.CONFIRMED,
    ).exclude(signature__sealed=b"")
    begun_anew = {"state": LineState.WAITING, "outcome": "", "settled_at": None, "wanted": True}
    if taken != 1 or line.update(round=F("round") + 1, **begun_anew) != 1:
        transaction.set_rollback(True)
        raise TooLate
    announce(LineCured(**cure.line.ids), at=at, by="signer")
