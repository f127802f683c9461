"""What witnesses said, and what was published by ward: both held against the log."""

from collections.abc import Iterator

from undersigned.config.fsck.faults import BATCH, Fault, Rule, each, label
from undersigned.proof.models import Cosignature, Leaf, WardEntry, Witness
from undersigned.proof.naming import name_of
from undersigned.pure.tlog import cosignatures
from undersigned.pure.tlog.commitment import ward_hash
from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.keys import VKey, parse_seal, parse_vkey
from undersigned.pure.tlog.leaves import Sign, parse_leaf
from undersigned.pure.tlog.notes import parse_note


def lines(row: Cosignature) -> Iterator[tuple[str, str]]:
    """A witness's line is its own, under this checkpoint, of the time that the row says."""
    try:
        seal = parse_seal(row.line)
        body = parse_note(bytes(row.checkpoint.note)).text
        keys = [vkey for vkey in _keys() if (vkey.name, vkey.id) == (seal.name, seal.key_id)]
        times = [cosignatures.check(seal, body, vkey) for vkey in keys]
    except Invalid as fault:
        yield "line", str(fault)
        return
    if row.witness != seal.name:
        yield "witness", "is not whose line this is"
    if any(time != row.at.timestamp() for time in times):
        yield "at", "is not when the witness says"


def _keys() -> list[VKey]:
    return [parse_vkey(text) for text in Witness.objects.values_list("vkey", flat=True)]


def wards() -> Iterator[Fault]:
    """Each entry that was published under a ward was signed for that ward."""
    rows = WardEntry.objects.exclude(ward="").order_by("pk")
    batch = list(rows[:BATCH])
    while batch:
        leaves = Leaf.objects.filter(index__in=[row.index for row in batch])
        bodies = dict(leaves.values_list("index", "body"))
        for row in batch:
            if not _is_of(row, bytes(bodies.get(row.index, b""))):
                yield Fault(label(row), "ward", "is not the ward that the entry commits to")
        batch = list(rows.filter(pk__gt=batch[-1].pk)[:BATCH])


def _is_of(row: WardEntry, body: bytes) -> bool:
    try:
        leaf = parse_leaf(body)
    except Invalid:
        return False
    petition = name_of(row.petition_id)
    found = ward_hash(bytes(row.salt), petition, row.ward)
    return isinstance(leaf, Sign) and (leaf.petition, leaf.w) == (petition, found)


RULES = [
    Rule(
        "log.cosignatures",
        "every witness's line belongs to its checkpoint",
        "Delete the row: the witness is asked again. Verifiers refuse a checkpoint with a false line.",
        each(lambda: Cosignature.objects.select_related("checkpoint"), lines),
    ),
    Rule(
        "log.wards",
        "every entry published by ward commits to that ward",
        "Delete the row: the entry is opened and counted again. Compare with a backup.",
        wards,
    ),
]
