"""Hand over: the list of a petition's signers goes to whoever checks them, encrypted, on the notice's terms."""

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from undersigned.accounts.models import User
from undersigned.journal.announce import announce
from undersigned.journal.sealed import open_sealed
from undersigned.petitions.models import Petition
from undersigned.petitions.rules import Refused
from undersigned.petitions.states import State as Petitions
from undersigned.proof.models import Leaf
from undersigned.proof.states import Kind
from undersigned.signatures.models import Signature
from undersigned.signatures.states import State
from undersigned.verification.events.certificates import SignersHandedOver
from undersigned.verification.handover import Signer, csv_of, encrypted, pdf_of, today_in
from undersigned.verification.models import SealKey
from undersigned.verification.rules.capacity import capacity_of

REASON = "the list of signers was handed over for checking"
BATCH = 500
KINDS = ("csv", "pdf")


class StillOpen(Refused):
    """People still sign, and may withdraw, before anybody gets the list."""

    def __init__(self) -> None:
        super().__init__(_("The list is handed over once the petition is closed."))


class NoRecipient(Refused):
    """Nobody has named a key to encrypt the list to."""

    def __init__(self) -> None:
        super().__init__(_("Name your public key first: the list is encrypted to it."))


@transaction.atomic
def hand_over(*, petition: Petition, kind: str, at: datetime, user: User) -> bytes:
    """The file, encrypted to the user's own recipient; `kind` is csv or pdf. Nothing of it is kept here.

    The journal has each opening, and the public record that and to whom it was handed over. Raises StillOpen,
    NoRecipient.
    """
    if petition.state != Petitions.CLOSED:
        raise StillOpen
    keys = SealKey.objects.filter(user=user, council=petition.council, retired_at__isnull=True)
    if (key := keys.first()) is None:
        raise NoRecipient
    signers = list(_signers(petition, at=at, by=f"user:{user.pk}"))
    file = encrypted(_plain(petition, signers, kind, at=at), key.recipient)
    handed = SignersHandedOver(
        petition_id=petition.pk,
        capacity=capacity_of(user, petition),
        kind=kind,
        rows=len(signers),
        notice_sha256=petition.notice.sha256 if petition.notice else "",
        file_sha256=sha256(file).hexdigest(),
        recipient=key.recipient,
    )
    announce(handed, at=at, by=f"user:{user.pk}")
    return file


def _plain(petition: Petition, signers: list[Signer], kind: str, *, at: datetime) -> bytes:
    if kind == "csv":
        return csv_of(signers)
    return pdf_of(petition, signers, day=today_in(petition, timezone.localdate(at)))


def _signers(petition: Petition, *, at: datetime, by: str) -> Iterator[Signer]:
    """Those that count, in the order of the public log, a batch of sealed rows at a time."""
    signed = Leaf.objects.filter(
        petition=petition,
        kind=Kind.SIGN,
        index__isnull=False,
        signature__state=State.CONFIRMED,
    )
    entries = list(signed.order_by("index").values_list("signature_id", "index"))
    for start in range(0, len(entries), BATCH):
        some = dict(entries[start : start + BATCH])
        rows = Signature.objects.only("ref", "sealed", "confirmed_at").in_bulk(
            [key for key in some if key]
        )
        sealed = {bytes(row.ref): row.sealed for row in rows.values() if row.sealed}
        opened = open_sealed(sealed, of="signatures", reason=REASON, at=at, by=by)
        for key, row in sorted(rows.items(), key=lambda item: some[item[0]] or 0):
            if facts := opened.get(bytes(row.ref)):
                yield _signer(some[key] or 0, row, facts)


def _signer(entry: int, row: Signature, facts: dict[str, str]) -> Signer:
    return Signer(
        entry=entry,
        name=facts["name"],
        address=facts.get("address", ""),
        ward=facts.get("ward", ""),
        signed_on=timezone.localdate(row.confirmed_at).isoformat(),
        via=facts.get("via", "web"),
    )
