"""The specification's own note, and everything that is not quite one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.pure.tlog.logs import LOG_KEY, LOG_SEED, NOON, ORIGIN, WITNESS_KEYS, WITNESSES

from undersigned.pure.tlog import cosignatures, ed25519
from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.notes import (
    COSIGNATURE,
    LOG,
    Note,
    Seal,
    VKey,
    add_lines,
    parse_note,
    parse_vkey,
    seal_line,
    sign_note,
    verified,
)
from undersigned.pure.tlog.strict import to_base64

# C2SP signed-note, § Test vectors.
PUBLISHED_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
PUBLISHED_NOTE = (
    "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ON"
    "ncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
TEXT = "one\n\ntwo\n"
SIGNED = sign_note(TEXT, ORIGIN, LOG_SEED)
LIBRARY = WITNESS_KEYS["library.example"]
WORDS = st.text(st.characters(categories=("L", "N", "P"), exclude_characters="+"), min_size=1)
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n"))


def test_the_published_note_is_its_keys() -> None:
    key = parse_vkey(PUBLISHED_KEY)
    assert (key.name, key.kind, key.id.hex(), key.text) == (
        "example.com/foo",
        LOG,
        "530d903a",
        PUBLISHED_KEY,
    )
    note = parse_note(PUBLISHED_NOTE.encode())
    assert note.text == "This is an example message.\n"
    assert note.bytes == PUBLISHED_NOTE.encode()
    assert verified(note, [key]) == [key]


@given(WORDS, st.sampled_from([LOG, COSIGNATURE]), st.binary(min_size=32, max_size=32))
def test_a_key_is_read_as_it_is_written(name: str, kind: int, public: bytes) -> None:
    vkey = VKey(name, kind, public)
    assert parse_vkey(vkey.text) == vkey


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "written as name"),
        ("name+530d903a", "written as name"),
        (PUBLISHED_KEY.replace("530d903a", "530d903b"), "does not belong"),
        (PUBLISHED_KEY.replace("530d903a", "530D903A"), "does not belong"),
        (PUBLISHED_KEY.replace("foo", "bar"), "does not belong"),
        (PUBLISHED_KEY.replace("example", "exam ple"), "one word"),
        (PUBLISHED_KEY.replace("example.com/foo", ""), "one word"),
        (PUBLISHED_KEY + "\n", "Base64 is not written"),
        (PUBLISHED_KEY[:-4], "33 belong"),
        ("a+00000000+" + to_base64(bytes([2]) + bytes(32)), "kind of key is not known"),
    ],
)
def test_no_other_key_is_read(text: str, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        parse_vkey(text)


@given(TEXTS.map(lambda text: text + "\n"), WORDS)
def test_a_note_is_read_as_it_is_written(text: str, name: str) -> None:
    raw = sign_note(text, name, LOG_SEED)
    note = parse_note(raw)
    key = VKey(name, LOG, LOG_KEY.public)
    assert (note.text, note.bytes) == (text, raw)
    assert verified(note, [key, LOG_KEY, parse_vkey(PUBLISHED_KEY)]) == [key]


def test_a_text_may_hold_empty_lines_and_lines_like_signatures() -> None:
    text = f"{SIGNED.decode()}\n\n"
    note = parse_note(sign_note(text, "second", LOG_SEED))
    assert note.text == text
    assert [seal.name for seal in note.seals] == ["second"]


def test_the_same_text_and_key_give_the_same_bytes() -> None:
    assert sign_note(TEXT, ORIGIN, LOG_SEED) == SIGNED


@pytest.mark.parametrize(
    "text", ["", "no newline", "a\r\n", "a\tb\n", "a\n\nb", SIGNED.decode()[:-1]]
)
def test_a_text_that_no_note_can_hold_is_not_signed(text: str) -> None:
    with pytest.raises(Invalid):
        sign_note(text, ORIGIN, LOG_SEED)


@pytest.mark.parametrize("name", ["", "two words", "a+b", "a\u2003b", "a\n"])
def test_a_name_that_no_key_can_have_does_not_sign(name: str) -> None:
    with pytest.raises(Invalid, match="one word"):
        sign_note(TEXT, name, LOG_SEED)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n",
        b"text\n",
        b"text\n\n",
        SIGNED[:-1],
        SIGNED + b"\n",
        SIGNED + b"more\n",
        b"\n" + SIGNED.rpartition(b"\n\n")[2],
        SIGNED.replace(b"\n", b"\r\n"),
        SIGNED.replace("— ".encode(), b"- "),
        SIGNED.replace("— ".encode(), "—  ".encode()),
        SIGNED.replace("— ".encode(), "—\u00a0".encode()),
        SIGNED.replace(b"=\n", b"= \n"),
        SIGNED.replace(b"=\n", b"\n"),
        SIGNED.replace(b"one", b"o\0e"),
        SIGNED.replace(b"one", b"o\xffe"),
        "text\n\n— n+me AAAAAAAA\n".encode(),
        "text\n\n— name AAAAAA==\n".encode(),
    ],
)
def test_what_is_not_quite_a_note_is_refused(raw: bytes) -> None:
    with pytest.raises(Invalid):
        parse_note(raw)


def test_a_note_of_more_than_a_million_bytes_is_refused() -> None:
    raw = sign_note("a" * (1_000_000 - len(SIGNED) + len(TEXT) - 1) + "\n", ORIGIN, LOG_SEED)
    assert len(raw) == 1_000_000
    assert parse_note(raw).bytes == raw
    with pytest.raises(Invalid, match="A note is too long"):
        parse_note(b"a" + raw)


def test_sixteen_lines_and_more_are_read_but_not_without_end() -> None:
    lines = [seal_line(LIBRARY, bytes([number])) for number in range(99)]
    assert len(parse_note(add_lines(SIGNED, lines)).seals) == 100
    with pytest.raises(Invalid):
        add_lines(SIGNED, [*lines, seal_line(LIBRARY, b"more")])


def test_a_line_is_added_once() -> None:
    line = cosignatures.cosign(TEXT, LIBRARY.name, WITNESSES[LIBRARY.name], NOON)
    raw = add_lines(SIGNED, [line, line])
    assert raw == SIGNED + line.encode() == add_lines(raw, [line])
    assert verified(parse_note(raw), [LIBRARY, LOG_KEY]) == [LIBRARY, LOG_KEY]


@pytest.mark.parametrize("line", ["", "—", "— name AAAAAAAA", "two\nlines\n"])
def test_a_malformed_line_is_not_added(line: str) -> None:
    with pytest.raises(Invalid, match="not written as one"):
        add_lines(SIGNED, [line])


def test_lines_of_unknown_keys_mean_nothing() -> None:
    stranger = VKey(ORIGIN, LOG, ed25519.public_of(bytes(32)))
    raw = add_lines(SIGNED, [seal_line(stranger, bytes(64))])
    assert verified(parse_note(raw), [LOG_KEY]) == [LOG_KEY]
    assert verified(parse_note(raw), [LIBRARY]) == []


@pytest.mark.parametrize("raw", [bytes(64), b"short", SIGNED[-93:]])
def test_a_line_that_says_it_is_of_a_known_key_and_is_not_spoils_the_note(raw: bytes) -> None:
    note = parse_note(add_lines(SIGNED, [seal_line(LOG_KEY, raw)]))
    with pytest.raises(Invalid, match="does not belong to this text"):
        verified(note, [LOG_KEY])


def test_a_signature_is_of_its_text_alone() -> None:
    seal = parse_note(SIGNED).seals[0]
    with pytest.raises(Invalid, match="does not belong to this text"):
        verified(Note("other\n", (seal,)), [LOG_KEY])


def test_a_logs_signature_is_no_cosignature() -> None:
    as_witness = VKey(ORIGIN, COSIGNATURE, LOG_KEY.public)
    seal = parse_note(SIGNED).seals[0]
    relabelled = Note(TEXT, (Seal(ORIGIN, as_witness.id, seal.raw),))
    with pytest.raises(Invalid, match="does not belong to this checkpoint"):
        verified(relabelled, [as_witness])
