"""Every proof in every small tree, against the slow tree; and none but the right one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.pure.tlog.known import KNOWN_ENTRIES, KNOWN_ROOTS
from tests.pure.tlog.logs import entry, flipped, slow_root

from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.proofs import (
    check_consistency,
    check_inclusion,
    consistency_proof,
    inclusion_proof,
    root_from,
)
from undersigned.pure.tlog.tree import EMPTY_ROOT, leaf_hash

HASHES = [leaf_hash(entry(index)) for index in range(130)]
SMALL = 40
OTHER = leaf_hash(b"other")


def read(level: int, index: int) -> bytes:
    return slow_root(HASHES[index << level : (index + 1) << level])


def root(size: int) -> bytes:
    return slow_root(HASHES[:size])


@st.composite
def leaves(draw: st.DrawFn) -> tuple[int, int]:
    size = draw(st.integers(1, 130))
    return draw(st.integers(0, size - 1)), size


@st.composite
def growths(draw: st.DrawFn) -> tuple[int, int]:
    """Sizes old < new with a proof that is not trivial."""
    new = draw(st.integers(2, 130))
    return draw(st.integers(1, new - 1)), new


# Hashes in the tree of the known entries, named for the leaves below them.
A = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
B = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
AB = "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
CD = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
E = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
EF = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
GH = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
ABCD = "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"
EFGH = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"


def known(level: int, index: int) -> bytes:
    hashes = [leaf_hash(bytes.fromhex(one)) for one in KNOWN_ENTRIES]
    return slow_root(hashes[index << level : (index + 1) << level])


@pytest.mark.parametrize(
    ("index", "size", "proof"),
    [(0, 1, []), (0, 8, [B, CD, EFGH]), (5, 8, [E, GH, ABCD]), (2, 3, [AB]), (1, 5, [A, CD, E])],
)
def test_known_leaves_have_their_known_proofs(index: int, size: int, proof: list[str]) -> None:
    hashes = inclusion_proof(index, size, known)
    assert [one.hex() for one in hashes] == proof
    check_inclusion(known(0, index), index, size, hashes, bytes.fromhex(KNOWN_ROOTS[size]))


@pytest.mark.parametrize(
    ("old", "new", "proof"),
    [(1, 1, []), (1, 8, [B, CD, EFGH]), (6, 8, [EF, GH, ABCD]), (2, 5, [CD, E])],
)
def test_known_growths_have_their_known_proofs(old: int, new: int, proof: list[str]) -> None:
    hashes = consistency_proof(old, new, known)
    assert [one.hex() for one in hashes] == proof
    roots = [bytes.fromhex(KNOWN_ROOTS[size]) for size in (old, new)]
    check_consistency(old, roots[0], new, roots[1], hashes)


@pytest.mark.parametrize("size", range(SMALL))
def test_every_leaf_of_every_small_tree_is_proved(size: int) -> None:
    assert root_from(size, read) == root(size)
    for index in range(size):
        proof = inclusion_proof(index, size, read)
        check_inclusion(HASHES[index], index, size, proof, root(size))


@pytest.mark.parametrize("new", range(SMALL))
def test_every_small_tree_is_proved_to_extend_every_smaller_one(new: int) -> None:
    for old in range(new + 1):
        proof = consistency_proof(old, new, read)
        check_consistency(old, root(old), new, root(new), proof)


@given(leaves(), st.data())
def test_no_other_place_hash_or_proof_is_taken(where: tuple[int, int], data: st.DataObject) -> None:
    index, size = where
    proof = inclusion_proof(index, size, read)
    elsewhere = data.draw(st.integers(0, 140).filter(lambda at: at != index))
    wrong = [
        (HASHES[index], elsewhere, size, proof, root(size)),
        (OTHER, index, size, proof, root(size)),
        (HASHES[index], index, size, proof, OTHER),
        (HASHES[index], index, size, [*proof, OTHER], root(size)),
        (HASHES[index], index, size, [OTHER, *proof], root(size)),
    ]
    if proof:
        wrong += [
            (HASHES[index], index, size, proof[1:], root(size)),
            (HASHES[index], index, size, proof[:-1], root(size)),
            (HASHES[index], index, size, flip_one(proof, data), root(size)),
        ]
    for arguments in wrong:
        with pytest.raises(Invalid):
            check_inclusion(*arguments)


@given(growths(), st.data())
def test_no_other_roots_or_proof_of_growth_are_taken(
    sizes: tuple[int, int], data: st.DataObject
) -> None:
    old, new = sizes
    proof = consistency_proof(old, new, read)
    for was, now, hashes in [
        (OTHER, root(new), proof),
        (root(old), OTHER, proof),
        (root(old), root(new), [*proof, OTHER]),
        (root(old), root(new), [OTHER, *proof]),
        (root(old), root(new), proof[1:]),
        (root(old), root(new), proof[:-1]),
        (root(old), root(new), []),
        (root(old), root(new), flip_one(proof, data)),
    ]:
        with pytest.raises(Invalid):
            check_consistency(old, was, new, now, hashes)


def flip_one(proof: list[bytes], data: st.DataObject) -> list[bytes]:
    at = data.draw(st.integers(0, len(proof) - 1))
    bit = data.draw(st.integers(0, 255))
    return [*proof[:at], flipped(proof[at], bit), *proof[at + 1 :]]


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_a_leaf_that_is_not_there_has_no_proof(index: int, size: int) -> None:
    with pytest.raises(Invalid, match=rf"^A log of {size} entries has no entry {index}\.$"):
        inclusion_proof(index, size, read)
    with pytest.raises(Invalid, match=rf"^A log of {size} entries has no entry {index}\.$"):
        check_inclusion(OTHER, index, size, [], OTHER)


@pytest.mark.parametrize(("old", "new"), [(4, 3), (-1, 3)])
def test_a_log_never_shrinks(old: int, new: int) -> None:
    with pytest.raises(Invalid, match="was not one of"):
        consistency_proof(old, new, read)
    with pytest.raises(Invalid, match="was not one of"):
        check_consistency(old, OTHER, new, OTHER, [])


def test_what_needs_no_proof_takes_none() -> None:
    check_consistency(0, EMPTY_ROOT, 5, root(5), [])
    check_consistency(5, root(5), 5, root(5), [])
    for old, was, new, now, proof, words in [
        (0, EMPTY_ROOT, 5, root(5), [OTHER], "should be empty"),
        (5, root(5), 5, root(5), [OTHER], "should be empty"),
        (0, OTHER, 5, root(5), [], "not that of nothing"),
        (5, root(5), 5, OTHER, [], "Two roots"),
    ]:
        with pytest.raises(Invalid, match=words):
            check_consistency(old, was, new, now, proof)


def test_a_fork_has_no_proof() -> None:
    forked = [*HASHES[:50], OTHER, *HASHES[51:80]]
    proof = consistency_proof(60, 80, read)
    with pytest.raises(Invalid, match="the root that the log has now"):
        check_consistency(60, root(60), 80, slow_root(forked), proof)
