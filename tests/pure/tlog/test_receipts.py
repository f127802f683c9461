"""A receipt proves its entry, under its log and its witnesses, and nothing else."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.pure.tlog.logs import LOG_KEY, LOG_SEED, POLICY, SampleLog

from undersigned.pure.tlog import ed25519
from undersigned.pure.tlog.checkpoints import parse_checkpoint
from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.keys import LOG, VKey
from undersigned.pure.tlog.notes import parse_note, sign_note
from undersigned.pure.tlog.policy import parse_policy
from undersigned.pure.tlog.receipts import Receipt, check_quorum, check_receipt, parse_receipt

SAMPLE = SampleLog(300)
RECEIPT = SAMPLE.receipt(40)
RAW = RECEIPT.bytes
POLICY_OF_BOTH = parse_policy(POLICY)
CHECKPOINT = parse_checkpoint(parse_note(SAMPLE.files["checkpoint"]).text)


@given(st.integers(0, 299))
def test_every_entry_has_a_receipt_that_proves_it(index: int) -> None:
    receipt = parse_receipt(SAMPLE.receipt(index).bytes)
    assert receipt == SAMPLE.receipt(index)
    assert check_receipt(receipt, receipt.extra, LOG_KEY, POLICY_OF_BOTH) == CHECKPOINT


def test_a_receipt_is_the_specifications_lines() -> None:
    lines = RAW.decode().split("\n")
    assert lines[0] == "c2sp.org/tlog-proof@v1"
    assert lines[1].startswith("extra ")
    assert lines[2] == "index 40"
    assert len(lines[3:12]) == len(RECEIPT.proof)
    assert "\n".join(lines[13:]).encode() == SAMPLE.files["checkpoint"]


def test_a_log_of_one_has_a_receipt_without_hashes_and_extra_may_be_missing() -> None:
    log = SampleLog(1)
    receipt = replace(log.receipt(0), extra=b"")
    assert receipt.bytes.startswith(b"c2sp.org/tlog-proof@v1\nindex 0\n\npetitions.example.org")
    assert parse_receipt(receipt.bytes) == receipt
    check_receipt(receipt, log.entries[0], LOG_KEY, None)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        RAW[:-1],
        RAW + b"\n",
        b"\n" + RAW,
        RAW.replace(b"\n\n", b"\n", 1),
        RAW.replace(b"\n\n", b"\n\n\n", 1),
        RAW.replace(b"\n", b"\r\n"),
        RAW.replace(b"@v1", b"@v2"),
        RAW.replace(b"extra ", b"extra  "),
        RAW.replace(b"extra ", b"extra"),
        RAW.replace(b"extra ", b"Extra "),
        RAW.replace(b"extra ", b"extras "),
        RAW.replace(b"index 40", b"index 040"),
        RAW.replace(b"index 40", b"index  40"),
        RAW.replace(b"index 40\n", b""),
        RAW.replace(b"index 40", b"index 40\nindex 40"),
        RAW.replace(b"index 40", "index \u0664\u0660".encode()),
        b"c2sp.org/tlog-proof@v1\nextra \nindex 0\n\n" + RECEIPT.checkpoint_note,
        b"c2sp.org/tlog-proof@v1\n\n" + RECEIPT.checkpoint_note,
        b"c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\n" + RECEIPT.checkpoint_note,
        b"c2sp.org/tlog-proof@v1\nindex 0\n\nnot a note",
        b"c2sp.org/tlog-proof@v1\nindex 0\n\xff\n\n" + RECEIPT.checkpoint_note,
        b"c2sp.org/tlog-proof@v1\nindex 0\n\n" + sign_note("text\n", LOG_KEY.name, LOG_SEED),
    ],
)
def test_nothing_else_is_a_receipt(raw: bytes) -> None:
    with pytest.raises(Invalid):
        parse_receipt(raw)


@pytest.mark.parametrize(
    ("receipt", "leaf", "words"),
    [
        (RECEIPT, b"other", "does not lead to the log's root"),
        (replace(RECEIPT, index=41), RECEIPT.extra, "does not lead to the log's root"),
        (replace(RECEIPT, index=300), RECEIPT.extra, "has no entry 300"),
        (replace(RECEIPT, proof=[]), RECEIPT.extra, "has not the length"),
    ],
)
def test_a_receipt_proves_one_entry_in_one_place(receipt: Receipt, leaf: bytes, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        check_receipt(receipt, leaf, LOG_KEY, POLICY_OF_BOTH)


def test_a_receipt_needs_its_own_logs_signature() -> None:
    stranger = VKey(LOG_KEY.name, LOG, ed25519.public_of(bytes(32)))
    with pytest.raises(Invalid, match="did not sign"):
        check_receipt(RECEIPT, RECEIPT.extra, stranger, None)
    with pytest.raises(Invalid, match="another log's"):
        check_receipt(RECEIPT, RECEIPT.extra, VKey("other", LOG, LOG_KEY.public), None)


def test_a_key_of_the_right_name_does_not_sign_for_another_origin() -> None:
    body = replace(CHECKPOINT, origin="other.example/log").body
    receipt = replace(RECEIPT, checkpoint_note=sign_note(body, LOG_KEY.name, LOG_SEED))
    with pytest.raises(Invalid, match="another log's"):
        check_receipt(receipt, receipt.extra, LOG_KEY, None)


def test_a_receipt_needs_the_witnesses_that_the_policy_asks_for() -> None:
    *most, _ = RECEIPT.checkpoint_note.splitlines(keepends=True)
    fewer = replace(RECEIPT, checkpoint_note=b"".join(most))
    assert check_quorum(parse_note(RECEIPT.checkpoint_note), POLICY_OF_BOTH) == {"library", "news"}
    assert check_receipt(fewer, fewer.extra, LOG_KEY, None) == CHECKPOINT
    with pytest.raises(Invalid, match="Too few of the witnesses"):
        check_receipt(fewer, fewer.extra, LOG_KEY, POLICY_OF_BOTH)
