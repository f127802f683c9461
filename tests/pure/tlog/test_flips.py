"""One bit the other way, anywhere in what the log publishes or hands out: never accepted."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.pure.tlog.logs import LOG_KEY, POLICY, SampleLog, flipped

from undersigned.pure.tlog.checkpoints import parse_checkpoint
from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.notes import parse_note, sign_note, verified
from undersigned.pure.tlog.policy import parse_policy
from undersigned.pure.tlog.proofs import check_inclusion, inclusion_proof, root_from
from undersigned.pure.tlog.receipts import check_log_note, check_receipt, parse_receipt
from undersigned.pure.tlog.tiles import TileHashes, decode_entries, parse_path
from undersigned.pure.tlog.tree import leaf_hash, root_of

pytestmark = pytest.mark.long

SMALL = SampleLog(20)
LARGE = SampleLog(700)
POLICY_OF_BOTH = parse_policy(POLICY)
HASH_TILES = [path for path in LARGE.files if path.startswith(("tile/0", "tile/1"))]


def every(raw: bytes) -> list[bytes]:
    return [flipped(raw, bit) for bit in range(len(raw) * 8)]


def test_no_bit_of_a_note_can_change() -> None:
    raw = sign_note("A few words.\n", LOG_KEY.name, bytes(range(32)))
    accepted = []
    for changed in every(raw):
        with suppress(Invalid):
            accepted += verified(parse_note(changed), [LOG_KEY])
    assert accepted == []
    assert verified(parse_note(raw), [LOG_KEY]) == [LOG_KEY]


def test_no_bit_of_a_checkpoint_with_its_cosignatures_can_change() -> None:
    accepted = []
    for changed in every(SMALL.files["checkpoint"]):
        with suppress(Invalid):
            accepted.append(check_log_note(parse_note(changed), LOG_KEY, POLICY_OF_BOTH))
    assert accepted == []
    check_log_note(parse_note(SMALL.files["checkpoint"]), LOG_KEY, POLICY_OF_BOTH)


def test_no_bit_of_a_receipt_can_change() -> None:
    accepted = []
    for changed in every(SMALL.receipt(7).bytes):
        with suppress(Invalid):
            receipt = parse_receipt(changed)
            accepted.append(check_receipt(receipt, receipt.extra, LOG_KEY, POLICY_OF_BOTH))
    assert accepted == []


def test_no_bit_of_a_tile_of_entries_can_change() -> None:
    root = parse_checkpoint(parse_note(SMALL.files["checkpoint"]).text).root
    raw = SMALL.files["tile/entries/000.p/20"]
    accepted = []
    for changed in every(raw):
        with suppress(Invalid):
            entries = decode_entries(changed, 20)
            accepted += [entries] if root_of(map(leaf_hash, entries)) == root else []
    assert accepted == []
    assert decode_entries(raw, 20) == SMALL.entries


@given(st.sampled_from(HASH_TILES), st.data())
def test_a_changed_tile_proves_no_entry_beside_the_change(path: str, data: st.DataObject) -> None:
    bit = data.draw(st.integers(0, len(LARGE.files[path]) * 8 - 1))
    files = {**LARGE.files, path: flipped(LARGE.files[path], bit)}
    read = TileHashes(files.__getitem__, 700)
    tile = parse_path(path)
    changed = tile.index * 256 + bit // 256
    others = range(tile.index * 256, tile.index * 256 + tile.width)
    beside = data.draw(st.sampled_from([index for index in others if index != changed]))
    index = beside << 8 * tile.level
    proof = inclusion_proof(index, 700, read)
    with pytest.raises(Invalid, match="does not lead to the log's root"):
        check_inclusion(LARGE.hashes[index], index, 700, proof, root_from(700, LARGE.read))
