"""Find: somebody asks to be sent the link to their signature. The answer goes by letter, and to nobody else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

import undersigned.mail.actions as mail
from undersigned.journal.sealed import open_sealed
from undersigned.petitions.models import Petition
from undersigned.signatures import blind
from undersigned.signatures.allowances import Limit, use
from undersigned.signatures.facts import letter, letter_about, secrets_of
from undersigned.signatures.models import Inquiry, Signature
from undersigned.signatures.queries import silenced
from undersigned.signatures.states import SLOTS, Via

BATCH = 200
PAPER_LETTERS = 5  # letters about lines on paper, for one inquiry


@dataclass(frozen=True)
class Asking:
    """An inquiry as the form post made it: the address sealed, and the limits that it uses."""

    ref: bytes
    petition_id: int
    sealed: bytes
    language: str
    limits: tuple[Limit, ...]  # the network's, the address's, the address's about this petition


@transaction.atomic
def ask_for_link(*, asking: Asking, at: datetime) -> bool:
    """Store an inquiry for the worker; False if too many came from its network. By whoever typed an address.

    Nothing here looks up whether the address has signed: the same rows are written, and the same is answered.
    """
    ((network, *letters),) = use([asking.limits])
    if network:
        Inquiry.objects.create(
            ref=asking.ref,
            petition_id=asking.petition_id,
            sealed=asking.sealed,
            language=asking.language,
            held=not all(letters),
            made_at=at,
        )
    return network


def answer_inquiries(*, at: datetime) -> int:
    """Write to the addresses that were asked about; how many inquiries. By the worker, which alone can read them.

    Who has signed gets the link of each signature, at the address that it was signed with; who has not, gets a letter
    that says so, since silence could as well be a mistyped address. Who said "this was not me" gets the links of what
    was confirmed from there, and nothing else: a stranger may have asked.
    """
    Inquiry.objects.filter(held=True).delete()
    rows = list(Inquiry.objects.order_by("id").select_related("petition__council")[:BATCH])
    if not rows:
        return 0
    sealed = {bytes(row.ref): row.sealed for row in rows}
    opened = _opened(sealed, "somebody asks for the link to their signature", at=at)
    for row in rows:
        _answer(row, opened[bytes(row.ref)]["email"], at=at)
    return len(rows)


@transaction.atomic
def _answer(row: Inquiry, email: str, *, at: datetime) -> None:
    """One inquiry: its deletion decides which of two workers answers it."""
    if Inquiry.objects.filter(pk=row.pk).delete()[0]:
        mail.post(_drafts(row, email, at=at), at=at)


def _drafts(row: Inquiry, email: str, *, at: datetime) -> list[mail.Draft]:
    address = row.petition_id, blind.email_index(row.petition_id, email)
    wants_none = address in silenced({address})
    rows = Signature.objects.filter(petition=row.petition, email_index=address[1])
    if wants_none:
        rows = rows.exclude(confirmed_at=None)
    if found := _latest(rows.exclude(sealed=b"")) + _on_paper(row.petition, email):
        return _links(found, row.petition, row.language, at=at)
    facts = {"to": email, **letter_about(row.petition)}
    return [] if wants_none else [mail.write("signatures.not_found", row.language, facts)]


def _on_paper(petition: Petition, email: str) -> list[Signature]:
    """Those that count or left, and have this address on their sheet."""
    paper = Signature.objects.filter(petition=petition, via=Via.PAPER).exclude(sealed=b"")
    index = blind.paper_index(petition.pk, email)
    return list(
        paper.exclude(confirmed_at=None).filter(name_index=index).order_by("id")[:PAPER_LETTERS]
    )


def _latest(rows: QuerySet[Signature]) -> list[Signature]:
    """Those that have a place at their address; else the newest that has left or waits."""
    return list(rows.filter(slot__in=SLOTS).order_by("slot")) or list(rows.order_by("-id")[:1])


def _links(
    rows: Sequence[Signature], petition: Petition, language: str, *, at: datetime
) -> list[mail.Draft]:
    sealed = {bytes(row.ref): row.sealed for row in rows}
    opened = _opened(sealed, "its signer asked for its link", at=at)
    return [
        letter(
            opened[bytes(row.ref)]["email"],
            secrets_of(bytes(row.ref), opened[bytes(row.ref)]),
            petition=petition,
            language=language,
            kind="signatures.found",
            day=timezone.localdate(row.made_at).isoformat(),
        )
        for row in rows
    ]


def _opened(
    sealed: Mapping[bytes, bytes | memoryview], reason: str, *, at: datetime
) -> dict[bytes, dict[str, str]]:
    return open_sealed(sealed, of="signatures", reason=reason, at=at, by="worker")
