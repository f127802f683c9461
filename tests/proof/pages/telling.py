"""What happens to a petition in the log, for tests of its pages; the sequencer itself does the rest."""

import re
from collections.abc import Iterable
from datetime import datetime

from django.test import Client

from undersigned.petitions.models import Petition
from undersigned.proof.actions.append import append, append_about, append_note, name_of, waiting
from undersigned.proof.models import Cosignature, Document, Leaf
from undersigned.proof.queries.checkpoints import newest
from undersigned.proof.states import Kind
from undersigned.pure.tlog.cosignatures import cosign
from undersigned.pure.tlog.documents import doc_hash
from undersigned.pure.tlog.ed25519 import public_of
from undersigned.pure.tlog.keys import COSIGNATURE, VKey
from undersigned.pure.tlog.leaves import Note
from undersigned.pure.tlog.notes import parse_note
from undersigned.signatures.models import Signature

WITNESS_SEED = b"w" * 32
WITNESS_KEY = VKey("library.example.org", COSIGNATURE, public_of(WITNESS_SEED))
SALT = b"s" * 32


def tell(kind: Kind, signatures: Iterable[Signature], *, at: datetime, reason: str = "") -> None:
    """They leave or come back: a leaf for each waits."""
    about = [(signature.petition_id, signature.pk) for signature in signatures]
    append_about(kind, about, at=at, reason=reason)


def put(petition: Petition | None, name: str, event: str, *, at: datetime) -> Document:
    """A document and its leaf, which waits."""
    content = f'{{"event":"{event}"}}'.encode()
    document = Document.objects.create(
        name=name, petition=petition, content=content, salt=SALT, made_at=at
    )
    ref = name_of(document.petition_id)
    leaf = Note(ref, at.date().isoformat(), doc_hash(SALT, content), name)
    append_note(document, leaf.bytes, at=at)
    return document


def withhold(document: Document, *, at: datetime) -> None:
    """It is taken away to protect a person; the leaf that says so waits."""
    facts = {"document_id": document.pk, "reason": "person"}
    append([waiting(Kind.NOTE, document.petition_id, at=at, **facts)])
    gone = {"content": b"", "salt": b"", "withheld_at": at, "withheld_reason": "person"}
    Document.objects.filter(pk=document.pk).update(**gone)


def witness(*, at: datetime) -> None:
    """A library vouches for the newest checkpoint."""
    checkpoint = newest()
    assert checkpoint
    body = parse_note(bytes(checkpoint.note)).text
    line = cosign(body, WITNESS_KEY.name, WITNESS_SEED, int(at.timestamp()))
    Cosignature.objects.create(checkpoint=checkpoint, witness=WITNESS_KEY.name, line=line, at=at)


def place_of(signature: Signature) -> int:
    """Where its leaf stands."""
    index = Leaf.objects.get(signature=signature, kind=Kind.SIGN).index
    assert index is not None
    return index


def html(web: Client, petition: Petition, after: str, status: int = 200) -> str:
    answer = web.get(f"/petitions/{petition.slug}/{after}")
    assert answer.status_code == status
    return answer.content.decode()


def plain(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


def moments(page: str) -> list[str]:
    found = re.findall(r'<li class="moment">.*?</li>', page, re.DOTALL)
    return [plain(item) for item in found]
