"""Two spellings of one name agree; two people of one household do not."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from undersigned.pure.names import comparable_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana Beispiel", "  ana   BEISPIEL "),
        ("Ana Beispiel", "Beispiel, Ana"),
        ("José Muñoz", "Jose\u0301 Munoz"),
        ("Seán O'Brien", "Sean O\u2019Brien"),
        ("Seán O'Brien", "Sean OBrien"),
        ("Ana-María Pérez", "Ana Maria Perez"),
        ("J. R. Smith", "J R Smith"),
        ("Strauß", "STRAUSS"),
        ("Łukasz Ødegård", "Lukasz Odegard"),
        ("ISTANBUL IŞIK", "istanbul \u0131ş\u0131k"),
        ("\uff21\uff4e\uff41", "Ana"),
        ("علی\u200cرضا", "علیرضا"),  # noqa: RUF001
        ("Андрей", "АНДРЕЙ"),
        ("김철수", "\u1100\u1175\u11b7철수"),
    ],
)
def test_two_spellings_of_one_name_agree(one: str, other: str) -> None:
    assert comparable_name(one) == comparable_name(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana Beispiel", "Anna Beispiel"),
        ("Ana Beispiel", "Ana Beispiel-Muster"),
        ("John Smith 2", "John Smith 3"),
        ("राम", "रमा"),
        ("かき", "がき"),
        ("王伟", "王薇"),
    ],
)
def test_two_people_of_one_household_do_not(one: str, other: str) -> None:
    assert comparable_name(one) != comparable_name(other)


def test_a_name_without_letters_is_empty() -> None:
    assert comparable_name(" -.'\u200b ") == ""


@given(st.text(max_size=20))
@example("\u0345")
@example("\u0149")
@example("\u00b4\u02bc")
@example("İı\u0307")
def test_the_form_of_a_form_is_itself(name: str) -> None:
    form = comparable_name(name)
    assert comparable_name(form) == form
