"""Rows held against the fingerprints that the last event about them took, and the journal itself."""

from collections.abc import Iterator

from django.db.models import Count, Exists, F, OuterRef, TextField, Value
from django.db.models.functions import Cast, Concat

from undersigned.config.fsck.faults import Fault, Rule, each, label, walk
from undersigned.journal import fingerprints
from undersigned.journal.models import Entry, Fingerprint

BEHIND = (
    "Rows changed behind the site's back. Compare with a backup; the journal names who last acted."
)


def subjects() -> Iterator[Fault]:
    """Every row of every subject is as the last event about it left it."""
    for row in walk(Fingerprint.objects.all(), "Checking fingerprints"):
        kind = row.subject.partition(":")[0]
        if kind in fingerprints.wiring():
            yield from _differing(row.marks, fingerprints.take(row.subject))
        elif not row.subject.startswith(fingerprints.ENTRIES):
            yield Fault(label(row), "subject", "names nothing that has fingerprints")


def unannounced() -> Iterator[Fault]:
    """No row stands outside every fingerprint: an action made it, and announced that."""
    for kind, parts in fingerprints.wiring().items():
        for part in parts:
            model, path = fingerprints.part_of(part)
            subject = Concat(
                Value(f"{kind}:"), Cast(F(path), TextField()), output_field=TextField()
            )
            marked = Fingerprint.objects.filter(subject=OuterRef("its_subject"))
            rows = model._default_manager.annotate(its_subject=subject)  # noqa: SLF001 - documented
            for row in rows.filter(~Exists(marked)).order_by("pk"):
                yield Fault(label(row), "", "is there; no event says that it was made")


def macs(entry: Entry) -> Iterator[tuple[str, str]]:
    """A journal entry is as it was written."""
    if bytes(entry.mac) != fingerprints.entry_mac(entry):
        yield "mac", "does not fit: this entry was changed, or never written by this site"


def entries() -> Iterator[Fault]:
    """As many entries of each name as were announced."""
    prefix = fingerprints.ENTRIES
    there = dict(Entry.objects.order_by().values_list("name").annotate(Count("id")))
    marked = Fingerprint.objects.filter(subject__startswith=prefix)
    said = {row.subject.removeprefix(prefix): row.marks.get("rows") for row in marked}
    for name in sorted(there.keys() | said.keys()):
        if there.get(name, 0) != said.get(name, 0):
            what = f"{said.get(name, 0)} were announced, {there.get(name, 0)} are there"
            yield Fault(f"entries named {name}", "", what)


def _differing(was: dict[str, str], now: dict[str, str]) -> Iterator[Fault]:
    for row in sorted(was.keys() | now.keys()):
        if row not in now:
            yield Fault(row, "", "is gone; no event says that it was deleted")
        elif row not in was:
            yield Fault(row, "", "is there; no event says that it was made")
        elif was[row] != now[row]:
            yield Fault(row, "", "was changed, and no event says so")


RULES = [
    Rule(
        "journal.rows",
        "every row is as the last event about it left it",
        BEHIND,
        subjects,
    ),
    Rule(
        "journal.announced",
        "every row was made by an action that announced it",
        BEHIND,
        unannounced,
    ),
    Rule(
        "journal.entries",
        "every entry of the journal is as it was written",
        "The journal was changed behind the site's back: compare with a backup.",
        each(Entry.objects.all, macs),
    ),
    Rule(
        "journal.numbers",
        "no entry of the journal is missing or added",
        "The journal was changed behind the site's back: compare with a backup.",
        entries,
    ),
]
