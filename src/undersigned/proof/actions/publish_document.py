"""Publish document: a file that a later stage makes goes on the public record, with a salt and a leaf of its own."""

import secrets
from datetime import datetime

from django.db import transaction

from undersigned.petitions.models import Petition
from undersigned.proof.actions.append import append_note
from undersigned.proof.actions.record import dashed
from undersigned.proof.models import Document
from undersigned.proof.naming import day_of, name_of
from undersigned.pure.tlog.documents import SALT_BYTES, doc_hash
from undersigned.pure.tlog.leaves import Note


@transaction.atomic
def publish_document(
    *, petition: Petition, kind: str, content: bytes, at: datetime, by: str
) -> Document:
    """Put a file about a petition on the record, in the caller's transaction; `kind` is an event's name."""
    del by  # the caller announces what happened
    salt = secrets.token_bytes(SALT_BYTES)
    document = Document.objects.create(
        name=f"{name_of(petition.pk)}-{dashed(kind)}-{secrets.token_hex(4)}",
        petition=petition,
        content=content,
        salt=salt,
        made_at=at,
    )
    doc = doc_hash(salt, content)
    body = Note(name_of(petition.pk), day_of(at), doc, document.name).bytes
    append_note(document, body, at=at)
    return document
