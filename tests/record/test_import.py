import hashlib
import json
from datetime import timedelta
from pathlib import Path

import pytest
from tests.factories.record import BY, MONDAY, file_of, sample, shown_version, version

from undersigned.config.cli import main
from undersigned.journal.models import Change, Entry
from undersigned.pure.standards.canonical_json import canonical_json
from undersigned.record.actions import (
    VersionMoved,
    import_dossier,
    send_back,
    show,
    withdraw,
)
from undersigned.record.models import Dossier, Version
from undersigned.record.states import Reason, State

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "bridge.json"
    path.write_bytes(file_of(sample()))
    return path


def test_an_import_is_kept_as_canonical_json_and_waits() -> None:
    made = version()

    kept = canonical_json(sample())
    assert bytes(made.content) == kept
    assert made.sha256 == hashlib.sha256(kept).hexdigest()
    assert (made.number, made.state, made.shown_at) == (1, State.WAITING, None)
    entry = Entry.objects.get()
    assert (entry.name, entry.public) == ("dossier.imported", False)
    assert not Change.objects.exists()


def test_export_import_export_gives_the_same_bytes(
    file: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["dossier", "import", str(file)]) == 0
    capfdbinary.readouterr()
    assert main(["dossier", "export", "sample-bridge", "--version", "1"]) == 0
    first = capfdbinary.readouterr().out
    Version.objects.all().delete()
    Dossier.objects.all().delete()
    again = tmp_path / "again.json"
    again.write_bytes(first)

    assert main(["dossier", "import", str(again)]) == 0
    capfdbinary.readouterr()
    assert main(["dossier", "export", "sample-bridge", "--version", "1"]) == 0

    assert capfdbinary.readouterr().out == first == canonical_json(sample())


def test_the_same_content_in_another_layout_is_already_here(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    version()
    reordered = dict(reversed(sample().items()))
    file.write_text(json.dumps(reordered, indent=7, ensure_ascii=True))

    assert main(["dossier", "import", str(file)]) == 0

    assert capsys.readouterr().out == (
        "This content is already here as sample-bridge version 1 (Waiting for review).\n"
    )
    assert Version.objects.count() == 1


def test_other_content_is_the_next_version(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    version(version_note={"en": "An earlier one."})

    assert main(["dossier", "import", str(file)]) == 0

    assert capsys.readouterr().out == (
        "Imported sample-bridge version 2. It shows once a moderator has reviewed it.\n"
    )
    assert list(Version.objects.values_list("number", flat=True)) == [2, 1]


def test_a_faulty_file_is_refused_with_every_fault_in_its_place(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text('{\n  "format": "undersigned/dossier/v0",\n  "slug": "No",\n  "x": 1.5\n}')

    assert main(["dossier", "import", str(file)]) == 1

    lines = capsys.readouterr().err.splitlines()
    assert lines[-4:] == [
        f"{file}:1:1: version_note: This field is missing.",
        f"{file}:3:11: slug: This must be: lower-case letters, digits and single hyphens.",
        f"{file}:4:8: x: Numbers are whole, without point or exponent.",
        "16 faults; nothing was imported.",
    ]
    assert not Version.objects.exists()


def test_export_gives_the_latest_version_that_shows(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    shown = shown_version()
    version(version_note={"en": "A later one, not reviewed."})

    assert main(["dossier", "export", "sample-bridge"]) == 0

    assert capfdbinary.readouterr().out == bytes(shown.content)


@pytest.mark.parametrize("number", [[], ["--version", "3"]])
def test_export_of_what_is_not_there_says_so(
    number: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    version()

    assert main(["dossier", "export", "sample-bridge", *number]) == 1

    which = "version 3" if number else "shown version"
    assert f"There is no {which} of sample-bridge" in capsys.readouterr().err


def test_a_version_shows_once_and_its_pages_are_made_anew() -> None:
    made = version()

    show(version=made, at=MONDAY + timedelta(hours=1), by=BY)

    made.refresh_from_db()
    assert (made.state, made.shown_at) == (State.SHOWN, MONDAY + timedelta(hours=1))
    assert sorted(Change.objects.values_list("scope", flat=True)) == [
        "dossier:sample-bridge",
        "dossiers",
    ]
    with pytest.raises(VersionMoved):
        show(version=made, at=MONDAY, by=BY)
    with pytest.raises(VersionMoved):
        send_back(version=made, reason=Reason.OTHER, words="Too late.", at=MONDAY, by=BY)


def test_a_returned_version_never_shows_and_touches_no_page() -> None:
    made = version()

    send_back(version=made, reason=Reason.UNSOURCED, words="See line 3.", at=MONDAY, by=BY)

    made.refresh_from_db()
    assert (made.state, made.shown_at, made.ended_at) == (State.RETURNED, None, MONDAY)
    assert (made.reason, made.reason_words) == ("unsourced", "See line 3.")
    assert not Change.objects.exists()
    with pytest.raises(VersionMoved):
        show(version=made, at=MONDAY, by=BY)


def test_only_a_version_that_shows_is_withdrawn() -> None:
    waiting = version()
    with pytest.raises(VersionMoved):
        withdraw(version=waiting, reason=Reason.OTHER, words="No.", at=MONDAY, by=BY)
    show(version=waiting, at=MONDAY, by=BY)

    withdraw(version=waiting, reason=Reason.PRIVATE_PERSON, words="Line 9.", at=MONDAY, by=BY)

    waiting.refresh_from_db()
    assert waiting.state == State.WITHDRAWN
    names = list(Entry.objects.order_by("id").values_list("name", "public"))
    assert names == [
        ("dossier.imported", False),
        ("dossier.shown", True),
        ("dossier.withdrawn", True),
    ]


def test_importing_what_was_returned_finds_it_returned() -> None:
    made = version()
    send_back(version=made, reason=Reason.OTHER, words="No.", at=MONDAY, by=BY)

    again = import_dossier(content=file_of(sample()), at=MONDAY, by=BY)

    assert (again.already, again.version.state) == (True, State.RETURNED)
