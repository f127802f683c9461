"""Packages by others, in Python and in Rust, read the log, its proofs and its receipts."""

import subprocess
import sys
from pathlib import Path

import metamorphic_log
import pymerkle
import pytest
from tests.interop.conftest import SIZES, Published
from tests.pure.tlog.logs import LOG_KEY, WITNESS_KEYS, SampleLog
from tlog_scales.backend import LocalBackend
from tlog_scales.reader import TilesReader
from tlog_scales.signing import Vkey, VkeySet
from tlog_scales.tlog import Checkpoint

from undersigned.pure.tlog.checkpoints import parse_checkpoint
from undersigned.pure.tlog.notes import parse_note
from undersigned.pure.tlog.proofs import consistency_proof, inclusion_proof
from undersigned.pure.tlog.receipts import Receipt
from undersigned.pure.tlog.tree import root_of

pytestmark = pytest.mark.long

LIBRARY, NEWS = (key.text for key in WITNESS_KEYS.values())
TLOG_TILES = str(Path(sys.executable).with_name("tlog-tiles"))


@pytest.mark.parametrize("size", SIZES)
def test_tlog_scales_verifies_checkpoint_and_cosignatures_and_finds_the_root(
    published: Published, size: int
) -> None:
    checkpoint = Checkpoint.from_text(published.checkpoint(size).read_text(encoding="utf-8"))
    keys = [Vkey.from_string(text) for text in (LOG_KEY.text, LIBRARY, NEWS)]
    valid = VkeySet(*keys).verify(checkpoint.signatures, checkpoint)
    assert {key.name for key, _ in valid} == {key.name for key in keys}
    assert [key.serialize() for key in keys] == [LOG_KEY.text, LIBRARY, NEWS]
    reader = TilesReader(LocalBackend(published.folder))
    reader.set_size(size)
    assert reader.calculate_root_hash() == checkpoint.root_hash


@pytest.mark.parametrize("size", SIZES[1:])
def test_tlog_scales_makes_the_same_proofs(published: Published, size: int) -> None:
    reader = TilesReader(LocalBackend(published.folder))
    reader.set_size(size)
    for index in {0, size // 2, size - 1}:
        assert reader.get_entry(index) == published.log.entries[index]
        ours = inclusion_proof(index, size, published.log.read)
        assert reader.get_inclusion_proof(index, size).node_hashes == ours
        grown = consistency_proof(index + 1, size, published.log.read)
        assert reader.get_consistency_proof(index + 1, size).node_hashes == grown


@pytest.mark.parametrize("index", [0, 255, 65536, 69999])
def test_tlog_scales_writes_our_receipt_and_takes_its_leaf(
    published: Published, index: int
) -> None:
    with_entry = published.log.receipt(index)
    receipt = Receipt(index, with_entry.proof, with_entry.checkpoint_note)
    assert tlog_tiles("gen-proof", published.folder, index) == receipt.bytes
    assert tlog_tiles("get-leaf", "--check", published.folder, index) == with_entry.extra


def tlog_tiles(*arguments: object) -> bytes:
    command = [TLOG_TILES, *(str(part) for part in arguments)]
    return subprocess.run(command, capture_output=True, check=True).stdout


@pytest.mark.parametrize("size", SIZES)
def test_metamorphic_log_verifies_checkpoint_and_receipts(published: Published, size: int) -> None:
    note = published.checkpoint(size).read_text(encoding="utf-8")
    head = metamorphic_log.checkpoint_verify(note, [LOG_KEY.text])
    ours = parse_checkpoint(parse_note(note.encode()).text)
    assert (head.origin, head.size, head.root) == (ours.origin, ours.size, ours.root)
    for index in {0, size // 2, size - 1} if size else ():
        proof = inclusion_proof(index, size, published.log.read)
        metamorphic_log.checkpoint_verify_inclusion(
            note, [LOG_KEY.text], index, published.log.hashes[index], proof
        )


@pytest.mark.parametrize("old", SIZES[1:])
def test_metamorphic_log_verifies_that_the_log_only_grew(published: Published, old: int) -> None:
    for new in SIZES[
        SIZES.index(old) :
    ]:  # it takes no proof from an empty log: there is nothing to prove
        older, newer = (
            published.checkpoint(size).read_text(encoding="utf-8") for size in (old, new)
        )
        proof = consistency_proof(old, new, published.log.read)
        metamorphic_log.checkpoint_verify_consistency(older, newer, [LOG_KEY.text], proof)


def test_pymerkle_finds_the_same_roots_and_proofs() -> None:
    log = SampleLog(300)
    tree = pymerkle.InmemoryTree(algorithm="sha256")
    for size, entry in enumerate(log.entries, start=1):
        tree.append_entry(entry)
        assert tree.get_root() == root_of(log.hashes[:size])
    for index in range(300):
        proof = [log.hashes[index], *inclusion_proof(index, 300, log.read)]
        assert tree.prove_inclusion(index + 1).path == proof
