"""Read the published log from its files, as a stranger would: only what its checkpoint bears out is believed."""

from collections.abc import Iterator
from dataclasses import dataclass

from undersigned.proof.files import Differs, fetch, published
from undersigned.proof.vkeys import all_vkeys
from undersigned.pure.tlog.checkpoints import Checkpoint
from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.leaves import Leaf, parse_leaf
from undersigned.pure.tlog.machine import Machine
from undersigned.pure.tlog.notes import Note, parse_note, verified
from undersigned.pure.tlog.tiles import TILE, decode_entries, entries_path
from undersigned.pure.tlog.tree import Frontier, leaf_hash


@dataclass(frozen=True)
class Published:
    """The published checkpoint: read, and as a note under this log's own seals alone."""

    checkpoint: Checkpoint
    note: bytes


def read_checkpoint() -> Published | None:
    """The published checkpoint, sealed by a key of this log; None where there is none. Raises Differs."""
    out = published()
    if out is None:
        return None
    note = parse_note(out[0])
    try:
        keys = verified(note, all_vkeys("log"))
    except Invalid as error:
        raise Differs(f"The published checkpoint: {error}") from None
    if not keys:
        raise Differs("The published checkpoint is not sealed by a key of this log.")
    ids = {key.id for key in keys}
    own = tuple(seal for seal in note.seals if seal.key_id in ids)
    return Published(out[1], Note(note.text, own).bytes)


def entries(size: int) -> Iterator[bytes]:
    """The entries of the published log, in order. Raises Differs where a tile is missing or malformed."""
    for index in range(-(-size // TILE)):
        width = min(TILE, size - index * TILE)
        try:
            yield from decode_entries(fetch(entries_path(index, width)), width)
        except FileNotFoundError as error:
            raise Differs(f"{error.filename} is missing.") from None
        except Invalid as error:
            raise Differs(str(error)) from None


def read_log(checkpoint: Checkpoint) -> Iterator[tuple[bytes, Leaf]]:
    """Every entry and what it says, checked by the rules; at the end, against the root. Raises Differs."""
    machine, tree = Machine(), Frontier()
    for index, entry in enumerate(entries(checkpoint.size)):
        try:
            leaf = parse_leaf(entry)
            machine.take(index, leaf)
        except Invalid as error:
            raise Differs(f"Entry {index} of the published log: {error}") from None
        tree.append(leaf_hash(entry))
        yield entry, leaf
    if tree.root() != checkpoint.root:
        raise Differs("The published entries are not those that the checkpoint is over.")
