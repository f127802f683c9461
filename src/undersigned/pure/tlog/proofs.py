"""Proofs that a leaf is in a tree, and that a tree only grew: RFC 9162 §2.1.3 and §2.1.4.

RFC 6962 §2.1.1 and §2.1.2 define the same bytes. Making a proof asks for the hashes of complete
subtrees, wherever they are kept; checking one needs nothing but the proof and the roots.

Limits: both speak of roots. That a root is the one everybody sees is what cosignatures are for.
"""

from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.tree import EMPTY_ROOT, ReadHash, node_hash

__all__ = [
    "ReadHash",
    "check_consistency",
    "check_inclusion",
    "consistency_proof",
    "inclusion_proof",
    "root_from",
]


def root_from(size: int, read: ReadHash) -> bytes:
    """The root of the first `size` leaves, from the hashes of complete subtrees."""
    return _span(0, size, read) if size else EMPTY_ROOT


def inclusion_proof(index: int, size: int, read: ReadHash) -> list[bytes]:
    """The hashes beside the way from leaf `index` up to the root of `size` leaves, lowest first.

    Raises Invalid if there is no such leaf.
    """
    if not 0 <= index < size:
        raise Invalid(f"A log of {size} entries has no entry {index}.")
    proof, start, end = [], 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            proof.append(_span(middle, end, read))
            end = middle
        else:
            proof.append(_span(start, middle, read))
            start = middle
    return proof[::-1]


def check_inclusion(leaf: bytes, index: int, size: int, proof: list[bytes], root: bytes) -> None:
    """Raise Invalid unless `proof` leads from the leaf's hash at `index` to the root of `size` leaves."""
    if not 0 <= index < size:
        raise Invalid(f"A log of {size} entries has no entry {index}.")
    # How far leaf and last leaf go up until they meet: below, a lone right edge has no sibling.
    below = (index ^ (size - 1)).bit_length()
    if len(proof) != below + (index >> below).bit_count():
        raise Invalid("The proof has not the length that its place in the log asks for.")
    found = leaf
    for level, beside in enumerate(proof):
        left = level >= below or index >> level & 1
        found = node_hash(beside, found) if left else node_hash(found, beside)
    if found != root:
        raise Invalid("The proof does not lead to the log's root.")


def consistency_proof(old: int, new: int, read: ReadHash) -> list[bytes]:
    """The hashes that show the tree of `new` leaves to begin with that of `old`. Raises Invalid.

    Empty when the sizes are equal or the old tree is empty, as C2SP tlog-witness has it.
    """
    if not 0 <= old <= new:
        raise Invalid(f"A log of {new} entries was not one of {old} before.")
    if old in (0, new):
        return []
    proof, start, end = [], 0, new
    while end != old:
        middle = start + _split(end - start)
        if old <= middle:
            proof.append(_span(middle, end, read))
            end = middle
        else:
            proof.append(_span(start, middle, read))
            start = middle
    if start:  # otherwise it is the old root, which the other side has
        proof.append(_span(start, end, read))
    return proof[::-1]


def check_consistency(
    old: int, old_root: bytes, new: int, new_root: bytes, proof: list[bytes]
) -> None:
    """Raise Invalid unless `proof` shows that the log with the new root begins with the old one."""
    if not 0 <= old <= new:
        raise Invalid(f"A log of {new} entries was not one of {old} before.")
    if old in (0, new):
        _check_trivial(old, old_root, new, new_root, proof)
        return
    hashes = proof if old & (old - 1) else [old_root, *proof]
    if not hashes:
        raise Invalid("The proof is empty.")
    was, now = _climb(old - 1, new - 1, hashes)
    if was != old_root:
        raise Invalid("The proof does not lead to the root that the log had before.")
    if now != new_root:
        raise Invalid("The proof does not lead to the root that the log has now.")


def _check_trivial(
    old: int, old_root: bytes, new: int, new_root: bytes, proof: list[bytes]
) -> None:
    if proof:
        raise Invalid("The proof should be empty.")
    if old == 0 and old_root != EMPTY_ROOT:
        raise Invalid("The root of an empty log is not that of nothing.")
    if old == new and old_root != new_root:
        raise Invalid("Two roots are given for one size of the log.")


def _climb(was_at: int, now_at: int, hashes: list[bytes]) -> tuple[bytes, bytes]:
    """Both roots that the hashes lead to: RFC 9162 §2.1.4.2, steps 3 to 6."""
    while was_at & 1:
        was_at, now_at = was_at >> 1, now_at >> 1
    was = now = hashes[0]
    for beside in hashes[1:]:
        if now_at == 0:
            raise Invalid("The proof is longer than it can be.")
        if was_at & 1 or was_at == now_at:
            was, now = node_hash(beside, was), node_hash(beside, now)
            while was_at and not was_at & 1:
                was_at, now_at = was_at >> 1, now_at >> 1
        else:
            now = node_hash(now, beside)
        was_at, now_at = was_at >> 1, now_at >> 1
    if now_at:
        raise Invalid("The proof is shorter than it must be.")
    return was, now


def _split(width: int) -> int:
    """The largest power of two below `width` (at least 2): how many leaves stand to the left."""
    return 1 << (width - 1).bit_length() - 1


def _span(start: int, end: int, read: ReadHash) -> bytes:
    """The hash over leaves start to end, a node's span; its right edge may be incomplete."""
    width = end - start
    level = width.bit_length() - 1
    if width == 1 << level:
        return read(level, start >> level)
    middle = start + _split(width)
    return node_hash(_span(start, middle, read), _span(middle, end, read))
