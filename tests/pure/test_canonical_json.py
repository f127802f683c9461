"""RFC 8785, against its own examples and against Python's reader."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undersigned.pure.standards.canonical_json import DEPTH, LARGEST, canonical_json

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner),
)


def test_strings_are_written_as_in_the_rfcs_example() -> None:
    value = '€$\u000f\nA\'B"\\\\"/'
    expected = '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'.encode()
    assert canonical_json(value) == expected


def test_keys_are_sorted_as_in_the_rfcs_example() -> None:
    value = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }
    assert list(json.loads(canonical_json(value)).values()) == [
        "Carriage Return",
        "One",
        "Control",
        "Latin Small Letter O With Diaeresis",
        "Euro Sign",
        "Emoji: Grinning Face",
        "Hebrew Letter Dalet With Dagesh",
    ]


def test_a_nested_value_has_exactly_these_bytes() -> None:
    value = {"b": [1, -2, 0, True, False, None], "a": {"z": {}, "y": [], "x": ("t",)}}
    assert canonical_json(value) == (
        b'{"a":{"x":["t"],"y":[],"z":{}},"b":[1,-2,0,true,false,null]}'
    )


def test_every_control_character_is_escaped_as_ecmascript_does() -> None:
    short = {8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r"}
    expected = "".join(short.get(code, f"\\u{code:04x}") for code in range(32))
    written = canonical_json("".join(map(chr, range(32))) + "\x7f\u2028/")
    assert written == f'"{expected}\x7f\u2028/"'.encode()


@pytest.mark.long
@given(VALUES)
def test_reading_the_bytes_back_gives_the_value(value: object) -> None:
    assert json.loads(canonical_json(value)) == value


@given(st.dictionaries(TEXT, st.integers(0, 9)))
def test_the_order_in_which_keys_were_put_in_does_not_matter(value: dict[str, int]) -> None:
    assert canonical_json(dict(reversed(value.items()))) == canonical_json(value)


@given(st.dictionaries(TEXT, st.none()))
def test_keys_stand_in_the_order_of_their_utf_16_code_units(value: dict[str, None]) -> None:
    units = [key.encode("utf-16-be") for key in json.loads(canonical_json(value))]
    assert units == sorted(units)


@pytest.mark.parametrize("number", [LARGEST, -LARGEST])
def test_the_largest_numbers_are_written_in_full(number: int) -> None:
    assert canonical_json(number) == str(number).encode()


@pytest.mark.parametrize(
    "value",
    [1.5, 1.0, float("nan"), float("inf"), LARGEST + 1, -LARGEST - 1, b"bytes", {1}, object(), 1j],
)
def test_other_numbers_and_types_are_refused(value: object) -> None:
    with pytest.raises(ValueError, match="canonical JSON takes"):
        canonical_json({"deep": [value]})


@pytest.mark.parametrize("value", ["\ud800", ["a\udfff"], {"\ud83d": 1}, {"a": "\ude00\ud83d"}])
def test_a_lone_surrogate_is_refused_without_quoting_it(value: object) -> None:
    with pytest.raises(ValueError, match=r"^canonical JSON takes no lone surrogate$"):
        canonical_json(value)


@pytest.mark.parametrize("key", [1, None, True, 1.5, b"a", ("a",)])
def test_a_key_that_is_no_string_is_refused(key: object) -> None:
    with pytest.raises(ValueError, match="only strings as keys"):
        canonical_json({key: 1, "a": 2})


def test_nesting_is_bounded_by_words_not_by_a_crash() -> None:
    value: Any = 1
    for _ in range(DEPTH):
        value = [value]
    assert canonical_json(value) == b"[" * DEPTH + b"1" + b"]" * DEPTH
    with pytest.raises(ValueError, match="at most 100 deep"):
        canonical_json({"one more": value})
