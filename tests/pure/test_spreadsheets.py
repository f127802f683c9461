import pytest
from hypothesis import given
from hypothesis import strategies as st

from undersigned.pure.standards.spreadsheets import FORMULA, text_cell


@pytest.mark.parametrize("start", sorted(FORMULA))
def test_what_a_spreadsheet_would_run_becomes_text(start: str) -> None:
    assert text_cell(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("text", ["", "Ana", "1-2", "'quoted", "Ana = Ben"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert text_cell(text) == text


@given(st.text())
def test_no_cell_begins_a_formula(text: str) -> None:
    assert text_cell(text)[:1] not in FORMULA
