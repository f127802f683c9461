import io
from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from undersigned.config.backups.stream import CHUNK, Damaged, Header, read, read_header, write
from undersigned.config.terminal import Stop
from undersigned.journal.keys import key_id_of

KEY = X25519PrivateKey.from_private_bytes(bytes(range(32)))
HEADER = Header(
    made_at="2026-03-02T09:00:00+00:00",
    version="0.1.0",
    database="sqlite",
    migrations=["journal.0001_initial"],
    rows={"journal_entry": 3},
    ledger_lines=0,
    ledger_chain="0" * 32,
)
SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 7]


def backup(plain: bytes, pieces: int = 1000) -> bytes:
    public = KEY.public_key()
    out = io.BytesIO()
    parts = (plain[at : at + pieces] for at in range(0, len(plain), pieces))
    write(out, HEADER, parts, (key_id_of(public.public_bytes_raw()), public))
    return out.getvalue()


def restored(sealed: bytes, key: X25519PrivateKey = KEY) -> bytes:
    return b"".join(read(io.BytesIO(sealed), key))


@pytest.mark.parametrize("size", SIZES)
def test_what_goes_in_comes_out(size: int) -> None:
    plain = bytes(place % 251 for place in range(size))
    assert restored(backup(plain)) == plain


def test_the_header_is_in_clear() -> None:
    assert read_header(io.BytesIO(backup(b"plain"))) == HEADER


def test_nothing_else_is() -> None:
    assert b"sam@example.org" not in backup(b"sam@example.org" * 100)


def test_the_same_content_makes_other_bytes_each_time() -> None:
    assert backup(b"plain") != backup(b"plain")


def test_another_key_is_told_apart_from_a_damaged_file() -> None:
    other = X25519PrivateKey.from_private_bytes(bytes(32))
    mine = key_id_of(other.public_key().public_bytes_raw()).hex()
    theirs = key_id_of(KEY.public_key().public_bytes_raw()).hex()
    with pytest.raises(Stop) as refusal:
        restored(backup(b"plain"), other)
    assert str(refusal.value) == (
        f"This backup is sealed to the key {theirs}; the key given is {mine}."
    )


SMALL = backup(b"plain" * 10)
LONG = backup(bytes(2 * CHUNK + 7))


@given(place=st.integers(0, len(SMALL) - 1), bit=st.integers(0, 7))
def test_one_flipped_bit_anywhere_is_refused(place: int, bit: int) -> None:
    changed = bytearray(SMALL)
    changed[place] ^= 1 << bit
    with pytest.raises(Stop):
        restored(bytes(changed))


@given(length=st.integers(0, len(SMALL) - 1))
def test_a_file_cut_short_anywhere_is_refused(length: int) -> None:
    with pytest.raises(Damaged):
        restored(SMALL[:length])


def chunks() -> Iterator[bytes]:
    """The head of the long backup, and its three chunks."""
    start = len(LONG) - 3 * 16 - 2 * CHUNK - 7
    yield LONG[:start]
    for at in range(start, len(LONG), CHUNK + 16):
        yield LONG[at : at + CHUNK + 16]


@pytest.mark.parametrize(
    "order", [(0, 1), (0, 1, 2, 3, 3), (0, 2, 1, 3), (0, 1, 3), (0, 1, 1, 2, 3)]
)
def test_chunks_left_out_repeated_or_moved_are_refused(order: tuple[int, ...]) -> None:
    parts = list(chunks())
    assert b"".join(parts) == LONG
    with pytest.raises(Damaged):
        restored(b"".join(parts[part] for part in order))


def test_a_header_of_another_backup_is_refused() -> None:
    changed = SMALL.replace(b'"journal_entry": 3', b'"journal_entry": 4')
    assert changed != SMALL
    with pytest.raises(Damaged):
        restored(changed)


def test_something_else_altogether_is_refused() -> None:
    with pytest.raises(Damaged) as refusal:
        read_header(io.BytesIO(b"SQLite format 3\0" * 100))
    assert str(refusal.value) == (
        "This is not a backup of Undersigned, or its beginning was changed."
    )
