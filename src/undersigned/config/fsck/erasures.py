"""The erasure ledger and the database say the same."""

from collections.abc import Iterator

from undersigned.config import ledger
from undersigned.config.fsck.faults import Fault, Rule, label
from undersigned.signatures.models import Signature

BATCH = 500


def check() -> Iterator[Fault]:
    """What the ledger names holds nothing of a person; what holds nothing stands in the ledger."""
    blank = Signature.objects.filter(sealed=b"").order_by("pk")
    unlisted = {bytes(row.ref): row for row in blank.only("ref").iterator()}
    refs = []
    for erasure in ledger.read():
        unlisted.pop(erasure.ref, None)
        refs.append(erasure.ref)
        if len(refs) == BATCH:
            yield from _returned(refs)
            refs = []
    yield from _returned(refs)
    for row in unlisted.values():
        yield Fault(label(row), "sealed", "is blank; the erasure ledger does not name it")


def _returned(refs: list[bytes]) -> Iterator[Fault]:
    for row in Signature.objects.filter(ref__in=refs).exclude(sealed=b"").only("ref"):
        yield Fault(label(row), "sealed", "was erased, and is back")


RULES = [
    Rule(
        "erasures.ledger",
        "what was erased holds nothing, and stands in the erasure ledger",
        "`undersigned erasures replay` erases again; put back a ledger that lacks lines.",
        check,
    ),
]
