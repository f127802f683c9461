"""Each kind of malformed file: its fault is told by line, column and field; nothing is imported."""

import tomllib
from pathlib import Path

import pytest
from tests.factories.record import BY, MONDAY, file_of, sample

from undersigned.journal.models import Entry
from undersigned.record.actions import FaultyDossier, import_dossier
from undersigned.record.models import Dossier
from undersigned.record.reader import LARGEST_FILE, Fault

pytestmark = [pytest.mark.django_db, pytest.mark.long]

TEXT = file_of(sample()).decode()
KINDS = tomllib.loads((Path(__file__).parent / "malformed.toml").read_text())


def faults_of(content: bytes) -> list[Fault]:
    """What is wrong with a file; it leaves nothing behind."""
    with pytest.raises(FaultyDossier) as refused:
        import_dossier(content=content, at=MONDAY, by=BY)
    assert not Dossier.objects.exists()
    assert not Entry.objects.exists()
    return refused.value.faults


def place_of(part: str, text: str) -> tuple[int, int]:
    """Line and column of a part, found by looking for it and not by reading JSON."""
    before = text[: text.index(part)]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_fault_is_told_by_line_column_and_field(kind: str) -> None:
    case = KINDS[kind]
    assert TEXT.count(case["old"]) >= 1
    text = TEXT.replace(case["old"], case["new"], 1)

    (fault,) = faults_of(text.encode())

    assert (fault.line, fault.column) == place_of(case.get("at", case["new"]), text)
    assert fault.field == case["field"]
    assert case["problem"] in fault.problem


@pytest.mark.parametrize(
    ("content", "place", "problem"),
    [
        (b"", (1, 1), "The file is empty."),
        (b" \n ", (1, 1), "The file is empty."),
        (b"\xef\xbb\xbf{}", (1, 1), "The file begins with a byte order mark; save it without one."),
        (
            b'{\n "a": "\xe9"}',
            (2, 8),
            "The file is not UTF-8: the byte here belongs to no character.",
        ),
        (b'{\n "a": [1', (2, 9), "The file ends too early."),
        (b'{\n "a": ', (2, 7), "The file ends too early."),
        (b'{\n "a": "b', (2, 7), "The text that begins here has no closing quote."),
        (b"{}\n{}", (2, 1), "Something follows the end of the document."),
        (b"{}\n]", (2, 1), "Something follows the end of the document."),
        (b"hello", (1, 1), "“hello” is not a JSON value."),
        (b"[]", (1, 1), "This must be an object, in braces."),
        (b'"undersigned/dossier/v0"', (1, 1), "This must be an object, in braces."),
        (b" " * (LARGEST_FILE + 1), (1, 1), "The file is larger than 5 MB."),
    ],
)
def test_a_file_that_is_no_document_is_refused_where_it_goes_wrong(
    content: bytes, place: tuple[int, int], problem: str
) -> None:
    fault = faults_of(content)[0]

    assert ((fault.line, fault.column), fault.problem) == (place, problem)


def test_there_are_more_than_fifty_kinds_and_the_sample_itself_has_no_fault() -> None:
    assert len(KINDS) > 50
    assert import_dossier(content=TEXT.encode(), at=MONDAY, by=BY).version.number == 1


def test_all_faults_of_a_file_are_told_at_once_from_the_top_down() -> None:
    broken = sample(slug="No", place="<i>", score=5)
    broken["counts"][0]["sources"] = ["S9"]
    broken["petition"]["launched"]["date"] = "2025-02-30"

    found = [(fault.field, fault.problem) for fault in faults_of(file_of(broken))]

    assert found == [
        ("slug", "This must be: lower-case letters, digits and single hyphens."),
        ("place", "This text holds HTML; plain text alone stands in a dossier."),
        ("petition.launched.date", "There is no such date."),
        ("counts[0].sources[0]", "No source in this file has this id."),
        ("score", "There is no such field here."),
    ]


def test_odd_names_are_quoted_so_that_they_show_and_do_nothing() -> None:
    (fault,) = faults_of(file_of(sample(**{"a\u202eb\u001b": 1})))

    assert fault.field == '["a\\u202eb\\u001b"]'
