"""Record: a public event becomes a file that anyone may read, and a leaf that binds it.

What the file holds is plain facts about public things: a stranger must understand it without this site's database,
and no person is named by number or by name.
"""

import secrets
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from undersigned.councils.models import Council, Member, Seat
from undersigned.journal.events import Event
from undersigned.petitions.models import Petition
from undersigned.proof.actions.append import append_note
from undersigned.proof.models import Document
from undersigned.proof.naming import day_of, name_of
from undersigned.pure.standards.canonical_json import canonical_json
from undersigned.pure.tlog.documents import SALT_BYTES, doc_hash
from undersigned.pure.tlog.leaves import Note
from undersigned.signatures.sheets.models import Sheet
from undersigned.sources.models import Source, Statement

PETITION = "petition:"  # how statements say what they are about

# Events whose own leaf says all there is to say.
OWN_LEAF = {
    "signature.confirmed",
    "signature.withdrawn",
    "signatures.voided",
    "signatures.restored",
    "signatures.purged",
    "petition.opened",
    "petition.closed",
}


def append_record(events: Sequence[Event], *, at: datetime) -> None:
    """A document and its `note` leaf for each public event that has no leaf of its own."""
    for event in events:
        if event.name not in OWN_LEAF:
            _append(event, at=at)


def _append(event: Event, *, at: datetime) -> None:
    facts = event.on_record()
    petition_id = petition_of(facts)
    content = canonical_json(
        {
            "event": event.name,
            "at": f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "petition": name_of(petition_id),
            "facts": readable(facts),
        }
    )
    salt = secrets.token_bytes(SALT_BYTES)
    document = Document.objects.create(
        name=_name(event, petition_id),
        petition_id=petition_id,
        content=content,
        salt=salt,
        made_at=at,
    )
    doc = doc_hash(salt, content)
    body = Note(name_of(petition_id), day_of(at), doc, document.name).bytes
    append_note(document, body, at=at)


def petition_of(facts: dict[str, Any]) -> int | None:
    """The petition that an event's facts are about; None where they are about the site."""
    about = str(facts.get("about", ""))
    if about.startswith(PETITION):
        key = about.removeprefix(PETITION)
        return Petition.objects.filter(pk=key).values_list("pk", flat=True).first()
    found: int | None = facts.get("petition") or facts.get("petition_id")
    return found


def readable(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts without the database's numbers: what they lead to stands in their place, or nothing.

    Petitions are named beside the facts; users are left out.
    """
    plain: dict[str, Any] = {}
    for fact, value in facts.items():
        if fact not in LOOKED_UP:
            plain[fact] = value
        elif value is not None and (look := LOOKED_UP[fact]):
            plain |= look(value)
    return plain


def _council(key: int) -> dict[str, Any]:
    return {"council": Council.objects.values_list("slug", flat=True).get(pk=key)}


def _seat(key: int) -> dict[str, Any]:
    return {"seat": Seat.objects.values_list("name", flat=True).get(pk=key)}


def _member(key: int) -> dict[str, Any]:
    """The seat and the term; the page of the council says who."""
    member = Member.objects.select_related("seat").get(pk=key)
    term = {"since": member.since, "until": member.until}
    days = {name: day.isoformat() for name, day in term.items() if day}
    return {"seat": member.seat.name, **days}


def _sheet(key: int) -> dict[str, Any]:
    """A paper sheet: its number, who received it and answers for it, and the hash of its scan."""
    row = Sheet.objects.get(pk=key)
    return {
        "sheet": row.number,
        "received_by": row.side,
        "last_line": row.last_line,
        "collected_on": row.collected_on.isoformat(),
        "scan_sha256": row.scan_sha256,
    }


def _source(key: int) -> dict[str, Any]:
    row = Source.objects.get(pk=key)
    return {
        "publisher": row.publisher,
        "title": row.title,
        "address": row.address,
        "archived_sha256": row.archived_sha256,
    }


def _statement(key: int) -> dict[str, Any]:
    """What was said as a hash alone: the page shows it with its source."""
    row = Statement.objects.get(pk=key)
    return {"statement": key, "words_sha256": sha256(row.words.encode()).hexdigest()}


LOOKED_UP: dict[str, Callable[[int], dict[str, Any]] | None] = {
    "about": None,
    "petition": None,
    "petition_id": None,
    "dossier": None,  # its slug stands beside it
    "user": None,
    **dict.fromkeys(("check_id", "draw_id", "certificate_id", "seal_key_id", "verifier_id")),
    "council": _council,
    "seat": _seat,
    "member": _member,
    "sheet_id": _sheet,
    "source": _source,
    "statement": _statement,
}


def _name(event: Event, petition_id: int | None) -> str:
    """The file's name: what it is about, what happened, and something that no other has."""
    about = "site" if petition_id is None else name_of(petition_id)
    return f"{about}-{dashed(event.name)}-{secrets.token_hex(4)}"


def dashed(name: str) -> str:
    """An event's name as it stands in the names of files."""
    return name.replace(".", "-").replace("_", "-")
