"""A signer's receipt: its page, its file, its promise. No personal data, and nothing that erasure takes away."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language

from undersigned.petitions.models import Petition
from undersigned.petitions.states import State as PetitionState
from undersigned.proof.files import hashes
from undersigned.proof.models import Leaf
from undersigned.proof.promising import promise_of
from undersigned.proof.queries.checkpoints import note_of
from undersigned.proof.queries.standing import Standing, standing_of, stations_of
from undersigned.proof.states import Kind
from undersigned.pure.tlog.proofs import inclusion_proof
from undersigned.pure.tlog.receipts import Receipt
from undersigned.signatures.models import Signature
from undersigned.signatures.queries import by_ref
from undersigned.signatures.states import VoidReason
from undersigned.ui.journey import Station
from undersigned.ui.links import public_link


class NoReceipt(LookupError):
    """No signature has this ref, or its leaf has no place in a published checkpoint yet."""


@dataclass(frozen=True)
class ReceiptPage:
    """A receipt's page: where the signature stands, and the texts that prove it (empty where there are none yet)."""

    ref: str
    language: str
    petition: Petition
    state: str
    standing: Standing
    stations: tuple[Station, ...]
    address: str
    leaf: str
    promise: str
    receipt: str

    @property
    def named(self) -> bool:
        """Whether the petition's title may be shown."""
        return self.petition.state != PetitionState.TAKEN_DOWN

    @property
    def reason(self) -> str:
        """Why it is void, in words."""
        last = self.standing.last
        return str(VoidReason(last.reason).label) if last and last.reason else ""


def receipt_page(ref: str, *, at: datetime) -> ReceiptPage:
    """The receipt of the signature with this ref. Raises NoReceipt. Five queries at most."""
    signature = _signature(ref)
    standing = standing_of(signature)
    state, sign = standing.state(at=at), standing.sign
    return ReceiptPage(
        ref=ref,
        language=get_language() or "en",
        petition=signature.petition,
        state=state,
        standing=standing,
        stations=stations_of(standing, state),
        address=address_of(ref),
        leaf=bytes(sign.body).decode() if sign else "",
        promise=_promise(sign).decode(),
        receipt=_receipt(standing).decode() if standing.included else "",
    )


def receipt_file(ref: str) -> bytes:
    """The receipt as a .tlog-proof file, under the newest checkpoint that enough witnesses vouch for, if any does.

    Raises NoReceipt. Five queries.
    """
    return _receipt(standing_of(_signature(ref)))


def promise_file(ref: str) -> bytes:
    """The sealed promise. Raises NoReceipt while there is none. Two queries."""
    sign = Leaf.objects.filter(signature=_signature(ref), kind=Kind.SIGN).first()
    if not (note := _promise(sign)):
        raise NoReceipt(ref)
    return note


def known_address(ref: str) -> str:
    """The address of a receipt that there is. Raises NoReceipt. One query."""
    _signature(ref)
    return address_of(ref)


def address_of(ref: str) -> str:
    """The receipt's own address in the page's language. The opening is no part of it."""
    return public_link("proof:receipt", language=get_language() or "en", ref=ref)


def _signature(ref: str) -> Signature:
    signature = by_ref(ref).first()
    if signature is None:
        raise NoReceipt(ref)
    return signature


def _promise(sign: Leaf | None) -> bytes:
    """Empty while it is not sealed, and where the key that sealed it is lost."""
    if sign is None or not sign.promise:
        return b""
    try:
        return promise_of(sign)
    except LookupError:
        return b""


def _receipt(standing: Standing) -> bytes:
    sign, checkpoint = standing.sign, standing.vouched
    if not standing.included or sign is None or sign.index is None or checkpoint is None:
        raise NoReceipt
    proof = inclusion_proof(sign.index, checkpoint.size, hashes(checkpoint.size))
    return Receipt(sign.index, proof, note_of(checkpoint), extra=bytes(sign.body)).bytes
