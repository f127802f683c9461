"""Disclose: how many signed in each ward, published so that anyone can count again and nobody is singled out.

pure/tlog/disclosure.py says which wards may be listed. Beyond that, a ward that was listed grows by K entries at once
or not at all: whoever subtracts yesterday's file from today's finds no smaller group. What is held back stands among
the others, where nothing tells its ward.

Sealed rows are opened only where a ward is not published yet: at most once a day, and not unless enough changed.
"""

import base64
import secrets
from collections import defaultdict
from collections.abc import Iterator, KeysView, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction

from undersigned.journal.announce import announce
from undersigned.journal.sealed import open_sealed
from undersigned.petitions.models import Petition
from undersigned.petitions.states import State
from undersigned.proof.actions.append import append_note
from undersigned.proof.events import WardsDisclosed
from undersigned.proof.guard import refuse_to_fork
from undersigned.proof.models import Document, Leaf, Tally, WardCount, WardEntry
from undersigned.proof.naming import day_of
from undersigned.proof.queries.checkpoints import newest
from undersigned.proof.queries.wards import (
    active_entries,
    all_wards,
    document_prefix,
)
from undersigned.proof.states import Kind
from undersigned.pure.tlog.commitment import commit_ward, salt
from undersigned.pure.tlog.disclosure import UNKNOWN, Disclosure, Entry, K, disclose
from undersigned.pure.tlog.documents import SALT_BYTES, doc_hash
from undersigned.pure.tlog.leaves import Note
from undersigned.signatures.models import Signature

log = structlog.get_logger(__name__)

BATCH = 500  # sealed rows opened at once
PART = 20  # a file follows when a twentieth of what is listed changed: files are whole, and stay
REASON = "counting signatures by ward, in groups of at least ten"


@dataclass(frozen=True)
class _Opened:
    """What a sealed row says of its ward; UNKNOWN where it says nothing, or is gone."""

    index: int
    ward: str
    salt: bytes


def disclose_wards(*, at: datetime) -> int:
    """Publish the wards of every petition whose turn it is; how many.

    Raises Behind or Differs where the log may not go on: what was published by ward may be unknown here then.
    """
    checkpoint = newest()
    if checkpoint is None:
        return 0
    refuse_to_fork()
    due = [petition for petition in _asked() if _is_due(petition, at=at)]
    return sum(
        disclose_petition(petition=petition, size=checkpoint.size, at=at) for petition in due
    )


def disclose_petition(*, petition: Petition, size: int, at: datetime, by: str = "worker") -> bool:
    """Publish a petition's signatures by ward in a log of `size` entries, if that may and need be; whether it did."""
    active = active_entries(petition, size)
    known = {entry.index: entry for entry in WardEntry.objects.filter(petition=petition)}
    listed = {index for index, entry in known.items() if entry.ward != UNKNOWN}
    least = K if petition.state == State.CLOSED else max(K, len(listed) // PART)
    opened: list[_Opened] = []
    made = None
    if len(active.keys() ^ (known.keys() & active.keys() | listed)) >= least:
        opened = list(_open(petition, active, known, at=at, by=by))
        entries = _grouped(all_wards(petition), active.keys(), known, opened)
        before = {entry.ward for entry in known.values()} - {UNKNOWN}
        made = disclose(settings.LOG_ORIGIN, petition.public_ref, size, entries, before)
    if made and len(_indices(made) ^ listed) < least:
        made = None
    _keep(petition, size, made, opened, at=at, by=by)
    return made is not None


def _asked() -> list[Petition]:
    """Public petitions whose signers are asked for their ward, and whose signers' data is still held."""
    public = Petition.objects.filter(state__in=[State.OPEN, State.CLOSED], rules__isnull=False)
    purged = Leaf.objects.filter(kind=Kind.PURGE).values("petition_id")
    rows = public.exclude(pk__in=purged).select_related("rules")
    return [row for row in rows if row.rules and row.rules.document["ward"]]


def _is_due(petition: Petition, *, at: datetime) -> bool:
    """Whether the petition's figures moved since it was last counted by ward, and that is long enough ago."""
    last = WardCount.objects.filter(pk=petition.pk).first()
    tally = Tally.objects.filter(petition=petition).order_by("-size").first()
    if tally is None or tally.signed < K or (last and last.size >= tally.size):
        return False
    return last is None or last.at <= at - timedelta(seconds=settings.WARDS_SECONDS)


def _indices(made: Disclosure) -> set[int]:
    """The entries that a disclosure lists."""
    return {index for entries in made.wards.values() for index, _ in entries}


def _open(
    petition: Petition,
    active: Mapping[int, int | None],
    known: Mapping[int, WardEntry],
    *,
    at: datetime,
    by: str,
) -> Iterator[_Opened]:
    """The wards of active entries that are not known yet, a batch of sealed rows at a time."""
    unknown = sorted(active.keys() - known.keys())
    for start in range(0, len(unknown), BATCH):
        batch = unknown[start : start + BATCH]
        rows = Signature.objects.in_bulk([key for index in batch if (key := active[index])])
        sealed = {bytes(row.ref): row.sealed for row in rows.values() if row.sealed}
        facts = open_sealed(sealed, of="signatures", reason=REASON, at=at, by=by)
        for index in batch:
            row = rows.get(active[index] or 0)
            yield _opened(index, row, facts, petition)


def _opened(
    index: int,
    row: Signature | None,
    facts: Mapping[bytes, Mapping[str, str]],
    petition: Petition,
) -> _Opened:
    found = facts.get(bytes(row.ref), {}) if row else {}
    ward = found.get("ward", UNKNOWN)
    if row is None or ward == UNKNOWN:
        return _Opened(index, UNKNOWN, b"")
    opening = base64.b64decode(found["opening"])
    if commit_ward(opening, petition.public_ref, ward) != bytes(row.commit_w):
        log.error("a sealed ward is not the committed one", signature=row.pk)
        return _Opened(index, UNKNOWN, b"")
    return _Opened(index, ward, salt(opening, "ward"))


def _grouped(
    wards: list[str],
    active: KeysView[int],
    known: Mapping[int, WardEntry],
    opened: list[_Opened],
) -> dict[str, list[Entry]]:
    """Active entries by ward; those that would make a listed ward grow by fewer than K are among the unknown."""
    groups: dict[str, list[Entry]] = {ward: [] for ward in [*wards, UNKNOWN]}
    for index in sorted(active & known.keys()):
        groups.setdefault(known[index].ward, []).append((index, bytes(known[index].salt)))
    fresh: dict[str, list[Entry]] = defaultdict(list)
    for one in opened:
        fresh[one.ward].append((one.index, one.salt))
    listed = {entry.ward for entry in known.values()} - {UNKNOWN}
    for ward, entries in fresh.items():
        held = ward in listed and len(entries) < K
        groups.setdefault(UNKNOWN if held else ward, []).extend(entries)
    return groups


@transaction.atomic
def _keep(
    petition: Petition,
    size: int,
    made: Disclosure | None,
    opened: list[_Opened],
    *,
    at: datetime,
    by: str,
) -> None:
    """The file and its leaf, and what is public of the opened rows; that somebody gave no ward tells nothing."""
    WardCount.objects.update_or_create(petition=petition, defaults={"size": size, "at": at})
    public = _indices(made) if made else set()
    WardEntry.objects.bulk_create(
        WardEntry(index=one.index, petition=petition, ward=one.ward, salt=one.salt)
        for one in opened
        if one.index in public or one.ward == UNKNOWN
    )
    if made:
        _publish(petition, made, at=at)
        announce(WardsDisclosed(petition=petition.pk, size=size), at=at, by=by)


def _publish(petition: Petition, made: Disclosure, *, at: datetime) -> None:
    salt_of_file = secrets.token_bytes(SALT_BYTES)
    document = Document.objects.create(
        name=f"{document_prefix(petition)}{secrets.token_hex(4)}",
        petition=petition,
        content=made.bytes,
        salt=salt_of_file,
        made_at=at,
    )
    doc = doc_hash(salt_of_file, made.bytes)
    append_note(document, Note(made.petition, day_of(at), doc, document.name).bytes, at=at)


@transaction.atomic
def forget_wards(*, refs: list[str], at: datetime, by: str = "worker") -> None:
    """Forget in which ward erased signatures were published; the next file leaves them out."""
    del at, by
    signed = Leaf.objects.filter(
        kind=Kind.SIGN, signature__ref__in=[bytes.fromhex(ref) for ref in refs]
    )
    WardEntry.objects.filter(index__in=signed.values("index")).delete()
