"""A promise is sealed by its own key, is no checkpoint, and has one form."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from undersigned.pure.tlog import ed25519
from undersigned.pure.tlog.checkpoints import parse_checkpoint
from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.keys import LOG, VKey
from undersigned.pure.tlog.notes import sign_note
from undersigned.pure.tlog.promises import (
    Promise,
    check_promise,
    key_name,
    parse_promise,
    sign_promise,
)

ORIGIN = "petitions.example.org/log"
SEED = bytes(range(32))
KEY = VKey(key_name(ORIGIN), LOG, ed25519.public_of(SEED))
PROMISE = Promise(ORIGIN, b"h" * 32, datetime(2026, 11, 22, 12, tzinfo=UTC))
TEXT = """undersigned/v1 promise
petitions.example.org/log
aGhoaGhoaGhoaGhoaGhoaGhoaGhoaGhoaGhoaGhoaGg=
include-by 2026-11-22T12:00:00Z
"""


def test_a_promise_is_written_so_and_read_again() -> None:
    assert PROMISE.text == TEXT
    assert parse_promise(TEXT) == PROMISE
    assert check_promise(sign_promise(PROMISE, SEED), KEY) == PROMISE
    assert KEY.name == "petitions.example.org/log/promise"


def test_its_time_is_in_utc_and_whole_seconds() -> None:
    east = timezone(timedelta(hours=2))
    there = Promise(ORIGIN, b"h" * 32, datetime(2026, 11, 22, 14, 0, 0, 999, tzinfo=east))
    assert there.text == TEXT


def test_no_promise_is_a_checkpoint() -> None:
    with pytest.raises(Invalid):
        parse_checkpoint(TEXT)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("v1", "v2"),
        ("log\n", "log\n\n"),
        ("petitions.", "petitions "),
        ("aGho", "aGhp\n"),
        ("Gg=", "Gh="),
        ("12:00:00Z", "12:00:00"),
        ("12:00:00Z", "25:00:00Z"),
        ("2026", "0026"),
        ("include-by ", "include-by  "),
        ("\n", "\r\n"),
    ],
)
def test_what_is_nearly_a_promise_is_refused(old: str, new: str) -> None:
    bad = TEXT.replace(old, new)
    assert bad != TEXT
    with pytest.raises(Invalid):
        parse_promise(bad)


def test_only_the_promise_key_of_this_log_seals_it() -> None:
    note = sign_promise(PROMISE, SEED)
    other = VKey(KEY.name, LOG, ed25519.public_of(bytes(32)))
    elsewhere = VKey("other.example.org/log/promise", LOG, KEY.public)
    for key in (other, elsewhere):
        with pytest.raises(Invalid, match="not sealed by the key"):
            check_promise(note, key)
    with pytest.raises(Invalid, match="not sealed by the key"):
        check_promise(sign_note(TEXT, "else/promise", SEED), KEY)


def test_no_bit_of_a_promise_can_change() -> None:
    note = sign_promise(PROMISE, SEED)
    for at in range(len(note) * 8):
        flipped = bytearray(note)
        flipped[at // 8] ^= 1 << at % 8
        with pytest.raises(Invalid):
            check_promise(bytes(flipped), KEY)
