"""The format: its published schema, its typed form, and the reader that tells where things stand."""

import dataclasses
import json
from collections.abc import Iterator
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from tests.factories.record import file_of, sample

from undersigned.pure.standards.canonical_json import canonical_json
from undersigned.record.checks import check
from undersigned.record.document import Document, Words, parse
from undersigned.record.published import SCHEMA
from undersigned.record.reader import read

PUBLISHED = json.loads(SCHEMA.read_text())


def test_the_published_schema_is_one_and_the_sample_satisfies_it() -> None:
    Draft202012Validator.check_schema(PUBLISHED)
    assert PUBLISHED["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator(PUBLISHED).validate(sample())


def test_the_sample_uses_every_field_of_the_format() -> None:
    described = {
        name
        for place in [PUBLISHED, PUBLISHED["properties"]["facts"], *PUBLISHED["$defs"].values()]
        for name in place.get("properties", {})
    }

    assert described - set(names_in(sample())) == {"date_words", "note"}


def names_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
        for inside in value.values():
            yield from names_in(inside)
    if isinstance(value, list):
        for inside in value:
            yield from names_in(inside)


def test_the_typed_form_has_exactly_the_fields_of_the_schema() -> None:
    compared = list(compare(Document, PUBLISHED))

    assert len(compared) > 20
    for kind, typed, described, required in compared:
        assert typed == described, kind
        assert {
            field.name for field in dataclasses.fields(kind) if field.default is dataclasses.MISSING
        } == required, kind


def compare(
    kind: Any, schema: dict[str, Any]
) -> Iterator[tuple[Any, set[str], set[str], set[str]]]:
    """A dataclass and its part of the schema, and so on inward."""
    schema = resolved(schema)
    hints = get_type_hints(kind)
    yield kind, set(hints), set(schema["properties"]), set(schema["required"])
    for name, inner in hints.items():
        inside, part = inner, resolved(schema["properties"][name])
        if get_origin(inside) is UnionType:
            inside = get_args(inside)[0]
        if get_origin(inside) is tuple:
            inside, part = get_args(inside)[0], resolved(part["items"])
        if dataclasses.is_dataclass(inside) and inside is not Words:
            yield from compare(inside, part)


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    return PUBLISHED["$defs"][name] if name else schema


def test_a_dossier_is_read_as_typed_objects_with_texts_in_several_languages() -> None:
    document = parse(canonical_json(sample()))

    assert document.title.best("es") == ("Un puente de muestra", "es")
    assert document.summary.words.best("es") == ("A bridge was asked for.", "en")
    assert document.facts.decisions[0].roll_call == "not recorded"
    assert document.counts[0].quoting == Words({"en": "the organisers"}, "en")
    assert document.sources[1].date == ""


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(JSON)
def test_what_another_writer_wrote_is_read_as_it_was(value: object) -> None:
    reading = read(json.dumps(value, indent=3).encode())

    assert (reading.broken, reading.value) == (False, value)


@settings(max_examples=40)
@pytest.mark.long
@given(st.dictionaries(st.sampled_from(sorted(PUBLISHED["properties"])), JSON))
def test_no_document_however_odd_breaks_the_checks(value: dict[str, object]) -> None:
    _reading, faults = check(json.dumps(sample() | value).encode())

    assert [fault for fault in faults if fault.line < 1 or fault.column < 1] == []


@given(st.binary(max_size=200))
def test_no_bytes_however_odd_break_the_checks(content: bytes) -> None:
    _reading, faults = check(content)

    assert faults != []


@given(st.data())
def test_a_file_cut_anywhere_is_refused(data: st.DataObject) -> None:
    content = file_of(sample()).rstrip(b"}\n ")
    cut = data.draw(st.integers(0, len(content) - 1))

    reading = read(content[:cut])

    assert (reading.broken, len(reading.faults)) == (True, 1)


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
def test_lines_count_alike_on_every_system(newline: bytes) -> None:
    reading = read(newline.join([b"{", b'  "a": 1.5', b"}"]))

    assert [(fault.line, fault.column) for fault in reading.faults] == [(2, 8)]
