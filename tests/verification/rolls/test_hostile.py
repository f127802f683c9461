"""A hostile file is refused as a whole, with its reason and line, before anything of it counts."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from tests.verification.rolls.files import ANA, BO, HEADER, many, read, rows, zipped

from undersigned.verification.rolls.lines import LONGEST, Lines
from undersigned.verification.rolls.parts import PROGRESS
from undersigned.verification.rolls.trouble import Trouble, Why
from undersigned.verification.rolls.unpacking import DIRECTORY, text_of

LATIN, UTF8 = "Muñoz".encode("cp1252"), "Muñoz".encode()


def refused(folder: Path, raw: bytes) -> tuple[Why, int]:
    """Why, and at which line."""
    with pytest.raises(Trouble) as trouble:
        read(folder, raw)
    return trouble.value.why, trouble.value.line


@pytest.mark.parametrize(
    ("raw", "why", "line"),
    [
        (b"", Why.EMPTY, 0),
        (b"\n\n", Why.EMPTY, 0),
        (HEADER, Why.EMPTY, 0),
        (HEADER + ANA + b"2,Tes\0ter,Bo,1 Fir St,N\n", Why.BINARY, 3),
        (bytes(100_000), Why.BINARY, 1),
        (HEADER + ANA + b"x" * (LONGEST + 1), Why.LONG_LINE, 3),
        (HEADER + b"1," + UTF8 + b",Al,1 Fir,N\n2," + LATIN + b",Bo,1 Fir,N\n", Why.ENCODING, 3),
        (HEADER + b"1," + LATIN + b",Al,1 Fir,N\n2," + UTF8 + b",Bo,1 Fir,N\n", Why.ENCODING, 3),
        (HEADER + ANA + b'2,"=HYPERLINK(""x"")",Bo,1 Fir,N\n', Why.FORMULA, 3),
        (HEADER + ANA + b"2,=1+1,Bo,1 Fir,N\n", Why.FORMULA, 3),
        (HEADER + ANA + b"2,Tester,@SUM(1),1 Fir,N\n", Why.FORMULA, 3),
        (HEADER + ANA + b"2,Tester,Bo,-2+3+cmd|' /C calc'!A0,N\n", Why.FORMULA, 3),
        (HEADER + ANA + b"2,Tester,Bo, \t=cmd,N\n", Why.FORMULA, 3),
        (b"name\nAna\nBo\n", Why.COLUMNS, 0),
        (b",".join([b"a"] * 1001) + b"\n", Why.COLUMNS, 0),
        (HEADER + b"".join(b"%d,,,1 Fir,N\n" % at for at in range(60)), Why.MANY_REJECTED, 0),
        (HEADER + b"9,Sample,Ana,4 Elm,N\n" * 60, Why.MANY_REJECTED, 0),
        (HEADER + b"1,,,4 Elm,N\n", Why.MANY_REJECTED, 0),
        (b"\xff\xfeI\0d", Why.ENCODING, 0),
        (b"\xff\xfea\0,\0b\0\n\0\x00\xd8", Why.ENCODING, 0),
        (zipped(("a.csv", HEADER), ("b.csv", HEADER)), Why.ARCHIVE, 0),
        (zipped(), Why.ARCHIVE, 0),
        (zipped(("a.csv", HEADER + ANA))[:-30], Why.ARCHIVE, 0),
        (zipped(("[Content_Types].xml", b"x"), ("xl/a.xml", b"y")), Why.SPREADSHEET, 0),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), Why.SPREADSHEET, 0),
        (b"\x1f\x8b" + bytes(99), Why.ARCHIVE, 0),
        (b"PK\x03\x04" + bytes(2 * DIRECTORY), Why.ARCHIVE, 0),
    ],
)
def test_a_hostile_file_is_refused_with_its_reason(
    tmp_path: Path, raw: bytes, why: Why, line: int
) -> None:
    assert refused(tmp_path / "f", raw) == (why, line)
    assert list((tmp_path / "f").glob("*.parquet")) == [] or why == Why.MANY_REJECTED


def test_a_bomb_is_refused_by_what_it_says_and_by_what_comes_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("undersigned.verification.rolls.unpacking.FREE", 1000)
    raw = zipped(("a.csv", HEADER + ANA * 10_000))
    assert refused(tmp_path / "says", raw) == (Why.BOMB, 0)
    lying = raw.replace(
        len(HEADER + ANA * 10_000).to_bytes(4, "little"), (900).to_bytes(4, "little")
    )
    assert lying != raw
    assert refused(tmp_path / "lies", lying)[0] in {Why.BOMB, Why.ARCHIVE}


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_archive_that_would_unpack_all_at_once_is_not_unpacked(packing: int) -> None:
    raw = zipped(("a.csv", HEADER + ANA), packing=packing)
    with pytest.raises(Trouble) as trouble:
        list(text_of(BytesIO(raw)))
    assert trouble.value.why == Why.ARCHIVE


def test_more_text_than_any_roll_has_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("undersigned.verification.rolls.unpacking.LARGEST", 100)
    assert refused(tmp_path / "f", many(20)) == (Why.TOO_LARGE, 0)


def test_an_encrypted_archive_is_refused() -> None:
    raw = bytearray(zipped(("a.csv", HEADER)))
    with zipfile.ZipFile(BytesIO(bytes(raw))) as archive:
        at = archive.start_dir + 8  # the flags in the list of files
    raw[at] |= 1
    with pytest.raises(Trouble) as trouble:
        list(text_of(BytesIO(bytes(raw))))
    assert trouble.value.why == Why.ARCHIVE


@pytest.mark.parametrize(
    "raw",
    [
        HEADER + ANA + BO,
        b"\xef\xbb\xbf" + HEADER + ANA + BO,
        (HEADER + ANA + BO).decode().encode("utf-16"),
        (HEADER + ANA + BO).replace(b"\n", b"\r\n"),
        (HEADER + ANA + BO).replace(b"\n", b"\r"),
        (HEADER + ANA + BO)[:-1],
        zipped(("folder/", b""), ("folder/a.csv", HEADER + ANA + BO)),
    ],
)
def test_an_unusual_file_is_read_all_the_same(tmp_path: Path, raw: bytes) -> None:
    read(tmp_path / "f", raw)
    assert rows(tmp_path / "f", "voter", "last") == [("1", "Sample"), ("2", "Tester")]


def test_a_clerk_may_say_that_a_mixed_file_is_in_the_older_encoding(tmp_path: Path) -> None:
    raw = HEADER + b"1," + UTF8 + b",Al,1 Fir,N\n2," + LATIN + b",Bo,1 Fir,N\n"
    read(tmp_path / "f", raw, latin=True)
    assert rows(tmp_path / "f", "last") == [("MuÃ±oz",), ("Muñoz",)]


def test_another_file_than_the_one_that_was_named_is_refused(tmp_path: Path) -> None:
    names = ("id", "first", "last", "address", "confidential")
    with pytest.raises(Trouble) as trouble:
        read(tmp_path / "f", HEADER + ANA, names=names)
    assert (trouble.value.why, trouble.value.line) == (Why.MISMATCH, 1)


def test_a_long_line_is_refused_before_it_is_here_whole() -> None:
    taken = []

    def endless() -> object:
        while True:
            taken.append(1)
            yield b"x" * 10_000

    with pytest.raises(Trouble):
        next(Lines(endless()))  # type: ignore[arg-type]
    assert len(taken) < 10


def test_a_refused_file_leaves_no_word_of_progress_behind(tmp_path: Path) -> None:
    refused(tmp_path / "f", HEADER + ANA + b"2,=1+1,Bo,1 Fir,N\n")
    assert not (tmp_path / "f" / PROGRESS).exists()
