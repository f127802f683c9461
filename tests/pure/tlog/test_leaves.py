"""Each leaf has one form: the published vector, every kind there and back, and nothing nearly right."""

import re
from base64 import b64encode
from dataclasses import fields
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undersigned.pure.tlog import leaves
from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.leaves import (
    Close,
    Count,
    Leaf,
    Note,
    Open,
    Purge,
    Restore,
    Sign,
    Unknown,
    Void,
    Withdraw,
    Withheld,
    parse_leaf,
)
from undersigned.pure.tlog.tree import leaf_hash

VECTOR = b"""undersigned/v1 sign
petition p42
day 2026-11-21
c o2Pw3woP66DfD3ZeNt/pZAsH1HFwGMI56DkzT2TLLwk=
w 2u+BCKNUHYZNicF740vcS1hT6KiTkeh9rN/TbZ0sjt4=
"""
DAY = "2026-11-21"
HASH = sha256(b"x").digest()
CLERK = "clerk.example.org+0123abcd+" + b64encode(b"\1" + HASH).decode()

ONE_OF_EACH: list[tuple[Leaf, str]] = [
    (
        Open("p1", DAY, HASH, HASH, HASH, HASH, CLERK, "2027-01-31"),
        "text H\nrules H\nwards H\nnotice H\nclerk K\ncloses 2027-01-31\n",
    ),
    (
        Open("p1", DAY, HASH, HASH, HASH, HASH, "-", "-"),
        "text H\nrules H\nwards H\nnotice H\nclerk -\ncloses -\n",
    ),
    (Sign("p1", DAY, HASH, HASH), "c H\nw H\n"),
    (Withdraw("p1", DAY, 0), "leaf 0\n"),
    (Void("p1", DAY, 17, "roll"), "leaf 17\nreason roll\n"),
    (Restore("p1", DAY, 17), "leaf 17\n"),
    (Count("p1", DAY, 10, 2, 1, 7), "signed 10\nwithdrawn 2\nvoid 1\nnet 7\n"),
    (Note("-", DAY, HASH, "p1-petition_opened-7"), "doc H\nname p1-petition_opened-7\n"),
    (Withheld("p1", DAY, 12, "person"), "withheld 12 person\n"),
    (Close("p1", DAY), ""),
    (Purge("p1", DAY), ""),
    (Unknown("p1", DAY, "certify", "roll H\nmatched 7 of 9\n"), "roll H\nmatched 7 of 9\n"),
]


def test_the_published_vector_is_a_leaf_with_its_hash() -> None:
    leaf = parse_leaf(VECTOR)
    assert isinstance(leaf, Sign)
    assert (leaf.petition, leaf.day) == ("p42", "2026-11-21")
    assert leaf.bytes == VECTOR
    assert b64encode(leaf_hash(VECTOR)) == b"OK8xm5lY7zrfg5KpxR61Oam0DhG/0soyhZKWl24XsTc="


@pytest.mark.parametrize(("leaf", "rest"), ONE_OF_EACH, ids=lambda part: str(part)[:12])
def test_a_leaf_of_each_kind_is_written_so_and_read_again(leaf: Leaf, rest: str) -> None:
    text = rest.replace("H", b64encode(HASH).decode()).replace("K", CLERK)
    if isinstance(leaf, Unknown):
        leaf = Unknown(leaf.petition, leaf.day, leaf.kind, text)
    head = f"undersigned/v1 {leaf.kind}\npetition {leaf.petition}\nday {DAY}\n"
    assert leaf.bytes == (head + text).encode()
    assert parse_leaf(leaf.bytes) == leaf


SIGN = Sign("p1", DAY, HASH, HASH).bytes


@pytest.mark.parametrize(
    ("what", "bad"),
    [
        ("nothing", b""),
        ("a carriage return", SIGN.replace(b"\n", b"\r\n")),
        ("no newline at the end", SIGN[:-1]),
        ("a line too many", SIGN + b"\n"),
        ("another line", SIGN + b"v 1\n"),
        ("two lines changed about", b"".join(SIGN.splitlines(keepends=True)[i] for i in (0, 2, 1, 3, 4))),
        ("two spaces", SIGN.replace(b"day ", b"day  ")),
        ("another version", SIGN.replace(b"v1", b"v2")),
        ("a capital in its petition", SIGN.replace(b"p1", b"P1")),
        ("no petition", SIGN.replace(b"p1", b"")),
        ("a petition's name too long", SIGN.replace(b"p1", b"p" * 33)),
        ("a signature for the site", SIGN.replace(b"p1", b"-")),
        ("a day in no calendar", SIGN.replace(b"-11-21", b"-02-30")),
        ("a day without zeros", SIGN.replace(b"-11-21", b"-11-1")),
        ("digits of another script", SIGN.replace(b"2026", "٢٠٢٦".encode())),
        ("a hash without padding", SIGN.replace(b"=\nw", b"\nw")),
        ("a hash with bits that nothing holds", SIGN.replace(b"IE=\nw", b"IF=\nw")),
        ("a hash too short", SIGN.replace(b"c L", b"c ")),
        ("a signature with a number's leading zero", Withdraw("p1", DAY, 7).bytes.replace(b"7", b"07")),
        ("a sign before a number", Withdraw("p1", DAY, 7).bytes.replace(b"7\n", b"+7\n")),
        ("a number too long", Withdraw("p1", DAY, 10**15).bytes),
        ("a reason of its own", Void("p1", DAY, 7, "spam").bytes),
        ("a withholding for a reason of its own", Withheld("p1", DAY, 7, "whim").bytes),
        ("a note that is neither", b"undersigned/v1 note\npetition -\nday 2026-11-21\n"),
        ("a closing day in no calendar", Open("p", DAY, HASH, HASH, HASH, HASH, "-", "2026-02-30").bytes),
        ("a clerk's key that is none", Open("p", DAY, HASH, HASH, HASH, HASH, "clerk", "-").bytes),
        ("an unknown kind with a space at an end", Unknown("p", DAY, "new", "a b \n").bytes),
        ("an unknown kind with an empty line", Unknown("p", DAY, "new", "\n").bytes),
        ("an unknown kind on a day in no calendar", Unknown("p", "2026-13-01", "new", "").bytes),
        ("a kind with a capital", Unknown("p", DAY, "New", "").bytes),
        ("a kind that is longer than the log allows", Unknown("p", DAY, "new", "a " + "b" * 1024 + "\n").bytes),
    ],
)  # fmt: skip
def test_what_is_nearly_a_leaf_is_refused(what: str, bad: bytes) -> None:
    assert bad != SIGN
    with pytest.raises(Invalid):
        parse_leaf(bad)


def test_a_leaf_may_be_1024_bytes_long_and_no_more() -> None:
    longest = Unknown("p", DAY, "new", "a \n")
    fill = leaves.LONGEST - len(longest.bytes)
    there = Unknown("p", DAY, "new", "a " + "b" * fill + "\n")
    assert len(there.bytes) == 1024
    assert parse_leaf(there.bytes) == there
    with pytest.raises(Invalid, match="longer than 1024 bytes"):
        parse_leaf(Unknown("p", DAY, "new", "a " + "b" * (fill + 1) + "\n").bytes)


@given(st.sampled_from(ONE_OF_EACH), st.data())
def test_whatever_is_read_is_written_again_just_so(
    pair: tuple[Leaf, str], data: st.DataObject
) -> None:
    raw = bytearray(pair[0].bytes)
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at] = data.draw(st.integers(0, 255))
    try:
        leaf = parse_leaf(bytes(raw))
    except Invalid:
        return
    assert leaf.bytes == bytes(raw)


DOCUMENT = (Path(__file__).parents[3] / "docs" / "open-data" / "log.md").read_text(encoding="utf-8")


def test_the_document_for_strangers_has_the_vector_and_every_kind_line_and_reason() -> None:
    assert VECTOR.decode() in DOCUMENT
    assert "`OK8xm5lY7zrfg5KpxR61Oam0DhG/0soyhZKWl24XsTc=`" in DOCUMENT
    words = set(re.findall(r"`([a-z]+)`", DOCUMENT))
    told = {leaf.kind for leaf, _ in ONE_OF_EACH if not isinstance(leaf, Unknown)}
    told |= {*leaves.VOID_REASONS, *leaves.WITHHELD_REASONS}
    for leaf, _ in ONE_OF_EACH:
        if not isinstance(leaf, Withheld | Unknown):
            told |= {field.name for field in fields(leaf)[2:]}
    assert told - words == set()
