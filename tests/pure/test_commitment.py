"""The published vector, the limits, and what a commitment must not let slip."""

from base64 import b64encode
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undersigned.pure.tlog.commitment import FIELDS, commit, commit_ward, field_hash, salt

OPENING = bytes(range(32))
ANA = {
    "name": "Ana Beispiel",
    "address": "1 Main St, 12345",
    "email": "ana@example.org",
    "via": "web",
}


def test_the_published_vector_has_its_salt_and_its_field_hash() -> None:
    assert salt(OPENING, "name").hex() == (
        "b91f149d99d9c6d2a6eb0c96334a674272ab619904a3e801a59ed08bf54e39b3"
    )
    assert field_hash(OPENING, "name", "Ana Beispiel").hex() == (
        "5905d87f2345e956bc6d1686ee546a3cd3f6b3b2046e49711751f3006f941b96"
    )


def test_the_published_vector_has_its_leaf() -> None:
    c = b64encode(commit(OPENING, "p42", ANA)).decode()
    w = b64encode(commit_ward(OPENING, "p42", "3")).decode()
    leaf = f"undersigned/v1 sign\npetition p42\nday 2026-11-21\nc {c}\nw {w}\n"
    assert c == "o2Pw3woP66DfD3ZeNt/pZAsH1HFwGMI56DkzT2TLLwk="
    assert w == "2u+BCKNUHYZNicF740vcS1hT6KiTkeh9rN/TbZ0sjt4="
    assert len(leaf) == 142
    assert b64encode(sha256(b"\0" + leaf.encode()).digest()).decode() == (
        "OK8xm5lY7zrfg5KpxR61Oam0DhG/0soyhZKWl24XsTc="
    )


def test_an_absent_field_is_committed_to_as_the_empty_string() -> None:
    assert commit(OPENING, "p42", ANA) == commit(OPENING, "p42", ANA | {"evidence": ""})


def test_a_name_typed_in_two_unicode_forms_gives_one_commitment() -> None:
    composed, decomposed = {"name": "Jos\u00e9"}, {"name": "Jose\u0301"}
    assert commit(OPENING, "p42", composed) == commit(OPENING, "p42", decomposed)
    assert commit_ward(OPENING, "p42", "\u00c9") == commit_ward(OPENING, "p42", "E\u0301")


@given(st.dictionaries(st.sampled_from(FIELDS), st.text("ab\n", max_size=3)))
def test_only_the_same_fields_give_the_same_commitment(fields: dict[str, str]) -> None:
    full = dict.fromkeys(FIELDS, "") | fields
    same = {field: value for field, value in full.items() if ANA.get(field, "") == value}
    assert (commit(OPENING, "p42", fields) == commit(OPENING, "p42", ANA)) == (same == full)


def test_each_field_opening_and_petition_changes_the_commitment() -> None:
    seen = {commit(OPENING, "p42", {field: "x"}) for field in FIELDS}
    seen |= {commit(OPENING, "p42", {}), commit(OPENING, "p43", {}), commit(bytes(32), "p42", {})}
    seen |= {commit_ward(OPENING, "p42", ""), commit_ward(OPENING, "p43", "")}
    assert len(seen) == len(FIELDS) + 5


@pytest.mark.parametrize("opening", [b"", bytes(31), bytes(33), bytes(64)])
def test_an_opening_of_another_length_is_refused(opening: bytes) -> None:
    with pytest.raises(ValueError, match="exactly 32 bytes"):
        commit(opening, "p42", ANA)
    with pytest.raises(ValueError, match="exactly 32 bytes"):
        commit_ward(opening, "p42", "ward 3")


@pytest.mark.parametrize("petition", ["", "P42", "p 42", "p42\n", "p" * 33, "é"])
def test_a_petitions_public_name_is_plain(petition: str) -> None:
    with pytest.raises(ValueError, match="public name"):
        commit(OPENING, petition, ANA)
    with pytest.raises(ValueError, match="public name"):
        commit_ward(OPENING, petition, "ward 3")


def test_an_unknown_field_is_refused_rather_than_left_out() -> None:
    with pytest.raises(ValueError, match=r"no field \['phone'\]"):
        commit(OPENING, "p42", {"phone": "555"})


def test_a_lone_surrogate_is_refused_without_quoting_the_name() -> None:
    with pytest.raises(ValueError, match=r"^a committed value holds no lone surrogate$") as refused:
        commit(OPENING, "p42", {"name": "Ana \ud800"})
    assert refused.value.__cause__ is None
