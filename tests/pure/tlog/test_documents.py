"""A published file stands under a salted hash: this file with this salt, or none."""

from hashlib import sha256

import pytest

from undersigned.pure.tlog.documents import (
    check_document,
    check_fixed,
    doc_hash,
    file_path,
    fixed_files,
    parse_salt,
    salt_path,
    salt_text,
)
from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.leaves import Open

SALT = bytes(range(32))
FILE = b'{"event":"petition.opened"}'


def test_the_hash_is_that_of_the_salt_and_then_the_file() -> None:
    assert doc_hash(SALT, FILE) == sha256(SALT + FILE).digest()
    assert (file_path("a"), salt_path("a")) == ("record/a.json", "record/a.salt")
    check_document(doc_hash(SALT, FILE), salt_text(SALT), FILE)


@pytest.mark.parametrize("salt", [b"", bytes(31), bytes(33)])
def test_a_salt_of_another_length_is_refused(salt: bytes) -> None:
    with pytest.raises(Invalid, match="exactly 32 bytes"):
        doc_hash(salt, FILE)
    with pytest.raises(Invalid):
        parse_salt(salt_text(salt))


def test_no_bit_of_a_file_or_its_salt_can_change() -> None:
    doc, salt = doc_hash(SALT, FILE), salt_text(SALT)
    for at in range(len(salt) * 8):
        with pytest.raises(Invalid):
            check_document(doc, flipped(salt, at), FILE)
    for at in range(len(FILE) * 8):
        with pytest.raises(Invalid, match="not the one that the log holds"):
            check_document(doc, salt, flipped(FILE, at))


def flipped(raw: bytes, at: int) -> bytes:
    other = bytearray(raw)
    other[at // 8] ^= 1 << at % 8
    return bytes(other)


def test_a_salts_file_ends_in_a_newline() -> None:
    with pytest.raises(Invalid, match="newline"):
        parse_salt(salt_text(SALT)[:-1])


def test_an_opening_fixes_four_files() -> None:
    digests = [sha256(part).digest() for part in (b"t", b"r", b"w", b"n")]
    leaf = Open("p1", "2026-11-21", *digests, "-", "-")
    assert fixed_files(leaf) == {
        "record/p1-text.json": digests[0],
        "record/p1-rules.json": digests[1],
        "record/p1-wards.json": digests[2],
        "record/p1-notice.json": digests[3],
    }
    check_fixed(digests[0], b"t")
    with pytest.raises(Invalid, match="fixed when the petition opened"):
        check_fixed(digests[0], b"T")
