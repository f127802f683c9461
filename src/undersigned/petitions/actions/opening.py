"""Open an approved petition, which fixes what people sign; close it by hand or by date."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from undersigned.journal.announce import announce
from undersigned.petitions.actions.change import change, move
from undersigned.petitions.actions.officials import put_on_record
from undersigned.petitions.events import PetitionClosed, PetitionOpened
from undersigned.petitions.models import Petition
from undersigned.petitions.rules import Refused
from undersigned.petitions.states import State
from undersigned.petitions.text import folded


class NoRules(Refused):
    """The council has no rules or no notice on this site, so nobody can be told what signing means."""


class LastDayPast(Refused):
    """The last day for signing is over before the petition opens."""


@transaction.atomic
def open_petition(*, petition: Petition, at: datetime, by: str) -> None:
    """Open an approved petition for signatures.

    From now on its text (SHA-256 over canonical JSON of title, summary, text, language and
    council), the council's rules and notice, each in its current version, never change. Replies of
    named officials come onto the public record beside it; the officials' addresses are erased.
    Raises NoRules, LastDayPast, WrongState, ChangedMeanwhile.
    """
    rules, notice = petition.council.rules.first(), petition.council.notices.first()
    if rules is None or notice is None:
        raise NoRules(
            _("%(council)s has no rules for signing yet.") % {"council": petition.council}
        )
    if petition.closes_on and petition.closes_on < timezone.localdate(at):
        raise LastDayPast(
            _("The last day for signing is over. Take the petition back and choose another.")
        )
    text_sha256 = petition.hash_of_text()
    fixed = {"text_sha256": text_sha256, "rules": rules, "notice": notice}
    move(petition, "open", at=at, opened_at=at, search_words=_words(petition), **fixed)
    _publish_replies(petition, at=at, by=by)
    opened = PetitionOpened(
        petition=petition.pk,
        text_sha256=text_sha256,
        rules_sha256=rules.sha256,
        notice_sha256=notice.sha256,
        closes_on=petition.closes_on.isoformat() if petition.closes_on else None,
    )
    announce(opened, at=at, by=by)


def _words(petition: Petition) -> str:
    council = petition.council
    words = (petition.title, petition.summary, petition.text, council.name, council.place)
    return folded("\n".join(words))


def _publish_replies(petition: Petition, *, at: datetime, by: str) -> None:
    """Publish replies to the text that opens; a reply to an earlier text was asked for again."""
    for official in petition.officials.filter(replied_sha256=petition.text_sha256):
        put_on_record(official, petition, at=at, by=by)
    petition.officials.update(email_sealed=None)


@transaction.atomic
def close(*, petition: Petition, at: datetime, by: str, by_date: bool = False) -> None:
    """End signing. Raises WrongState, ChangedMeanwhile."""
    move(petition, "close", at=at, closed_at=at)
    announce(PetitionClosed(petition=petition.pk, by_date=by_date), at=at, by=by)


@transaction.atomic
def end(*, petition: Petition, since: datetime, at: datetime, by: str) -> None:
    """Close a petition by date that is taken down: it stays so, and would come back as closed.

    Raises WrongState, ChangedMeanwhile.
    """
    change(petition, among={State.TAKEN_DOWN}, at=at, closed_at=since)
    announce(PetitionClosed(petition=petition.pk, by_date=True), at=at, by=by)


def close_due(*, at: datetime) -> int:
    """Close every petition whose last day is over, those that are taken down too; how many.

    For the worker's tick. One transaction each, so that none waits for another; what somebody else
    just changed is left to the next tick.
    """
    over = Petition.objects.filter(closes_on__lt=timezone.localdate(at))
    due = over.filter(state=State.OPEN) | over.filter(state=State.TAKEN_DOWN, closed_at=None)
    closed = 0
    for petition in due.order_by("id"):
        try:
            if petition.state == State.OPEN:
                close(petition=petition, at=at, by="worker", by_date=True)
            else:
                end(petition=petition, since=at, at=at, by="worker")
        except Refused:
            continue
        closed += 1
    return closed
