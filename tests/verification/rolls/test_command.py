"""The operator brings in, lists and destroys rolls from the command line."""

from pathlib import Path

import pytest
from tests.verification.rolls.arrivals import FILE, asked
from tests.verification.rolls.files import HEADER, many, on_disk

from undersigned.config import cli
from undersigned.councils.models import Council
from undersigned.verification.models import Roll

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("place"), pytest.mark.long]
Said = pytest.CaptureFixture[str]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "voters.csv"
    path.write_bytes(FILE)
    return path


def bring(file: Path, *more: str) -> int:
    """`undersigned roll import`, of a file as of a day."""
    facts = ["--council", "sampleton", "--as-of", "2026-05-01", *more]
    return cli.main(["roll", "import", str(file), *facts])


def test_a_file_is_brought_in(council: Council, file: Path, capsys: Said) -> None:
    assert bring(file, "--title", "Sample voters", "--purge-on", "2999-01-02") == 0
    roll = Roll.objects.get()
    assert capsys.readouterr().out == (
        f"Roll {roll.pk}: 3 voters as of 2026-05-01, 1 rows rejected.\n"
        f"SHA-256 of the file {roll.file_sha256}, of the snapshot {roll.snapshot_sha256}.\n"
        "It will be destroyed on 2999-01-02.\n"
    )
    assert (roll.title, roll.made_by, roll.state, roll.council) == (
        "Sample voters",
        None,
        "ready",
        council,
    )


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--layout", "ohio"], "The file has not the columns of that layout"),
        (["--layout", "nowhere"], "There is no layout 'nowhere'"),
        (["--council", "elsewhere"], "There is no council 'elsewhere'."),
    ],
)
@pytest.mark.usefixtures("council")
def test_what_cannot_be_brought_in_is_said_and_leaves_nothing(
    place: Path, file: Path, capsys: Said, more: list[str], words: str
) -> None:
    assert bring(file, *more) == 1
    assert words in capsys.readouterr().err
    assert (list(Roll.objects.all()), on_disk(place)) == ([], [])


@pytest.mark.usefixtures("council")
def test_a_file_without_known_columns_is_for_the_office(
    place: Path, file: Path, capsys: Said
) -> None:
    file.write_bytes(b"a,b,c\n1,2,3\n")
    assert bring(file) == 1
    assert "where its columns can be named" in capsys.readouterr().err
    assert on_disk(place) == []


@pytest.mark.usefixtures("council")
def test_a_hostile_file_is_refused_with_its_line(place: Path, file: Path, capsys: Said) -> None:
    file.write_bytes(HEADER + b"1,\0,Ana,4 Elm St,N\n")
    assert bring(file) == 1
    assert "holds a zero byte" in capsys.readouterr().err
    assert on_disk(place) == []


@pytest.mark.usefixtures("council")
def test_a_file_that_is_refused_in_reading_is_reported_on(file: Path, capsys: Said) -> None:
    file.write_bytes(HEADER + b"".join(b"%d,,,1 Fir,N\n" % at for at in range(60)))
    assert bring(file) == 1
    roll = Roll.objects.get()
    assert f"`undersigned roll rejected {roll.pk}`" in capsys.readouterr().err
    assert cli.main(["roll", "rejected", str(roll.pk)]) == 0
    assert capsys.readouterr().out.splitlines()[:2] == [
        "line,what became of it,why",
        "2,rejected,no name",
    ]


def test_an_interrupted_import_is_resumed(council: Council, capsys: Said) -> None:
    roll = asked(council, many(30))
    assert cli.main(["roll", "resume", str(roll.pk)]) == 0
    assert f"Roll {roll.pk}: 30 voters" in capsys.readouterr().out
    assert cli.main(["roll", "resume", str(roll.pk)]) == 1
    assert "is not being read" in capsys.readouterr().err


def test_rolls_are_listed_and_destroyed(council: Council, place: Path, capsys: Said) -> None:
    roll = asked(council)
    assert cli.main(["roll", "list"]) == 0
    assert capsys.readouterr().out.split()[:2] == [str(roll.pk), "2026-05-01"]
    assert cli.main(["roll", "purge", str(roll.pk)]) == 0
    assert on_disk(place) == []
    assert cli.main(["roll", "purge", str(roll.pk)]) == 1
    assert cli.main(["roll", "purge", "999"]) == 1
    said = capsys.readouterr()
    assert "is destroyed already" in said.err
    assert "There is no roll 999" in said.err


def test_the_known_layouts_are_listed(capsys: Said) -> None:
    assert cli.main(["roll", "layouts"]) == 0
    keys = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert len(keys) == 14
    assert {"north-carolina", "north-carolina-2012"} <= set(keys)
