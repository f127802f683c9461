"""One spelling for each number and each run of bytes."""

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.strict import from_base64, to_base64, whole_number


@given(st.integers(0, 2**63 - 1))
def test_a_whole_number_is_read_as_it_is_written(number: int) -> None:
    assert whole_number(str(number)) == number


@pytest.mark.parametrize(
    "text",
    ["", "00", "01", "+1", "-1", "1_000", " 1", "1\n", "\u0661", "²", "1e3", "9" * 19, "9" * 5000],
)
def test_no_other_spelling_is_a_number(text: str) -> None:
    with pytest.raises(Invalid, match="not written as one"):
        whole_number(text)


@given(st.binary())
def test_base64_is_read_as_it_is_written(raw: bytes) -> None:
    assert from_base64(to_base64(raw), len(raw)) == raw
    assert to_base64(raw) == b64encode(raw).decode()


@pytest.mark.parametrize(
    "text", ["AB==", "AAB=", "AA", "AA=", "AA==\n", "A A==", "AA==AA==", "Ä==="]
)
def test_no_other_spelling_is_base64(text: str) -> None:
    with pytest.raises(Invalid, match="Base64 is not written"):
        from_base64(text)


def test_the_wrong_number_of_bytes_is_refused() -> None:
    with pytest.raises(Invalid, match="holds 1 bytes where 32 belong"):
        from_base64("AA==", 32)
