"""Withhold: a published document goes, with its salt, for a person's sake; the log says that it is gone."""

from datetime import datetime

from django.db import transaction

from undersigned.journal.announce import announce
from undersigned.proof.actions.append import append, waiting
from undersigned.proof.actions.extend import paths_of
from undersigned.proof.events import DocumentWithheld
from undersigned.proof.files import remove
from undersigned.proof.models import Document
from undersigned.proof.states import Kind
from undersigned.pure.tlog.leaves import WITHHELD_REASONS


class NotWithheld(Exception):
    """What was named cannot be withheld; the message says why."""


def withhold(*, name: str, reason: str, at: datetime, by: str) -> None:
    """Take a document and its salt out of the database and the published files; a leaf names it and the reason.

    `reason` is one of WITHHELD_REASONS. What the document's leaf holds then tells nothing. Raises NotWithheld for a
    name that is not there, and for what an opening fixed: people signed it.
    """
    _take_away(name=name, reason=reason, at=at, by=by)
    remove(paths_of(name))  # the sequencer does so again with the leaf, if this is cut short


@transaction.atomic
def _take_away(*, name: str, reason: str, at: datetime, by: str) -> None:
    if reason not in WITHHELD_REASONS:
        raise NotWithheld(f"A reason is one of {', '.join(WITHHELD_REASONS)}.")
    document = Document.objects.filter(name=name, withheld_at__isnull=True).first()
    if document is None:
        raise NotWithheld(f"No document is called {name}, or it is withheld already.")
    if not document.salt:
        raise NotWithheld(f"{name} was fixed when the petition opened. Take the petition down.")
    there = Document.objects.filter(pk=document.pk, withheld_at__isnull=True)
    there.update(content=b"", salt=b"", withheld_at=at, withheld_reason=reason)
    facts = {"document_id": document.pk, "reason": reason}
    append([waiting(Kind.NOTE, document.petition_id, at=at, **facts)])
    announce(DocumentWithheld(document=name, reason=reason), at=at, by=by)
