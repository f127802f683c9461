"""The public log: every entry, figure and root recomputed, and held against the published files."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from undersigned.config.fsck.faults import Fault, Rule, label
from undersigned.config.terminal import Progress
from undersigned.petitions.models import Petition
from undersigned.proof.actions.extend import bound, files_of, paths_of
from undersigned.proof.files import Differs, fetch, holds, published
from undersigned.proof.models import Checkpoint, Document, Leaf, Tally
from undersigned.proof.naming import name_of
from undersigned.proof.queries.sizes import log_size
from undersigned.proof.reading import entries as published_entries
from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.leaves import parse_leaf
from undersigned.pure.tlog.machine import Machine
from undersigned.pure.tlog.tree import Frontier, leaf_hash

NOT_PUBLISHED = (
    "Stop the worker. The published files say what is right (docs/run/log.md); restore, then adopt."
)


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
    yield from _last(machine)
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
        gives = (figures.signed, figures.withdrawn, figures.void)
        if _says(row) != gives:
            yield Fault(label(row), "", f"says {_says(row)}, the entries give {gives}")


def _last(machine: Machine) -> Iterator[Fault]:
    """Each petition's last tally is what all its entries give."""
    last = {name_of(row.petition_id): row for row in Tally.objects.order_by("size").iterator()}
    for petition, figures in machine.petitions().items():
        gives = (figures.signed, figures.withdrawn, figures.void)
        says = _says(last[petition]) if petition in last else (0, 0, 0)
        if says != gives and _is_known(petition):
            yield Fault(f"the last tally of {petition}", "", f"says {says}, not {gives}")


def _says(row: Tally) -> tuple[int, int, int]:
    return row.signed, row.withdrawn, row.void


def _is_known(petition: str) -> bool:
    """Whether this database has its row: after a restore the log may know more petitions."""
    return Petition.objects.filter(pk=petition.removeprefix("p")).exists()


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
    if both == size and not Checkpoint.objects.filter(size=size).exists():
        yield Fault(f"the checkpoint of {size}", "", "is published and not here")
    for document in bound(0, both).order_by("pk").iterator():
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
        "log.files",
        "the published files hold what the database holds",
        NOT_PUBLISHED,
        files,
    ),
]
