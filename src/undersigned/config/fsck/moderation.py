"""Moderation: nothing is void but by an examination that two people approved, and its numbers are those of its rows."""

from collections.abc import Iterator

from django.db.models import Count, Exists, OuterRef, Q

from undersigned.config.fsck.faults import Fault, Rule, label
from undersigned.proof.models import Leaf
from undersigned.proof.queries.adopted import adopted
from undersigned.proof.states import Kind
from undersigned.signatures.models import Signature
from undersigned.signatures.moderation.models import Examination, Finding
from undersigned.signatures.states import State


def alone() -> Iterator[Fault]:
    """Void signatures that no approved examination declared so, for the reason that they say.

    Of those whose entries were read back after a restore, the examination was lost.
    """
    found = Finding.objects.filter(
        signature=OuterRef("pk"),
        voided=True,
        restored=False,
        examination__approved_by__isnull=False,
        examination__reason=OuterRef("void_reason"),
    )
    read_back = Leaf.objects.filter(
        adopted(), kind=Kind.VOID, signature=OuterRef("pk"), reason=OuterRef("void_reason")
    )
    void = Signature.objects.filter(state=State.VOID).exclude(Exists(found) | Exists(read_back))
    for row in void.order_by("pk").only("pk").iterator():
        yield Fault(label(row), "state", "is void, and no two moderators declared it so")


def numbers() -> Iterator[Fault]:
    """Examinations that say other numbers than their findings."""
    counted = Examination.objects.annotate(
        void=Count("findings", filter=Q(findings__voided=True)),
        back=Count("findings", filter=Q(findings__restored=True)),
    )
    for row in counted.order_by("pk").iterator():
        for column, says, rows in (
            ("voided", row.voided, row.void),
            ("restored", row.restored, row.back),
        ):
            if says != rows:
                yield Fault(label(row), column, f"says {says}, the rows are {rows}")


REMEDY = "Rows changed behind the site's back: compare with a backup, and with the public log."
RULES = [
    Rule(
        "signatures.void",
        "every void signature was declared so by two moderators, for the reason that it says",
        REMEDY,
        alone,
    ),
    Rule(
        "signatures.examinations",
        "every examination's numbers are those of its rows",
        REMEDY,
        numbers,
    ),
]
