"""Correct: a signer types everything again; what was signed before is withdrawn, and counts anew in its place."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

import undersigned.mail.actions as mail
from undersigned.journal.announce import announce
from undersigned.petitions.queries import open_ids
from undersigned.signatures.actions.change import NotNow, own
from undersigned.signatures.actions.sign import Refused, Signing, row_of, sign
from undersigned.signatures.actions.withdraw import take_back
from undersigned.signatures.allowances import use
from undersigned.signatures.events import SignatureConfirmed
from undersigned.signatures.models import Signature
from undersigned.signatures.queries import slots_taken
from undersigned.signatures.rowcheck import check_sum
from undersigned.signatures.states import State


class TooMany(Exception):
    """Too many letters to this address today, or signatures from this network within the hour."""


class NameTaken(Exception):
    """The other person at this address has signed under this name."""


@transaction.atomic
def correct(*, ref: bytes, token: bytes, signing: Signing, at: datetime) -> State:
    """Put a corrected signature in the place of the one that a letter's link names; what the new one is now.

    With the same e-mail address it is confirmed at once, since the link proves the address: the old one is withdrawn
    and the new one counts, in one transaction, and a letter brings the new link. With another address it is an
    ordinary signature that waits for its confirmation; the old one counts until then. A moderator's hold goes over.
    The letter goes also to an address that wants none: its owner is at the link, and needs the new one.
    The actor is the signer. Only while the petition is open, since nothing is signed afterwards.

    Raises NotYours, NotNow (not confirmed, or the petition is not open), TooMany, NameTaken.
    """
    old = own(ref, token)
    if old.state != State.CONFIRMED or old.petition_id not in open_ids({old.petition_id}, at=at):
        raise NotNow
    if bytes(old.email_index) != signing.email_index:
        return _ask_to_confirm(replace(signing, replaces=old.pk), at=at)
    return _take_its_place(old, signing, at=at)


def _ask_to_confirm(signing: Signing, *, at: datetime) -> State:
    (refused,) = sign([signing], at=at)
    if isinstance(refused, Refused):
        raise TooMany
    return State.PENDING


def _take_its_place(old: Signature, signing: Signing, *, at: datetime) -> State:
    ((network, letters, _person),) = use([signing.limits])
    if not (network and letters):
        raise TooMany
    address = signing.petition_id, signing.email_index
    taken = slots_taken({address})[address]
    if signing.name_index in (name for slot, name in taken.items() if slot != old.slot):
        raise NameTaken
    new = row_of(replace(signing, replaces=old.pk), at=at)
    new.state, new.slot, new.confirmed_at, new.held = State.CONFIRMED, old.slot, at, old.held
    new.check_sum = check_sum(new)
    take_back(rows=[old], since=at, at=at, by="signer")
    new.save(force_insert=True)
    mail.post([replace(signing.letter, kind="signatures.corrected")], at=at)
    confirmed = SignatureConfirmed(
        signature_id=new.pk,
        petition_id=new.petition_id,
        commit_c=signing.commit_c,
        commit_w=signing.commit_w,
    )
    announce(confirmed, at=at, by="signer")
    return State.CONFIRMED
