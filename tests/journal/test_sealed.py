from pathlib import Path

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from undersigned.journal import keys
from undersigned.journal.keys import KeyMissing
from undersigned.journal.models import Entry
from undersigned.journal.sealed import NotOpened, open_sealed, seal, unseal

REF = bytes(range(16))
FACTS = {"name": "Ana Sample", "email": "ana@example.org"}


@given(st.dictionaries(st.text(max_size=20), st.text(max_size=200), max_size=5))
def test_what_is_sealed_opens_again(facts: dict[str, str]) -> None:
    assert unseal(seal(facts, to="letters", ref=REF), of="letters", ref=REF) == facts


def test_a_blob_moved_to_another_row_does_not_open() -> None:
    with pytest.raises(NotOpened):
        unseal(seal(FACTS, to="letters", ref=REF), of="letters", ref=bytes(16))


def test_a_blob_sealed_to_another_pair_does_not_open() -> None:
    with pytest.raises((NotOpened, KeyMissing)):
        unseal(seal(FACTS, to="letters", ref=REF), of="signatures", ref=REF)


@pytest.mark.parametrize("place", [0, 3, 4, 40, -1])
def test_a_changed_bit_is_found(place: int) -> None:
    sealed = bytearray(seal(FACTS, to="letters", ref=REF))
    sealed[place] ^= 1

    with pytest.raises((NotOpened, KeyMissing)):
        unseal(bytes(sealed), of="letters", ref=REF)


@pytest.mark.parametrize("length", [0, 1, 4, 5, 40])
def test_a_short_blob_is_refused_in_words(length: int) -> None:
    with pytest.raises((NotOpened, KeyMissing)):
        unseal(seal(FACTS, to="letters", ref=REF)[:length], of="letters", ref=REF)


def test_short_names_and_long_ones_seal_to_one_length() -> None:
    short, long = ({"name": "A" * length} for length in (1, 200))

    assert len(seal(short, to="letters", ref=REF)) == len(seal(long, to="letters", ref=REF))


@pytest.mark.django_db
def test_each_opening_for_a_reason_is_journaled() -> None:
    rows = {REF: seal(FACTS, to="signatures", ref=REF)}

    opened = open_sealed(rows, of="signatures", reason="to test", at=timezone.now(), by="user:1")

    entry = Entry.objects.get(name="sealed.opened")
    assert opened == {REF: FACTS}
    assert (entry.by, entry.facts) == (
        "user:1",
        {"what": "signatures", "rows": 1, "reason": "to test"},
    )


def test_a_rotated_key_still_opens_what_was_sealed_to_it(
    tmp_path: Path, settings: Settings
) -> None:
    settings.KEYS = tmp_path
    keys.forget()
    keys.make(tmp_path, pairs=["letters"], secrets=[])
    sealed = seal(FACTS, to="letters", ref=REF)
    (tmp_path / "letters.key").rename(tmp_path / f"letters-{sealed[:4].hex()}.key")
    (tmp_path / "letters.pub").unlink()
    keys.make(tmp_path, pairs=["letters"], secrets=[])
    keys.forget()

    assert unseal(sealed, of="letters", ref=REF) == FACTS


def test_keys_are_never_overwritten_and_readable_by_their_owner_alone(tmp_path: Path) -> None:
    made = keys.make(tmp_path)
    before = {path: path.read_bytes() for path in made}

    again = keys.make(tmp_path)

    assert again == []
    assert {path: path.read_bytes() for path in made} == before
    assert {path.suffix: path.stat().st_mode & 0o777 for path in made} == {
        ".key": 0o600,
        ".pub": 0o644,
        ".secret": 0o600,
    }


@pytest.mark.parametrize("words", ["", "not base64!", "AAAA", "é"])
def test_a_file_that_is_no_key_is_refused_with_what_to_do(
    words: str, tmp_path: Path, settings: Settings
) -> None:
    settings.KEYS = tmp_path
    (tmp_path / "letters.pub").write_text(words, encoding="utf-8")
    keys.forget()

    with pytest.raises(KeyMissing):
        keys.public_key("letters")
