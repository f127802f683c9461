"""The book: what the log says so far of the petitions and signatures that a batch is about.

The same rules as pure/tlog/machine.py, asked before a leaf gets its place: a leaf that the rules do not allow would
make the whole log invalid for ever, so it waits instead, and `undersigned doctor` tells of it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Max

from undersigned.proof.models import Leaf, Tally
from undersigned.proof.naming import name_of
from undersigned.proof.states import Kind
from undersigned.pure.tlog.leaves import Count, Restore, Void, Withdraw, Withheld, parse_leaf

STATUS = {
    Kind.SIGN: "active",
    Kind.WITHDRAW: "withdrawn",
    Kind.VOID: "void",
    Kind.RESTORE: "active",
}
FROM = {
    Kind.WITHDRAW: {"active", "void"},
    Kind.VOID: {"active"},
    Kind.RESTORE: {"void"},
}


@dataclass
class Page:
    """One petition: what happened to it, and its figures."""

    marks: set[str] = field(default_factory=set)  # open, close, purge
    signed: int = 0
    withdrawn: int = 0
    void: int = 0
    counted_on: date | None = None


class Book:
    """Open it for the leaves of a batch, then `put` them in order."""

    def __init__(self, leaves: Collection[Leaf]) -> None:
        self.pages: dict[int, Page] = _pages({leaf.petition_id for leaf in leaves} - {None})
        self.changed: set[int] = set()
        named = {leaf.signature_id for leaf in leaves if leaf.kind in FROM}
        self._places = _places(named - {None})
        self._bound = _bound({leaf.document_id for leaf in leaves if _withholds(leaf)})

    def allows(self, leaf: Leaf) -> bool:
        """Whether the rules let this leaf come next."""
        if leaf.kind == Kind.NOTE:
            return not _withholds(leaf) or leaf.document_id in self._bound
        page = self.pages[leaf.petition_id or 0]
        match leaf.kind:
            case Kind.OPEN:
                return not page.marks
            case Kind.SIGN | Kind.CLOSE:
                return page.marks == {Kind.OPEN}
            case Kind.PURGE:
                return page.marks == {Kind.OPEN, Kind.CLOSE}
        _, status = self._places.get(leaf.signature_id, (0, ""))
        return Kind.PURGE not in page.marks and status in FROM[Kind(leaf.kind)]

    def put(self, leaf: Leaf, index: int) -> bytes:
        """Give the leaf its place; its bytes."""
        leaf.index = index
        if _withholds(leaf):
            return self._withheld(leaf)
        if leaf.document_id:
            self._bound[leaf.document_id] = index, parse_leaf(bytes(leaf.body)).petition
        if leaf.kind == Kind.NOTE:
            return bytes(leaf.body)
        page = self.pages[leaf.petition_id or 0]
        if leaf.kind in {Kind.OPEN, Kind.CLOSE, Kind.PURGE}:
            page.marks.add(leaf.kind)
            return bytes(leaf.body)
        self.changed.add(leaf.petition_id or 0)
        if leaf.kind == Kind.SIGN:
            page.signed += 1
            self._places[leaf.signature_id] = index, "active"
            return bytes(leaf.body)
        return self._move(leaf, page)

    def _move(self, leaf: Leaf, page: Page) -> bytes:
        place, status = self._places[leaf.signature_id]
        page.void -= status == "void"
        page.void += leaf.kind == Kind.VOID
        page.withdrawn += leaf.kind == Kind.WITHDRAW
        self._places[leaf.signature_id] = place, STATUS[Kind(leaf.kind)]
        head = (_name(leaf), leaf.day.isoformat(), place)
        if leaf.kind == Kind.VOID:
            return Void(*head, leaf.reason).bytes
        return {Kind.WITHDRAW: Withdraw, Kind.RESTORE: Restore}[Kind(leaf.kind)](*head).bytes

    def _withheld(self, leaf: Leaf) -> bytes:
        place, petition = self._bound.pop(leaf.document_id)
        return Withheld(petition, leaf.day.isoformat(), place, leaf.reason).bytes

    def count(self, petition_id: int, day: date) -> bytes:
        """The bytes of a `count` leaf as the figures stand."""
        page = self.pages[petition_id]
        net = page.signed - page.withdrawn - page.void
        name = name_of(petition_id)
        return Count(name, day.isoformat(), page.signed, page.withdrawn, page.void, net).bytes


def _withholds(leaf: Leaf) -> bool:
    return leaf.kind == Kind.NOTE and leaf.reason != ""


def _name(leaf: Leaf) -> str:
    return name_of(leaf.petition_id)


def _pages(petitions: Iterable[int | None]) -> dict[int, Page]:
    pages = {key: Page() for key in petitions if key is not None}
    placed = Leaf.objects.filter(petition_id__in=pages, index__isnull=False)
    marks = placed.filter(kind__in=[Kind.OPEN, Kind.CLOSE, Kind.PURGE])
    for petition, kind in marks.values_list("petition_id", "kind"):
        pages[petition].marks.add(kind)
    counts = placed.filter(kind=Kind.COUNT).values_list("petition_id").annotate(Max("day"))
    for petition, day in counts:
        pages[petition].counted_on = day
    for key, page in pages.items():
        tally = Tally.objects.filter(petition_id=key).order_by("-size").first()
        if tally:
            page.signed, page.withdrawn, page.void = tally.signed, tally.withdrawn, tally.void
    return pages


def _places(signatures: Iterable[int | None]) -> dict[int | None, tuple[int, str]]:
    """Where each signature stands in the log, and what became of it last."""
    found: dict[int | None, tuple[int, str]] = {}
    rows = Leaf.objects.filter(signature_id__in=list(signatures), index__isnull=False)
    for leaf in rows.order_by("index").only("signature_id", "kind", "index"):
        first, _ = found.get(leaf.signature_id, (leaf.index or 0, ""))
        found[leaf.signature_id] = first, STATUS[Kind(leaf.kind)]
    return found


def _bound(documents: Iterable[int | None]) -> dict[int | None, tuple[int, str]]:
    """Where the leaf stands that binds each document, and which petition it names: its row may be lost."""
    rows = Leaf.objects.filter(document_id__in=list(documents), index__isnull=False, reason="")
    return {row.document_id: (row.index or 0, parse_leaf(bytes(row.body)).petition) for row in rows}
