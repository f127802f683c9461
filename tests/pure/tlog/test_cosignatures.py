"""A witness's word: of which text, and of when."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.pure.tlog.logs import LOG_KEY, NOON, WITNESS_KEYS, WITNESSES, flipped

from undersigned.pure.tlog import ed25519
from undersigned.pure.tlog.checkpoints import Checkpoint
from undersigned.pure.tlog.cosignatures import check, cosign
from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.keys import Seal, parse_seal

BODY = Checkpoint("petitions.example.org/log", 5, bytes(32)).body
KEY = WITNESS_KEYS["library.example"]
SEED = WITNESSES[KEY.name]
SEAL = parse_seal(cosign(BODY, KEY.name, SEED, NOON))


def test_what_is_signed_is_the_specifications_message() -> None:
    message = f"cosignature/v1\ntime {NOON}\n{BODY}".encode()
    raw = struct.pack(">Q", NOON) + ed25519.sign(SEED, message)
    assert Seal(KEY.name, KEY.id, raw) == SEAL


@given(st.integers(0, 2**63 - 1))
def test_the_time_comes_back(time: int) -> None:
    assert check(parse_seal(cosign(BODY, KEY.name, SEED, time)), BODY, KEY) == time


@given(st.integers(0, 72 * 8 - 1))
def test_no_bit_of_it_can_change(bit: int) -> None:
    with pytest.raises(Invalid):
        check(Seal(SEAL.name, SEAL.key_id, flipped(SEAL.raw, bit)), BODY, KEY)


@pytest.mark.parametrize(
    "seal",
    [
        Seal("other.example", SEAL.key_id, SEAL.raw),
        Seal(SEAL.name, LOG_KEY.id, SEAL.raw),
        Seal(SEAL.name, SEAL.key_id, b"\xff" + SEAL.raw[1:]),
        Seal(SEAL.name, SEAL.key_id, SEAL.raw + b"\0"),
        Seal(SEAL.name, SEAL.key_id, SEAL.raw[:7]),
    ],
)
def test_it_is_one_witnesss_and_whole(seal: Seal) -> None:
    with pytest.raises(Invalid):
        check(seal, BODY, KEY)


def test_a_time_that_no_clock_can_show_is_refused() -> None:
    late = parse_seal(cosign(BODY, KEY.name, SEED, 2**63))
    with pytest.raises(Invalid, match="does not belong to this checkpoint"):
        check(late, BODY, KEY)


def test_a_logs_key_does_not_cosign() -> None:
    with pytest.raises(Invalid, match="not this witness's"):
        check(Seal(LOG_KEY.name, LOG_KEY.id, SEAL.raw), BODY, LOG_KEY)


def test_it_is_of_one_checkpoint() -> None:
    with pytest.raises(Invalid, match="does not belong to this checkpoint"):
        check(SEAL, BODY.replace("\n5\n", "\n6\n"), KEY)
