"""Known roots, and the tree that only grows beside the tree as the RFC writes it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.pure.tlog.known import KNOWN_ENTRIES, KNOWN_ROOTS
from tests.pure.tlog.logs import SampleLog, entry, slow_root

from undersigned.pure.tlog.proofs import root_from
from undersigned.pure.tlog.tiles import TileHashes
from undersigned.pure.tlog.tree import EMPTY_ROOT, Frontier, Growth, leaf_hash, node_hash, root_of

HASHES = [leaf_hash(entry(index)) for index in range(600)]
NOTHING = TileHashes(SampleLog().fetch, 0)


@pytest.mark.parametrize("size", range(9))
def test_the_known_entries_have_their_known_roots(size: int) -> None:
    hashes = [leaf_hash(bytes.fromhex(one)) for one in KNOWN_ENTRIES[:size]]
    assert root_of(hashes).hex() == KNOWN_ROOTS[size]


@given(st.integers(0, 300))
def test_a_growing_tree_has_the_slow_trees_root(size: int) -> None:
    assert root_of(HASHES[:size]) == slow_root(HASHES[:size])


def test_a_growing_tree_keeps_one_hash_for_each_one_in_its_size() -> None:
    tree = Frontier()
    for hashed in HASHES:
        tree.append(hashed)
        assert len(tree._subtrees) == tree.size.bit_count()
    assert tree.size == 600


def test_a_leaf_cannot_pass_for_a_node() -> None:
    left, right = HASHES[:2]
    assert leaf_hash(left + right) != node_hash(left, right)


@given(st.integers(0, 300), st.integers(0, 300))
def test_what_was_appended_is_read_beside_what_was_there(old: int, more: int) -> None:
    read = Growth(0, HASHES[:old], NOTHING)
    grown = Growth(old, HASHES[old : old + more], read)
    assert grown.size == old + more
    assert root_from(grown.size, grown) == root_of(HASHES[: old + more])


def test_growth_asks_the_old_tree_only_for_the_subtrees_beside_the_new() -> None:
    asked = []
    old = Growth(0, HASHES[:7], NOTHING)

    def read(level: int, index: int) -> bytes:
        asked.append((level, index))
        return old(level, index)

    Growth(7, HASHES[7:8], read)
    assert asked == [(0, 6), (1, 2), (2, 0)]


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    assert root_of([]) == EMPTY_ROOT == Frontier().root()
