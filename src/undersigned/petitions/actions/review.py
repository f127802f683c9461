"""From the coalition to a moderator, and back or on."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from undersigned.journal.announce import announce
from undersigned.petitions.actions.change import locked, move
from undersigned.petitions.actions.coalition import OtherText
from undersigned.petitions.actions.officials import offer_replies
from undersigned.petitions.events import (
    PetitionApproved,
    PetitionReturned,
    PetitionSubmitted,
    PetitionTakenBack,
)
from undersigned.petitions.models import Petition, Sponsor
from undersigned.petitions.rules import REPLY_WAIT, Refused
from undersigned.petitions.states import ReturnReason, State
from undersigned.petitions.text import fault_of_passage, tidy

LONGEST_WORDS = 4_000


class NotAgreed(Refused):
    """A group of the coalition has not agreed to the text as it stands."""


class ReplyAwaited(Refused):
    """A named official still has time to reply, and no reason was given not to wait."""


class NoReason(Refused):
    """A decision that others must understand needs a reason from the list, and words."""


@transaction.atomic
def submit(*, petition: Petition, at: datetime, by: str) -> None:
    """Ask a moderator to look at a draft; named officials get their letters.

    The lead group agrees by submitting. Raises NotAgreed, WrongState, ChangedMeanwhile.
    """
    locked(petition, among={State.DRAFT})
    text_sha256 = petition.hash_of_text()
    others = petition.sponsors.exclude(group_id=petition.lead_id)
    missing = others.exclude(agreed_sha256=text_sha256).select_related("group")
    if missing:
        names = ", ".join(sponsor.group.name for sponsor in missing)
        raise NotAgreed(
            _("These groups have not agreed to the text as it stands: %(names)s.")
            % {"names": names}
        )
    move(petition, "submit", at=at, submitted_at=at)
    own = Sponsor.objects.filter(petition=petition, group_id=petition.lead_id)
    own.exclude(agreed_sha256=text_sha256).update(agreed_at=at, agreed_sha256=text_sha256)
    offer_replies(petition, text_sha256=text_sha256, at=at, by=by)
    submitted = PetitionSubmitted(petition=petition.pk, text_sha256=text_sha256)
    announce(submitted, at=at, by=by)


@transaction.atomic
def take_back(*, petition: Petition, at: datetime, by: str) -> None:
    """Make a draft again of what has not opened yet. Raises WrongState, ChangedMeanwhile."""
    move(petition, "take_back", at=at, return_reason="", return_words="", returned_at=None)
    announce(PetitionTakenBack(petition=petition.pk), at=at, by=by)


@transaction.atomic
def return_to_draft(*, petition: Petition, reason: str, words: str, at: datetime, by: str) -> None:
    """Give a petition back to its organisers, with a reason from the list and words in a letter.

    Raises NoReason, WrongState, ChangedMeanwhile.
    """
    words = explained(words)
    if reason not in ReturnReason.values:
        raise NoReason(_("Please choose a reason from the list."))
    facts = {"return_reason": reason, "return_words": words, "returned_at": at}
    move(petition, "return_to_draft", at=at, **facts)
    announce(PetitionReturned(petition=petition.pk, reason=reason), at=at, by=by)


@transaction.atomic
def approve(
    *, petition: Petition, text_sha256: str, waiver: str = "", at: datetime, by: str
) -> None:
    """Approve the text with this hash, the one the moderator has read; organisers may open it.

    `waiver` says in words why a named official's reply is not waited for. Raises OtherText,
    ReplyAwaited, WrongState, ChangedMeanwhile.
    """
    locked(petition, among={State.SUBMITTED})
    if petition.hash_of_text() != text_sha256:
        raise OtherText(_("The text changed while you read it. Please read it as it stands now."))
    awaited, waiver = is_reply_awaited(petition, at=at), tidy(waiver)
    if awaited and not waiver:
        raise ReplyAwaited(
            _("A named official still has time to reply. To go on, say why you do not wait.")
        )
    move(petition, "approve", at=at, approved_at=at, approval_words=waiver)
    approved = PetitionApproved(petition=petition.pk, text_sha256=text_sha256, waived=awaited)
    announce(approved, at=at, by=by)


def is_reply_awaited(petition: Petition, *, at: datetime) -> bool:
    """Whether an official was offered a reply to this text, did not reply, and still has time."""
    offers = petition.officials.filter(offered_at__gt=at - REPLY_WAIT)
    return any(offer.replied_sha256 != offer.offered_sha256 for offer in offers)


def explained(words: str) -> str:
    """Words that explain a decision, tidied. Raises NoReason."""
    words = tidy(words)
    fault = fault_of_passage(words, most=LONGEST_WORDS)
    if fault:
        raise NoReason(fault)
    return words
