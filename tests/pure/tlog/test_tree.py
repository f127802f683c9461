"""Known roots, and the tree that only grows beside the tree as the RFC writes it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.pure.tlog.logs import SampleLog, entry, slow_root

from undersigned.pure.tlog.proofs import root_from
from undersigned.pure.tlog.tiles import TileHashes
from undersigned.pure.tlog.tree import EMPTY_ROOT, Frontier, Growth, leaf_hash, node_hash, root_of

# The eight entries of the reference implementation of RFC 6962, and the roots over the first n.
KNOWN_ENTRIES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657"]
KNOWN_ENTRIES += ["606162636465666768696a6b6c6d6e6f"]
KNOWN_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
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
