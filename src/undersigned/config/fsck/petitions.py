"""Petitions, rules, notices and dossiers: every hash recomputed from what it is of."""

import hashlib
from collections.abc import Iterator

from undersigned.config.fsck.blobs import fault_of_blob
from undersigned.config.fsck.faults import Fault, Rule, each, label
from undersigned.councils.models import Notice, Rules
from undersigned.petitions.models import NamedOfficial, Petition
from undersigned.petitions.states import PUBLIC
from undersigned.record.models import Version

NOT_WHAT_WAS_SIGNED = "Close the petition for signing until a backup shows which text was opened."
NOT_WHAT_WAS_MADE = "Compare with a backup: the document is not the one that was published."


def petition(row: Petition) -> Iterator[tuple[str, str]]:
    """A public petition has the text that was opened, under its own council's rules and notice."""
    if row.state not in PUBLIC:
        return
    if row.text_sha256 != row.hash_of_text():
        yield "text_sha256", "is not the hash of what the page shows"
    for column, version in (("rules", row.rules), ("notice", row.notice)):
        if version is None or version.council_id != row.council_id:
            yield column, "are not of the petition's council"
    moments = [row.created_at, row.submitted_at, row.approved_at, row.opened_at, row.closed_at]
    known = [moment for moment in moments if moment]
    if known != sorted(known):
        yield "created_at … closed_at", "are not in order"


def version(row: Rules | Notice) -> Iterator[tuple[str, str]]:
    """Rules and a notice have the hash of their document."""
    if row.sha256 != row.hash_of(row.document):
        yield "sha256", "is not the hash of the document"


def numbers() -> Iterator[Fault]:
    """A council's versions, and a dossier's, are numbered 1, 2, 3 and so on."""
    for model, owner in ((Rules, "council_id"), (Notice, "council_id"), (Version, "dossier_id")):
        last: tuple[int, int] = (0, 0)
        for row in model.objects.order_by(owner, "number").only(owner, "number"):
            of = getattr(row, owner)
            if row.number != (last[1] if last[0] == of else 0) + 1:
                yield Fault(label(row), "number", f"is {row.number}, and none is before it")
            last = (of, row.number)


def dossier(row: Version) -> Iterator[tuple[str, str]]:
    """A dossier's version has the hash of its bytes."""
    if row.sha256 != hashlib.sha256(row.content).hexdigest():
        yield "sha256", "is not the hash of the content"


def official(row: NamedOfficial) -> Iterator[tuple[str, str]]:
    """A named official's address is sealed, and gone once the petition has opened."""
    if row.email_sealed is None:
        return
    if fault := fault_of_blob(row.email_sealed, of="signatures"):
        yield "email_sealed", fault
    if row.petition.state in PUBLIC:
        yield "email_sealed", "should have been erased when the petition opened"


RULES = [
    Rule(
        "petitions.text",
        "every public petition has the text, rules and notice that it opened with",
        NOT_WHAT_WAS_SIGNED,
        each(lambda: Petition.objects.select_related("council", "rules", "notice"), petition),
    ),
    Rule(
        "petitions.officials",
        "addresses of named officials are sealed, and erased at opening",
        "Compare with a backup.",
        each(lambda: NamedOfficial.objects.select_related("petition"), official),
    ),
    Rule(
        "councils.rules",
        "every version of a council's rules has the hash of its document",
        NOT_WHAT_WAS_MADE,
        each(Rules.objects.all, version),
    ),
    Rule(
        "councils.notices",
        "every version of a council's notice has the hash of its document",
        NOT_WHAT_WAS_MADE,
        each(Notice.objects.all, version),
    ),
    Rule(
        "record.dossiers",
        "every version of a dossier has the hash of its content",
        NOT_WHAT_WAS_MADE,
        each(Version.objects.all, dossier),
    ),
    Rule(
        "versions.numbers",
        "versions are numbered without a gap",
        "A version was deleted: restore it from a backup.",
        numbers,
    ),
]
