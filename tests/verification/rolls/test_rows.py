"""From a file to rows: what is kept, what is rejected and why, and that one bad row spoils no other."""

from pathlib import Path

import pytest
from tests.verification.rolls.files import ANA, BO, HEADER, many, read, report, rows

from undersigned.verification.rolls.dates import NoDate, iso_of, order_of
from undersigned.verification.rolls.layout import Layout
from undersigned.verification.rolls.records import Keeper

pytestmark = pytest.mark.long


def one(folder: Path, cell: bytes) -> str:
    """How a last name comes out."""
    read(folder, HEADER + b"1," + cell + b",Ana,4 Elm St,N\n")
    (name,) = rows(folder, "last")[0]
    return str(name)


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        (b"  O'Neil ", "O'Neil"),
        (b"De  La   Cruz", "De La Cruz"),
        ("Núñez".encode(), "Núñez"),
        ("Núñez".encode("cp1252"), "Núñez"),
        ("Nun\u0303ez".encode(), "Nuñez"),  # a letter and its accent become one
        ("Nu\u200b\u202enez".encode(), "Nu nez"),  # what cannot be seen goes
        (b'"Sample, ""Al"""', 'Sample, "Al"'),
        (b'"Sam\nple"', "Sam ple"),
        (b"-", "-"),
        (b"+1 Sample", "+1 Sample"),
        (b"Sam\rple", "Sam ple"),
    ],
)
def test_a_cell_is_kept_without_what_cannot_be_seen(tmp_path: Path, cell: bytes, kept: str) -> None:
    assert one(tmp_path / "f", cell) == kept


@pytest.mark.parametrize(
    ("line", "what", "detail"),
    [
        (b"3,Sample,Ana\n", "fields", "3"),
        (b"3,Sample,Ana,4 Elm St,N,more\n", "fields", "6"),
        (b"3,,,4 Elm St,N\n", "no_name", ""),
        (b",Sample,Ana,4 Elm St,N\n", "no_voter", ""),
        (b"3," + b"x" * 501 + b",Ana,4 Elm St,N\n", "long_cell", ""),
        (b'3,"Sample,Ana,4 Elm St,N\n', "unclosed", ""),
        (b"1,Other,Al,9 Fir St,N\n", "twice", "2"),
    ],
)
def test_a_bad_row_is_rejected_and_spoils_no_other(
    tmp_path: Path, line: bytes, what: str, detail: str
) -> None:
    said = read(tmp_path / "f", HEADER + ANA + line + BO)
    assert (said["rows"], said["rejected"]) == (2, 1)
    assert report(tmp_path / "f") == [(3, what, detail)]
    assert rows(tmp_path / "f", "last") == [("Sample",), ("Tester",)]


def test_a_mark_never_closed_at_the_end_gives_its_lines_back(tmp_path: Path) -> None:
    said = read(tmp_path / "f", HEADER + b'3,"Sample,Al,1 Fir St,N\n' + ANA + BO)
    assert (said["rows"], said["rejected"]) == (2, 1)
    assert rows(tmp_path / "f", "voter") == [("1",), ("2",)]


def test_empty_lines_and_a_delimiter_too_many_do_no_harm(tmp_path: Path) -> None:
    said = read(tmp_path / "f", HEADER + b"\n\n" + ANA[:-1] + b",\n" + BO)
    assert (said["rows"], said["rejected"]) == (2, 0)


def test_a_day_that_cannot_be_read_is_reported_and_the_row_kept(tmp_path: Path) -> None:
    raw = b"id,last,address,dob,regdate\n1,Sample,4 Elm,02/30/1970,06/01/2020\n2,Tester,5 Elm,?,12/31/2020\n"
    assert read(tmp_path / "f", raw)["rejected"] == 0
    assert report(tmp_path / "f") == [(2, "born", ""), (3, "born", "")]
    assert rows(tmp_path / "f", "born", "registered") == [("", "2020-06-01"), ("", "2020-12-31")]


@pytest.mark.parametrize(
    ("word", "secret"),
    [(b"N", False), (b"", False), (b"no", False), (b"Y", True), (b"true", True), (b"?", True)],
)
def test_a_row_is_confidential_unless_the_file_says_it_is_not(
    tmp_path: Path,
    word: bytes,
    secret: bool,  # noqa: FBT001
) -> None:
    said = read(tmp_path / "f", HEADER + ANA.replace(b",N\n", b"," + word + b"\n") + BO)
    assert rows(tmp_path / "f", "confidential") == [(secret,), (False,)]
    assert said["confidential"] == int(secret)


def test_of_two_rows_of_a_voter_the_one_in_force_is_kept(tmp_path: Path) -> None:
    header = b"id,last,first,address,status,regdate\n"
    old = b"7,Sample,Ana,1 Old St,removed,2020-01-01\n"
    new = b"7,Sample,Ana,2 New St,active,2019-01-01\n"
    newer = b"7,Sample,Ana,3 Newer St,inactive,2021-01-01\n"
    read(tmp_path / "f", header + old + new + newer)
    assert rows(tmp_path / "f", "line_address") == [("3 Newer St",)]
    assert report(tmp_path / "f") == [(2, "twice", "4"), (3, "twice", "4")]


def test_a_list_without_voter_numbers_gets_them_from_its_lines(tmp_path: Path) -> None:
    read(tmp_path / "f", b"last,first,address\nSample,Ana,4 Elm St\nSample,Ana,4 Elm St\n")
    assert rows(tmp_path / "f", "voter") == [("#2",), ("#3",)]


def test_a_file_of_more_rows_than_a_page_holds_can_be_opened(tmp_path: Path) -> None:
    said = read(tmp_path / "f", many(25_000))
    assert said["rows"] == 25_000
    assert rows(tmp_path / "f", "voter")[-1] == ("24999",)


@pytest.mark.parametrize(
    ("text", "order", "iso"),
    [
        ("02/26/1977", "mdy", "1977-02-26"),
        ("2/6/1977", "mdy", "1977-02-06"),
        ("26.02.1977", "dmy", "1977-02-26"),
        ("1977-02-26", "mdy", "1977-02-26"),
        ("19770226", "ymd", "1977-02-26"),
        ("02261977", "mdy", "1977-02-26"),
        ("1977-02-26T00:00:00", "ymd", "1977-02-26"),
        ("2/26/1977 12:00:00 AM", "mdy", "1977-02-26"),
        ("19960300", "ymd", "1996-03"),
        ("19960000", "ymd", "1996"),
        ("1957", "mdy", "1957"),
        ("12:00:00 AM", "mdy", ""),
        ("00/00/0000", "mdy", ""),
        ("", "mdy", ""),
    ],
)
def test_a_day_becomes_an_iso_day(text: str, order: str, iso: str) -> None:
    assert iso_of(text, order) == iso


@pytest.mark.parametrize(
    "text", ["02/30/1977", "26/02/1977", "2/6/77", "soon", "19771340", "0057", "²²²²"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(NoDate):
        iso_of(text, "mdy")


def test_the_order_of_days_is_that_in_which_most_can_be_read() -> None:
    assert order_of(["01/02/2000", "31/01/2000"]) == "dmy"
    assert order_of(["01/02/2000"]) == "mdy"
    assert order_of(["19990203", ""]) == "ymd"
    assert order_of([]) == "mdy"


def test_statuses_come_out_in_our_words_or_the_files_own() -> None:
    layout = Layout(fields=3, columns={"last": 1, "status": 2}, statuses={"ina": "inactive"})
    statuses = [Keeper(layout).keep(1, ["Sample", word, ""])[0][13] for word in ("INA", "Odd")]
    assert statuses == ["inactive", "odd"]
