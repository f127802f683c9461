"""What the public log says, held against the rows that it is about: signatures, documents, petitions."""

from collections import defaultdict
from collections.abc import Iterator
from hashlib import sha256

from django.db.models import F

from undersigned.config.fsck.faults import BATCH, Fault, Rule, each, label
from undersigned.config.terminal import Progress
from undersigned.petitions.models import Petition
from undersigned.petitions.states import PUBLIC
from undersigned.petitions.states import State as Stage
from undersigned.proof.models import Document, Leaf
from undersigned.proof.naming import name_of, together
from undersigned.proof.states import Kind
from undersigned.pure.tlog.documents import FIXED, doc_hash, fixed_files
from undersigned.pure.tlog.leaves import Note, Open, Sign, parse_leaf
from undersigned.signatures.models import Signature
from undersigned.signatures.states import State

NOT_PUBLISHED = (
    "Stop the worker. The published files say what is right (docs/run/log.md); restore, then adopt."
)
ABOUT_SIGNATURES = {Kind.SIGN, Kind.WITHDRAW, Kind.VOID, Kind.RESTORE}
LAST = {
    State.CONFIRMED: {Kind.SIGN, Kind.RESTORE},
    State.WITHDRAWN: {Kind.WITHDRAW},
    State.VOID: {Kind.VOID},
}


def signatures() -> Iterator[Fault]:
    """Every signature that was confirmed has its entry, and the last entry about it says what it is now."""
    rows = Signature.objects.filter(state__in=LAST).order_by("pk")
    with Progress("Checking entries", total=rows.count(), unit="signatures") as progress:
        batch = list(rows[:BATCH])
        while batch:
            yield from _side_by_side(list(progress.over(batch)))
            batch = list(rows.filter(pk__gt=batch[-1].pk)[:BATCH])
    about = Leaf.objects.filter(signature__isnull=False)
    strangers = about.exclude(signature__state__in=LAST) | about.exclude(kind__in=ABOUT_SIGNATURES)
    for leaf in strangers.order_by("pk"):
        yield Fault(label(leaf), "signature", "is of a signature that this cannot be about")
    about = Leaf.objects.filter(document__isnull=False)
    for leaf in about.exclude(kind__in=[Kind.NOTE, Kind.OPEN]).order_by("pk"):
        yield Fault(label(leaf), "document", "is given where no document belongs")
    opened = Leaf.objects.filter(kind=Kind.OPEN, petition__isnull=False)
    for leaf in opened.select_related("document").order_by("pk"):
        if leaf.document is None or leaf.document.name != f"{name_of(leaf.petition_id)}-{FIXED[0]}":
            yield Fault(label(leaf), "document", "is not the text that it fixed")


def _side_by_side(rows: list[Signature]) -> Iterator[Fault]:
    leaves: dict[int | None, list[Leaf]] = defaultdict(list)
    about = Leaf.objects.filter(signature__in=[row.pk for row in rows])
    for leaf in about.order_by(F("index").asc(nulls_last=True), "pk"):
        leaves[leaf.signature_id].append(leaf)
    for row in rows:
        if what := _of(row, leaves[row.pk]):
            yield Fault(label(row), "", what)


def _of(row: Signature, leaves: list[Leaf]) -> str:
    if not leaves or leaves[0].kind != Kind.SIGN:
        return "has no entry in the log"
    sign = leaves[0]
    body = Sign(
        name_of(row.petition_id), sign.day.isoformat(), bytes(row.commit_c), bytes(row.commit_w)
    )
    if bytes(sign.body) != body.bytes or sign.petition_id != row.petition_id:
        return "has an entry in the log that is not its own"
    if leaves[-1].kind not in LAST[State(row.state)]:
        return f"is {row.state}, and the last entry about it says {leaves[-1].kind}"
    return ""


def documents(row: Document) -> Iterator[tuple[str, str]]:
    """A document is the one that its entry binds; one that is withheld has an entry that says so."""
    if not row.salt and not row.withheld_at:
        lost = row.petition_id is None  # its name alone says whose it is
        owner = row.name.rpartition("-")[0] if lost else name_of(row.petition_id)
        if row.name not in {f"{owner}-{part}" for part in FIXED}:
            yield "name", "is not that of a file that an opening fixes"
        return
    leaves = list(Leaf.objects.filter(document__name=together(row.name)[0]).order_by("pk"))
    notes = [leaf for leaf in leaves if not leaf.reason]
    if row.withheld_at:
        if not any(leaf.reason == row.withheld_reason for leaf in leaves):
            yield "withheld_reason", "is given, and no entry gives it"
    elif len(notes) != 1 or not _binds(notes[0], row):
        yield "content", "is not what one entry of the log binds"


def _binds(leaf: Leaf, row: Document) -> bool:
    note = parse_leaf(bytes(leaf.body))
    doc = doc_hash(bytes(row.salt), bytes(row.content))
    return isinstance(note, Note) and (note.doc, note.name) == (doc, row.name)


def petitions(row: Petition) -> Iterator[tuple[str, str]]:
    """A petition's opening stands in the log with its four files, and its closing where it is closed."""
    kinds = dict(
        Leaf.objects.filter(petition=row, kind__in=[Kind.OPEN, Kind.CLOSE])
        .order_by("pk")
        .values_list("kind", "body")
    )
    if Kind.OPEN not in kinds:
        signed = Leaf.objects.filter(petition=row, kind=Kind.SIGN, index__isnull=False)
        fixed = Document.objects.filter(petition=row, salt=b"", withheld_at=None)
        if kinds or signed.exists() or fixed.exists():
            yield "", "has entries in the log and no opening"
        return
    opened = parse_leaf(bytes(kinds[Kind.OPEN]))
    if isinstance(opened, Open):
        for path, digest in fixed_files(opened).items():
            name = path.removeprefix("record/").removesuffix(".json")
            there = Document.objects.filter(name=name).first()
            if there is None or not (there.withheld_at or _is(there, digest)):
                yield "", f"opened with {path}, and that is not here as it was"
    if row.state == Stage.OPEN and Kind.CLOSE in kinds:
        yield "state", "is open, and the log says that it is closed"


def _is(document: Document, digest: bytes) -> bool:
    return sha256(bytes(document.content)).digest() == digest


RULES = [
    Rule(
        "log.signatures",
        "every confirmed signature has its entry; the last entry about each says what it is",
        "A row or an entry was changed behind the site's back: compare with a backup and with the files.",
        signatures,
    ),
    Rule(
        "log.documents",
        "every document is the one that its entry binds",
        NOT_PUBLISHED,
        each(Document.objects.all, documents),
    ),
    Rule(
        "log.petitions",
        "every petition's opening stands in the log with its files",
        NOT_PUBLISHED,
        each(lambda: Petition.objects.filter(state__in=PUBLIC), petitions),
    ),
]
