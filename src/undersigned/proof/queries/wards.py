"""A petition's signatures by ward: what the newest published file lists, and the page that shows it."""

import json
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from undersigned.councils.maps import DrawnWards, drawn_wards
from undersigned.petitions.models import Petition
from undersigned.proof.models import Document, Leaf
from undersigned.proof.queries.checkpoints import newest
from undersigned.proof.states import Kind
from undersigned.pure.tlog.disclosure import Disclosure, K, parse_disclosure
from undersigned.pure.tlog.leaves import Restore, Void, Withdraw, parse_leaf

GONE = (Kind.WITHDRAW, Kind.VOID)
ABOUT = (*GONE, Kind.RESTORE)
SHADES = 4


@dataclass(frozen=True)
class Published:
    """A file of signatures by ward, read."""

    document: Document
    disclosure: Disclosure


@dataclass(frozen=True)
class WardRow:
    """A ward, its number on the map, and its signatures; None where they are not shown."""

    number: int
    ward: str
    signatures: int | None


@dataclass(frozen=True)
class WardsPage:
    """A petition's signatures by ward; `published` is None before there are enough to show."""

    petition: Petition
    rows: tuple[WardRow, ...]
    other: int
    total: int
    published: Published | None
    file: str
    drawn: DrawnWards | None
    least: int


def document_prefix(petition: Petition) -> str:
    """How the names of a petition's files of signatures by ward begin."""
    return f"{petition.public_ref}-by-ward-"


def last_disclosure(petition: Petition, size: int | None = None) -> Published | None:
    """The newest file of signatures by ward; with a size, the newest that a log of this size binds. One query."""
    made = Document.objects.filter(
        petition=petition, name__startswith=document_prefix(petition), withheld_at__isnull=True
    )
    if size is not None:
        bound = Leaf.objects.filter(kind=Kind.NOTE, petition=petition, index__lt=size)
        made = made.filter(pk__in=bound.values("document_id"))
    document = made.order_by("-id").first()
    return Published(document, parse_disclosure(bytes(document.content))) if document else None


def active_entries(petition: Petition, size: int) -> dict[int, int | None]:
    """The petition's active signatures in a log of `size` entries, as the log itself says: entry → signature.

    None for an entry that was read back from the published files (`undersigned log adopt`). Two queries.
    """
    placed = Leaf.objects.filter(petition=petition, index__lt=size).order_by("index")
    last: dict[int, str] = {}
    for kind, body in placed.filter(kind__in=ABOUT).values_list("kind", "body"):
        leaf = parse_leaf(bytes(body))
        if isinstance(leaf, Withdraw | Void | Restore):
            last[leaf.leaf] = kind
    signed = placed.filter(kind=Kind.SIGN).values_list("index", "signature_id")
    return {
        index: signature
        for index, signature in signed.iterator()
        if index is not None and last.get(index) not in GONE
    }


def all_wards(petition: Petition) -> list[str]:
    """The council's wards as they were when the petition opened; before that is published, as they are. One query."""
    name = f"{petition.public_ref}-wards"
    content = Document.objects.values_list("content", flat=True).filter(name=name).first()
    if content is None:
        return list(petition.council.wards.values_list("name", flat=True))
    wards: list[str] = json.loads(bytes(content))["wards"]
    return wards


def wards_page(petition: Petition) -> WardsPage:
    """What the newest published file says, ward by ward. Eight queries."""
    checkpoint = newest()
    published = last_disclosure(petition, checkpoint.size) if checkpoint else None
    listed = {
        ward: len(entries)
        for ward, entries in (published.disclosure.wards.items() if published else ())
    }
    names = all_wards(petition)
    names += sorted(listed.keys() - set(names))
    rows = tuple(
        WardRow(number, ward, listed.get(ward)) for number, ward in enumerate(names, start=1)
    )
    other = published.disclosure.other if published else 0
    return WardsPage(
        petition=petition,
        rows=rows,
        other=other,
        total=sum(listed.values()) + other,
        published=published,
        file=f"/log/record/{published.document.name}.json" if published else "",
        drawn=drawn_wards(petition.council, words=_words(rows), shades=_shades(listed)),
        least=K,
    )


def _words(rows: tuple[WardRow, ...]) -> dict[str, str]:
    """What the map says of each ward."""
    return {
        row.ward: _("%(ward)s: not shown") % {"ward": row.ward}
        if row.signatures is None
        else ngettext(
            "%(ward)s: %(number)d signature", "%(ward)s: %(number)d signatures", row.signatures
        )
        % {"ward": row.ward, "number": row.signatures}
        for row in rows
    }


def _shades(listed: dict[str, int]) -> dict[str, str]:
    """A shade for each ward that is shown, by its part of the largest."""
    most = max(listed.values(), default=0)
    return {ward: str(-(-SHADES * number // most)) for ward, number in listed.items()}
