"""A sealed file gives back what was written, from any place, and nothing once it is changed."""

import io
from pathlib import Path

import pytest

from undersigned.verification.rolls.sealedfile import (
    OVERHEAD,
    PIECE,
    SealedReader,
    SealedWriter,
    open_sealed_file,
)
from undersigned.verification.rolls.trouble import Trouble, Why

KEY, NAME = bytes(32), b"a-name"
LENGTHS = [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 2 * PIECE + 7]


def sealed(plain: bytes, step: int = 70_000) -> bytes:
    file = io.BytesIO()
    writer = SealedWriter(file, KEY, NAME)
    for start in range(0, len(plain), step):
        writer.write(plain[start : start + step])
    writer.close()
    return file.getvalue()


def reader(raw: bytes, key: bytes = KEY, name: bytes = NAME) -> io.BufferedReader:
    return io.BufferedReader(SealedReader(io.BytesIO(raw), key, name))


def text(length: int) -> bytes:
    return bytes(at % 251 for at in range(length))


@pytest.mark.parametrize("length", LENGTHS)
def test_what_was_written_comes_back(length: int) -> None:
    assert reader(sealed(text(length))).read() == text(length)


def test_any_place_can_be_read_without_what_stands_before() -> None:
    plain = text(2 * PIECE + 7)
    broken = bytearray(sealed(plain))
    broken[5] ^= 1
    file = reader(bytes(broken))
    file.seek(PIECE + 3)
    assert file.read(10) == plain[PIECE + 3 : PIECE + 13]
    assert file.seek(-4, io.SEEK_END) == len(plain) - 4
    assert file.read() == plain[-4:]


def test_the_plain_text_is_not_in_it() -> None:
    assert b"Ana Sample" not in sealed(b"Ana Sample " * 50_000)


def test_the_same_text_is_never_sealed_alike_twice() -> None:
    assert sealed(text(9)) != sealed(text(9))


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw[:-1],
        lambda raw: raw[: PIECE + OVERHEAD],  # whole pieces, but not the last one
        lambda raw: raw[PIECE + OVERHEAD :],
        lambda raw: raw[PIECE + OVERHEAD : 2 * (PIECE + OVERHEAD)] + raw,
        lambda raw: raw[:100] + bytes([raw[100] ^ 1]) + raw[101:],
        lambda raw: raw[:0],
        lambda raw: raw[:20],
    ],
    ids=["cut", "last piece gone", "first piece gone", "moved", "changed", "empty", "too short"],
)
def test_a_changed_file_does_not_open(change) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    with pytest.raises(Trouble) as refused:
        reader(change(sealed(text(2 * PIECE + 7)))).read()
    assert refused.value.why == Why.DAMAGED


def test_it_opens_only_with_its_key_and_under_its_name(tmp_path: Path) -> None:
    raw = sealed(b"Ana")
    for key, name in ((bytes(31) + b"\1", NAME), (KEY, b"another")):
        with pytest.raises(Trouble):
            reader(raw, key, name).read()
    (tmp_path / "a-name").mkdir()
    path = tmp_path / "a-name" / "upload"
    path.write_bytes(raw)
    with open_sealed_file(path, KEY) as file:
        assert file.read() == b"Ana"
