"""What follows public events by itself (config/wiring.py): each gets its leaf in the public log, in its transaction."""

from datetime import datetime

from undersigned.journal.events import Event
from undersigned.petitions.events import PetitionClosed, PetitionOpened
from undersigned.proof.actions import disclose
from undersigned.proof.actions.append import append_about, append_end, append_signatures
from undersigned.proof.actions.open_record import append_opening
from undersigned.proof.actions.record import append_record, dashed
from undersigned.proof.events import DocumentWithheld
from undersigned.proof.models import Document
from undersigned.proof.states import Kind
from undersigned.signatures import actions as signatures
from undersigned.signatures.events import (
    OpeningsPurged,
    SignatureConfirmed,
    SignaturesErased,
    SignaturesRestored,
    SignaturesVoided,
    SignatureWithdrawn,
)
from undersigned.signatures.moderation.events import VoidsExplained


def put_on_record(events: list[Event], *, at: datetime) -> None:
    append_record(events, at=at)


def log_signatures(events: list[SignatureConfirmed], *, at: datetime) -> None:
    append_signatures(events, at=at)


def log_withdrawals(events: list[SignatureWithdrawn], *, at: datetime) -> None:
    left = [(event.petition_id, event.signature_id) for event in events]
    append_about(Kind.WITHDRAW, left, at=at)


def log_voids(events: list[SignaturesVoided], *, at: datetime) -> None:
    for event in events:
        append_about(Kind.VOID, _each(event), at=at, reason=event.reason)


def log_restorations(events: list[SignaturesRestored], *, at: datetime) -> None:
    for event in events:
        append_about(Kind.RESTORE, _each(event), at=at)


def _each(event: SignaturesVoided | SignaturesRestored) -> list[tuple[int, int]]:
    return [(event.petition_id, signature) for signature in event.signature_ids]


def forget_wards(events: list[SignaturesErased], *, at: datetime) -> None:
    for event in events:
        disclose.forget_wards(refs=event.refs, at=at)


def forget_words(events: list[DocumentWithheld], *, at: datetime) -> None:
    """What a withheld document said goes from the pages, too."""
    explained = f"-{dashed(VoidsExplained.name)}-"
    for document in Document.objects.filter(name__in=[event.document for event in events]):
        if document.petition_id and explained in document.name:
            signatures.forget_words(
                petition_id=document.petition_id, explained_at=document.made_at, at=at
            )


def log_purges(events: list[OpeningsPurged], *, at: datetime) -> None:
    for event in events:
        append_end(Kind.PURGE, event.petition_id, at=at)


def log_openings(events: list[PetitionOpened], *, at: datetime) -> None:
    for event in events:
        append_opening(event.petition, at=at)


def log_closings(events: list[PetitionClosed], *, at: datetime) -> None:
    for event in events:
        append_end(Kind.CLOSE, event.petition, at=at)
