"""Withhold: a published document goes, with its salt, for a person's sake; the log says that it is gone."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from undersigned.journal.announce import announce
from undersigned.petitions.actions.change import WrongState, locked
from undersigned.petitions.states import State
from undersigned.proof.actions.append import append, waiting
from undersigned.proof.actions.extend import paths_of
from undersigned.proof.events import DocumentWithheld
from undersigned.proof.files import remove
from undersigned.proof.models import Document
from undersigned.proof.naming import together
from undersigned.proof.states import Kind
from undersigned.pure.tlog.leaves import WITHHELD_REASONS


class NotWithheld(Exception):
    """What was named cannot be withheld; the message says why."""


def withhold(*, name: str, reason: str, at: datetime, by: str) -> list[str]:
    """Take a document and its salt out of the database and the published files; the names of what is gone.

    A leaf names it and the reason, one of WITHHELD_REASONS; what the document's own leaf holds then tells nothing.
    The four files of an opening go together, and only while the petition is taken down: people signed them. Nothing
    brings them back, not even restoring the petition. Raises NotWithheld for those of one that stands, and for a
    name that is not there.
    """
    names = together(name)
    _take_away(names=names, reason=reason, at=at, by=by)
    for each in names:  # the sequencer does so again with the leaf, if this is cut short
        remove(paths_of(each))
    return names


@transaction.atomic
def _take_away(*, names: Sequence[str], reason: str, at: datetime, by: str) -> None:
    if reason not in WITHHELD_REASONS:
        raise NotWithheld(f"A reason is one of {', '.join(WITHHELD_REASONS)}.")
    there = Document.objects.filter(name__in=names, withheld_at__isnull=True)
    bound = there.filter(name=names[0]).select_related("petition").first()
    if bound is None:
        raise NotWithheld(f"No document is called {names[0]}, or it is withheld already.")
    if len(names) > 1:
        _refuse_what_stands(bound)
    there.update(content=b"", salt=b"", withheld_at=at, withheld_reason=reason)
    facts = {"document_id": bound.pk, "reason": reason}
    append([waiting(Kind.NOTE, bound.petition_id, at=at, **facts)])
    announce(*(DocumentWithheld(document=each, reason=reason) for each in names), at=at, by=by)


def _refuse_what_stands(fixed: Document) -> None:
    """What people signed stays for as long as their petition does; of one that was lost there is no page."""
    try:
        if fixed.petition:
            locked(fixed.petition, among={State.TAKEN_DOWN})
    except WrongState:
        raise NotWithheld(
            f"{fixed.name} was fixed when the petition opened: people signed it. Take the petition down first. "
            "The four files that it opened with then go together, for good, even if it is restored."
        ) from None
