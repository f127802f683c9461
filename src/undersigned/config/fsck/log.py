"""The public log: every entry, figure and root recomputed; held against the signatures and the published files."""

from collections import defaultdict
from collections.abc import Iterator
from hashlib import sha256
from itertools import islice

from undersigned.config.fsck.faults import BATCH, Fault, Rule, each, label
from undersigned.config.terminal import Progress
from undersigned.petitions.models import Petition
from undersigned.petitions.states import PUBLIC
from undersigned.petitions.states import State as Stage
from undersigned.proof.actions.extend import files_of, paths_of
from undersigned.proof.files import Differs, fetch, holds, published
from undersigned.proof.models import Checkpoint, Document, Leaf, Tally
from undersigned.proof.naming import name_of
from undersigned.proof.queries.sizes import log_size
from undersigned.proof.reading import entries as published_entries
from undersigned.proof.states import Kind
from undersigned.pure.tlog.documents import doc_hash, fixed_files
from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.leaves import Note, Open, Sign, parse_leaf
from undersigned.pure.tlog.machine import Machine
from undersigned.pure.tlog.tree import Frontier, leaf_hash
from undersigned.signatures.models import Signature
from undersigned.signatures.states import State

NOT_PUBLISHED = (
    "Stop the worker. The published files say what is right (docs/run/log.md); restore, then adopt."
)
LAST = {
    State.CONFIRMED: {Kind.SIGN, Kind.RESTORE},
    State.WITHDRAWN: {Kind.WITHDRAW},
    State.VOID: {Kind.VOID},
}


def entries() -> Iterator[Fault]:
    """Entries stand without a gap and by the rules; tallies and checkpoints are those that they give."""
    machine, tree = Machine(), Frontier()
    tallies: dict[int, list[Tally]] = defaultdict(list)
    for tally in Tally.objects.order_by("pk").iterator():
        tallies[tally.size].append(tally)
    checkpoints = {row.size: row for row in Checkpoint.objects.iterator()}
    yield from _at(tree, checkpoints)
    rows = Leaf.objects.filter(index__isnull=False).order_by("index")
    with Progress("Checking the log", total=rows.count(), unit="entries") as progress:
        for number, row in enumerate(progress.over(rows.iterator())):
            if row.index != number:
                yield Fault("the log", "", f"lacks entry {number}")
                return
            if what := _take(machine, number, row):
                yield Fault(label(row), "body", what)
                return
            tree.append(leaf_hash(bytes(row.body)))
            yield from _at(tree, checkpoints)
            yield from _figures(machine, tallies.pop(tree.size, []))
    for kind, sizes in (("checkpoint", checkpoints), ("tally", tallies)):
        for size in sorted(sizes):
            yield Fault(f"the {kind} of {size}", "size", "is beyond the log")


def _take(machine: Machine, number: int, row: Leaf) -> str:
    try:
        leaf = parse_leaf(bytes(row.body))
        machine.take(number, leaf)
    except Invalid as error:
        return f"is not what may stand there: {error}"
    same = row.petition_id is None or leaf.petition == name_of(row.petition_id)
    if (leaf.kind, leaf.day, same) != (row.kind, row.day.isoformat(), True):
        return "is not what the other columns say"
    return ""


def _at(tree: Frontier, checkpoints: dict[int, Checkpoint]) -> Iterator[Fault]:
    row = checkpoints.pop(tree.size, None)
    if row and bytes(row.root) != tree.root():
        yield Fault(label(row), "root", "is not the root of the entries")


def _figures(machine: Machine, tallies: list[Tally]) -> Iterator[Fault]:
    for row in tallies:
        figures = machine.figures(name_of(row.petition_id))
        says = (row.signed, row.withdrawn, row.void)
        gives = (figures.signed, figures.withdrawn, figures.void)
        if says != gives:
            yield Fault(label(row), "", f"says {says}, the entries give {gives}")


def signatures() -> Iterator[Fault]:
    """Every signature that was confirmed has its entry, and the last entry about it says what it is now."""
    rows = Signature.objects.filter(state__in=LAST).order_by("pk")
    with Progress("Checking entries", total=rows.count(), unit="signatures") as progress:
        batch = list(rows[:BATCH])
        while batch:
            yield from _side_by_side(list(progress.over(batch)))
            batch = list(rows.filter(pk__gt=batch[-1].pk)[:BATCH])
    strangers = Leaf.objects.filter(signature__isnull=False).exclude(signature__state__in=LAST)
    for leaf in strangers.order_by("pk"):
        yield Fault(label(leaf), "signature", "is of a signature that was never confirmed")


def _side_by_side(rows: list[Signature]) -> Iterator[Fault]:
    leaves: dict[int | None, list[Leaf]] = defaultdict(list)
    for leaf in Leaf.objects.filter(signature__in=[row.pk for row in rows]).order_by("pk"):
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
    leaves = list(Leaf.objects.filter(document=row).order_by("pk"))
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
        if kinds or Leaf.objects.filter(petition=row, kind=Kind.SIGN, index__gte=0).exists():
            yield "", "has entries in the log and no opening"
        return
    opened = parse_leaf(bytes(kinds[Kind.OPEN]))
    if isinstance(opened, Open):
        for path, digest in fixed_files(opened).items():
            name = path.removeprefix("record/").removesuffix(".json")
            there = Document.objects.filter(name=name).first()
            if there is None or sha256(bytes(there.content)).digest() != digest:
                yield "", f"opened with {path}, and that is not here as it was"
    if row.state == Stage.OPEN and Kind.CLOSE in kinds:
        yield "state", "is open, and the log says that it is closed"


def files() -> Iterator[Fault]:
    """What is published is what the database holds, as far as it reaches: after a restore it may reach further."""
    try:
        out = published()
        if out is not None:
            yield from _published(min(out[1].size, log_size()), out[1].size)
    except Differs as error:
        yield Fault("the published log", "", str(error))


def _published(both: int, size: int) -> Iterator[Fault]:
    rows = Leaf.objects.filter(index__lt=both).order_by("index").iterator()
    row = next(rows, None)
    for index, entry in enumerate(islice(published_entries(size), both)):
        if row and row.index == index:  # else it is missing here, which another rule tells
            if bytes(row.body) != entry:
                yield Fault(label(row), "body", "is not what is published")
            row = next(rows, None)
    bound = Leaf.objects.filter(index__lt=both, kind=Kind.NOTE).values("document_id")
    for document in Document.objects.filter(pk__in=bound).order_by("pk").iterator():
        yield from _document(document)


def _document(document: Document) -> Iterator[Fault]:
    if document.withheld_at is None:
        for path, content in files_of(document):
            if not holds(path, content):
                yield Fault(label(document), "content", f"is not what is published as {path}")
        return
    for path in paths_of(document.name):
        if _is_there(path):
            yield Fault(label(document), "withheld_at", f"is set, and {path} is still published")


def _is_there(path: str) -> bool:
    try:
        fetch(path)
    except FileNotFoundError:
        return False
    return True


RULES = [
    Rule(
        "log.entries",
        "the log has no gap and breaks no rule; its tallies and checkpoints are those of its entries",
        NOT_PUBLISHED,
        entries,
    ),
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
        each(lambda: Document.objects.exclude(salt=b"", withheld_at=None), documents),
    ),
    Rule(
        "log.petitions",
        "every petition's opening stands in the log with its files",
        NOT_PUBLISHED,
        each(lambda: Petition.objects.filter(state__in=PUBLIC), petitions),
    ),
    Rule(
        "log.files",
        "the published files hold what the database holds",
        NOT_PUBLISHED,
        files,
    ),
]
