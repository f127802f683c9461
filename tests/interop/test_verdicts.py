"""Right and wrong proofs before three programs by three authors: one verdict."""

from collections.abc import Callable

import metamorphic_log
from hypothesis import given
from hypothesis import strategies as st
from tests.pure.tlog.logs import SampleLog, flipped
from tlog_scales.tlog import (
    ConsistencyProof,
    ConsistencyProofInvalid,
    InclusionProof,
    InclusionProofInvalid,
)

from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.proofs import (
    check_consistency,
    check_inclusion,
    consistency_proof,
    inclusion_proof,
)
from undersigned.pure.tlog.tree import leaf_hash, root_of

REFUSALS = (
    Invalid,
    InclusionProofInvalid,
    ConsistencyProofInvalid,
    metamorphic_log.VerifyError,
)
LOG = SampleLog(150)
ROOTS = [root_of(LOG.hashes[:size]) for size in range(151)]
OTHER = leaf_hash(b"other")


def verdicts(*checks: Callable[[], object]) -> list[bool]:
    """Of each check, whether it took the proof."""
    return [accepts(check) for check in checks]


def accepts(check: Callable[[], object]) -> bool:
    try:
        check()
    except REFUSALS:
        return False
    return True


def altered(proof: list[bytes], data: st.DataObject) -> list[bytes]:
    """The proof as it is, cut, lengthened, or with a bit changed."""
    at = data.draw(st.integers(0, len(proof)))
    bit = data.draw(st.integers(0, 255))
    changed = [flipped(one, bit) for one in proof[at : at + 1]]
    choices = [proof, proof[:at], [*proof[:at], OTHER, *proof[at:]]]
    choices.append([*proof[:at], *changed, *proof[at + 1 :]])
    return data.draw(st.sampled_from(choices))


@given(st.integers(1, 150), st.data())
def test_of_inclusion(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    right = inclusion_proof(index, size, LOG.read)
    claimed = data.draw(st.sampled_from([index, size - 1, size]))
    proof, leaf, root = altered(right, data), LOG.hashes[index], ROOTS[size]
    found = verdicts(
        lambda: check_inclusion(leaf, claimed, size, proof, root),
        lambda: InclusionProof(claimed, size, proof).check(leaf, root),
        lambda: metamorphic_log.verify_inclusion(claimed, size, leaf, proof, root),
    )
    assert found == [claimed == index and proof == right] * 3


@given(st.integers(2, 150), st.data())
def test_of_growth(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new - 1))
    right = consistency_proof(old, new, LOG.read)
    proof = altered(right, data)
    was, now = (data.draw(st.sampled_from([ROOTS[size], OTHER])) for size in (old, new))
    found = verdicts(
        lambda: check_consistency(old, was, new, now, proof),
        lambda: ConsistencyProof(old, new, proof).check(was, now),
        lambda: metamorphic_log.verify_consistency(old, new, proof, was, now),
    )
    assert found == [(was, now, proof) == (ROOTS[old], ROOTS[new], right)] * 3
