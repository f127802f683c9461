"""What the pages of one signature show: to whoever holds a letter's link, and to nobody else. No personal data."""

import hmac
from dataclasses import dataclass
from datetime import datetime

from undersigned.petitions.models import Petition
from undersigned.petitions.queries import open_ids
from undersigned.petitions.states import State as Petitions
from undersigned.signatures.blind import token_hash
from undersigned.signatures.models import Signature
from undersigned.signatures.queries import SignPage, by_ref
from undersigned.signatures.states import State, Via, VoidReason

ALWAYS = {
    State.PENDING: ("not_me",),
    State.CONFIRMED: ("correct", "hide_name", "stop_updates", "withdraw", "erase", "not_me"),
    State.VOID: ("withdraw", "erase"),
    State.WITHDRAWN: ("erase",),
    State.DUPLICATE: ("erase",),
    State.SURPLUS: ("erase",),
}


class DeadLink(LookupError):
    """There is no such signature, or the link is not its own: the page is the same."""


@dataclass(frozen=True)
class SignaturePage:
    """A signature's state and what its signer can do. A moderator's hold is not told.

    `act` is what is asked about, `said` what came of trying it: ``no_press``, ``code``.
    """

    ref: str
    token: str
    state: str
    petition: Petition
    acts: tuple[str, ...]
    void_reason: str
    left_at: datetime | None
    act: str = ""
    said: str = ""
    on_paper: bool = False

    @property
    def named(self) -> bool:
        """Whether the petition's title may be shown: not that of one that was taken down."""
        return self.petition.state != Petitions.TAKEN_DOWN


@dataclass(frozen=True)
class CorrectPage:
    """The form for typing everything again, with the council's rules and notice.

    `said`: ``too_many``, ``name``, ``no_press``, ``code``.
    """

    signature: SignaturePage
    sign: SignPage
    said: str = ""


@dataclass(frozen=True)
class FindPage:
    """Where somebody asks for the link to their signature. `said`: ``asked``, ``busy``."""

    petition: Petition
    said: str = ""

    @property
    def named(self) -> bool:
        """As above."""
        return self.petition.state != Petitions.TAKEN_DOWN


def own_signature(ref: str, token: str) -> Signature:
    """The signature that a letter's link names. Raises DeadLink."""
    row = by_ref(ref).first()
    if row is None or not hmac.compare_digest(
        token_hash(bytes.fromhex(token)), bytes(row.token_hash)
    ):
        raise DeadLink
    return row


def signature_page(
    row: Signature, *, token: str, at: datetime, act: str = "", said: str = ""
) -> SignaturePage:
    """Compose the page of a signature. One query."""
    return SignaturePage(
        ref=bytes(row.ref).hex(),
        token=token,
        state=row.state,
        petition=row.petition,
        acts=tuple(found for found in ALWAYS[State(row.state)] if _makes_sense(found, row, at=at)),
        void_reason=str(VoidReason(row.void_reason).label) if row.void_reason else "",
        left_at=row.left_at,
        act=act,
        said=said,
        on_paper=row.via == Via.PAPER,
    )


def _makes_sense(act: str, row: Signature, *, at: datetime) -> bool:
    if act == "correct":
        return row.petition_id in open_ids({row.petition_id}, at=at)
    return {"hide_name": row.show_name, "stop_updates": row.for_groups}.get(act, True)
