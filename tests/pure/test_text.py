"""What no visitor's text may hold, and what people's languages need."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undersigned.pure.text import forbidden_characters


@pytest.mark.parametrize(
    "text",
    [
        "Ana Beispiel",
        "José Muñoz, 1 Main St. #4",
        "علی\u200cرضا",  # noqa: RUF001 - Persian, with a non-joiner
        "क्\u200dष",  # Hindi, with a joiner between letters
        "ത്\u200d",  # Malayalam, with a joiner at the end of a word
        "👩\u200d⚖\ufe0f",  # a judge: an emoji sequence
        "葛\U000e0100城",  # a Japanese place name's variant
        "\u0600\u0661\u0662",  # the Arabic number sign
        "",
    ],
)
def test_what_people_write_may_stand(text: str) -> None:
    assert forbidden_characters(text) == set()


@pytest.mark.parametrize(
    "character",
    [
        *"\x00\x07\x1b\x7f\x85\xad\u200b\u200e\u200f\u061c\u202a\u202d\u202e\u2066\u2069\u2060\ufeff",
        *"\u2028\u2029\u115f\u1160\u3164\uffa0\u034f\u180e\ud800\ue000\uffff\U000e0041\U0010ffff",
    ],
)
def test_what_hides_reorders_or_blanks_is_refused(character: str) -> None:
    assert forbidden_characters(f"Ana{character} Beispiel", lines=True) == {character}


@pytest.mark.parametrize("character", ["\n", "\r", "\t"])
def test_lines_are_allowed_only_where_asked_for(character: str) -> None:
    assert forbidden_characters(f"one{character}two", lines=True) == set()
    assert forbidden_characters(f"one{character}two") == {character}


@pytest.mark.parametrize(
    "text", ["a\u200db", "\u200dक", "क\u200d", "\u200c", "ع\u200c ر", "م\u200d1"]
)
def test_a_joiner_where_no_script_needs_it_is_refused(text: str) -> None:
    assert forbidden_characters(text) == {"\u200c"} & set(text) | {"\u200d"} & set(text)


@given(
    st.text(
        st.characters(
            categories=["L", "N", "P", "Zs"], exclude_characters="\u115f\u1160\u3164\uffa0"
        )
    )
)
def test_letters_digits_punctuation_and_spaces_are_never_refused(text: str) -> None:
    assert forbidden_characters(text) == set()


@pytest.mark.long
def test_everything_that_is_refused_is_of_a_listed_kind() -> None:
    kinds = {
        unicodedata.category(chr(code))
        for code in range(sys.maxunicode + 1)
        if forbidden_characters(chr(code))
    }
    assert kinds == {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Lo", "Mn"}
