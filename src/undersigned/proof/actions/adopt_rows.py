"""What each adopted entry means for the rows of this database."""

import re
from datetime import date, datetime
from typing import Any

from django.db import connection

from undersigned.journal.announce import announce
from undersigned.petitions.actions.opening import close, end
from undersigned.petitions.models import Petition
from undersigned.petitions.states import State as PetitionState
from undersigned.proof.actions.adopt_signatures import Move, settle
from undersigned.proof.actions.adopt_wards import recall_wards
from undersigned.proof.events import DocumentWithheld
from undersigned.proof.files import Differs, fetch
from undersigned.proof.models import Document, Leaf, Tally
from undersigned.proof.naming import together
from undersigned.proof.states import Kind
from undersigned.pure.tlog import leaves
from undersigned.pure.tlog.documents import (
    FIXED,
    check_document,
    check_fixed,
    file_path,
    parse_salt,
    salt_path,
)
from undersigned.pure.tlog.faults import Invalid
from undersigned.signatures.models import Signature

ABOUT_SIGNATURES = {Kind.SIGN, Kind.WITHDRAW, Kind.VOID, Kind.RESTORE}
REF = re.compile(r"p([1-9][0-9]{0,17})")
# The next petition's number is above this one.
RAISE_NUMBER = {
    "postgresql": [
        """
SELECT setval(s, greatest(%(key)s, nextval(s))) FROM pg_get_serial_sequence('petitions_petition', 'id') AS s
"""
    ],
    "sqlite": [
        """
INSERT INTO sqlite_sequence (name, seq) SELECT 'petitions_petition', 0
WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'petitions_petition')
""",
        "UPDATE sqlite_sequence SET seq = max(seq, %(key)s) WHERE name = 'petitions_petition'",
    ],
}


class Adoption:
    """Take entries in their order, then finish."""

    def __init__(self, *, at: datetime, by: str) -> None:
        self.at, self.by = at, by
        self.lost: set[int] = set()  # petitions that this database does not know
        self.taken_back = 0  # signatures whose confirmation could not be brought back
        self._last: dict[bytes, Move] = {}  # the last entry about each signature
        self._changed: set[int] = set()
        self._closed: set[int] = set()

    def take(self, index: int, entry: bytes, leaf: leaves.Leaf) -> None:
        """Store one entry in its place, and let the rows that it is about follow."""
        petition = self._petition(leaf.petition)
        match leaf:
            case leaves.Sign():
                self._sign(index, entry, leaf, petition)
            case leaves.Withdraw() | leaves.Void() | leaves.Restore():
                self._move(index, entry, leaf, petition)
            case leaves.Note():
                self._place(index, entry, leaf, petition, document=_noted(leaf, petition, self.at))
            case leaves.Withheld():
                bound = Leaf.objects.filter(index=leaf.leaf).values("document")
                document = Document.objects.get(pk__in=bound)
                self._withhold(document, leaf.reason)
                facts = {"document": document, "reason": leaf.reason}
                self._place(index, entry, leaf, petition, **facts)
            case leaves.Open():
                self._place(index, entry, leaf, petition, document=_fixed(leaf, petition, self.at))
            case leaves.Close():
                self._place(index, entry, leaf, petition)
                if petition:
                    self._closed.add(petition)
            case leaves.Unknown():
                raise Differs(f"Entry {index} is of a kind that this version does not know.")
            case _:
                self._place(index, entry, leaf, petition)

    def finish(self, size: int) -> None:
        """Write what follows from all of them: signatures, wards, tallies, closings, names never to be given again."""
        self.taken_back = settle(self._last, at=self.at, by=self.by)
        recall_wards(size)
        for petition in sorted(self._changed):
            _tally(petition, size)
        for petition_id in sorted(self._closed):
            row = Petition.objects.get(pk=petition_id)
            if row.state == PetitionState.OPEN:
                close(petition=row, at=self.at, by=self.by)
            elif row.state == PetitionState.TAKEN_DOWN and row.closed_at is None:
                end(petition=row, since=self.at, at=self.at, by=self.by)
        if self.lost:
            _never_again(max(self.lost))

    @property
    def voided(self) -> int:
        """How many signatures of this database are void now by what others decided and no row here tells of."""
        return sum(isinstance(leaf, leaves.Void) for leaf in self._last.values())

    def _petition(self, name: str) -> int | None:
        if not (found := REF.fullmatch(name)):
            return None
        key = int(found[1])
        if Petition.objects.filter(pk=key).exists():
            return key
        self.lost.add(key)
        return None

    def _withhold(self, document: Document, reason: str) -> None:
        names = together(document.name)
        there = Document.objects.filter(name__in=names)
        there.update(content=b"", salt=b"", withheld_at=self.at, withheld_reason=reason)
        gone = (DocumentWithheld(document=name, reason=reason) for name in names)
        announce(*gone, at=self.at, by=self.by)

    def _place(
        self, index: int, entry: bytes, leaf: leaves.Leaf, petition: int | None, **facts: Any
    ) -> None:
        """Give the waiting leaf that this entry is its place, or store the entry as a new one."""
        about = {"kind": leaf.kind, "petition_id": petition, **facts}
        waiting = Leaf.objects.filter(index__isnull=True, **about).order_by("id").first()
        row = waiting or Leaf(**about, made_at=self.at, include_by=self.at)
        row.day, row.body, row.index = date.fromisoformat(leaf.day), entry, index
        row.save()
        if petition and row.kind in ABOUT_SIGNATURES:
            self._changed.add(petition)

    def _sign(self, index: int, entry: bytes, leaf: leaves.Sign, petition: int | None) -> None:
        rows = Signature.objects.filter(petition=petition, commit_c=leaf.c, commit_w=leaf.w)
        signature = rows.first()
        self._place(index, entry, leaf, petition, signature=signature)
        self._remember(signature, leaf)

    def _move(
        self,
        index: int,
        entry: bytes,
        leaf: leaves.Withdraw | leaves.Void | leaves.Restore,
        petition: int | None,
    ) -> None:
        signature = Leaf.objects.select_related("signature").get(index=leaf.leaf).signature
        facts = {"reason": leaf.reason} if isinstance(leaf, leaves.Void) else {}
        self._place(index, entry, leaf, petition, signature=signature, **facts)
        self._remember(signature, leaf)

    def _remember(self, signature: Signature | None, leaf: Move) -> None:
        if signature:
            self._last[bytes(signature.ref)] = leaf


def _noted(leaf: leaves.Note, petition: int | None, at: datetime) -> Document:
    """The document that a note binds: the one here, or the published one."""
    found = Document.objects.filter(name=leaf.name).first()
    if found:
        return found
    facts: dict[str, Any] = {"name": leaf.name, "petition_id": petition, "made_at": at}
    try:
        content, salt = fetch(file_path(leaf.name)), fetch(salt_path(leaf.name))
        check_document(leaf.doc, salt, content)
    except FileNotFoundError:
        return Document.objects.create(**facts, **_gone(at))
    except Invalid as error:
        raise Differs(f"{file_path(leaf.name)}: {error}") from None
    return Document.objects.create(**facts, content=content, salt=parse_salt(salt))


def _gone(at: datetime) -> dict[str, Any]:
    """A document that was withheld: the entry that says so, and why, follows."""
    return {"content": b"", "salt": b"", "withheld_at": at, "withheld_reason": "other"}


def _fixed(leaf: leaves.Open, petition: int | None, at: datetime) -> Document:
    """Of the four documents that an opening fixed the text, once all are here again."""
    names = [f"{leaf.petition}-{part}" for part in FIXED]
    for name, part in zip(names, FIXED, strict=True):
        if not Document.objects.filter(name=name).exists():
            facts = _published(name, getattr(leaf, part), at)
            Document.objects.create(name=name, petition_id=petition, made_at=at, **facts)
    return Document.objects.get(name=names[0])


def _published(name: str, digest: bytes, at: datetime) -> dict[str, Any]:
    try:
        content = fetch(file_path(name))
        check_fixed(digest, content)
    except FileNotFoundError:
        return _gone(at)
    except Invalid as error:
        raise Differs(f"{file_path(name)}: {error}") from None
    return {"content": content, "salt": b""}


def _tally(petition: int, size: int) -> None:
    """The figures that the last state of each of a petition's signatures gives."""
    last: dict[int, str] = {}
    rows = Leaf.objects.filter(petition_id=petition, index__isnull=False).order_by("index")
    for entry in rows.values_list("body", flat=True).iterator():
        match leaf := leaves.parse_leaf(bytes(entry)):
            case leaves.Withdraw() | leaves.Void() | leaves.Restore():
                last[leaf.leaf] = leaf.kind
    facts = {
        "signed": rows.filter(kind=Kind.SIGN).count(),
        "withdrawn": sum(kind == "withdraw" for kind in last.values()),
        "void": sum(kind == "void" for kind in last.values()),
    }
    Tally.objects.update_or_create(petition_id=petition, size=size, defaults=facts)


def _never_again(key: int) -> None:
    """No new petition gets the name of one that is in the log and whose row was lost."""
    with connection.cursor() as cursor:
        for statement in RAISE_NUMBER[connection.vendor]:
            cursor.execute(statement, {"key": key})
