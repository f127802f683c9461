"""What the operator does to the log: look, rotate keys (planned, lost, stolen), withhold, adopt, rebuild."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings
from tests.factories.petitions import open_petition
from tests.factories.proof import publish, published_leaves, recounted, signers
from tests.proof.log.restored import forgotten

from undersigned.config import cli, upgrade
from undersigned.config.doctor import log as doctor
from undersigned.journal import keys
from undersigned.journal.announce import announce
from undersigned.petitions.models import Petition
from undersigned.proof.actions.append import append, waiting
from undersigned.proof.actions.open_record import append_opening
from undersigned.proof.actions.sequence import sequence
from undersigned.proof.files import Differs
from undersigned.proof.models import Document, Leaf
from undersigned.proof.promising import promise_of
from undersigned.proof.states import Kind
from undersigned.proof.vkeys import all_vkeys, log_vkey, promise_vkey
from undersigned.pure.tlog.documents import FIXED, check_document
from undersigned.pure.tlog.leaves import Note, Withheld
from undersigned.pure.tlog.notes import VKey, parse_note, parse_vkey, verified
from undersigned.pure.tlog.promises import check_promise
from undersigned.sources.events import SourceAdded
from undersigned.sources.models import Source

pytestmark = pytest.mark.django_db

SIGNERS = ["log.key", "log.pub", "promise.key", "promise.pub"]

Said = Callable[[], str]


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    """What the last commands said."""

    def read() -> str:
        out = capsys.readouterr()
        return out.out + out.err

    return read


@pytest.fixture
def own_keys(log: Path, settings: Settings, tmp_path: Path) -> Path:
    """Keys that a test may change."""
    settings.KEYS = tmp_path / "keys"
    keys.make(settings.KEYS)
    return settings.KEYS


def test_status_says_how_the_log_stands(log: Path, settings: Settings, said: Said) -> None:
    assert cli.main(["log", "status"]) == 0
    assert said() == "Published: nothing yet.\nDatabase: 0 entries in their places; 0 wait.\n"
    petition = open_petition()
    signers(petition, 3)
    publish()
    settings.LOG_FLUSH_AT, settings.LOG_FLUSH_SECONDS = 16, 3600
    signers(petition, 2)
    publish()
    assert cli.main(["log", "status"]) == 0
    published, database = said().splitlines()
    assert published.startswith("Published: 5 entries since 20")
    assert database.startswith("Database: 5 entries in their places; 2 wait, the oldest since 20")


def test_status_and_doctor_tell_of_what_the_rules_do_not_allow(log: Path, said: Said) -> None:
    now = timezone.now()
    append([waiting(Kind.RESTORE, open_petition().pk, at=now - timedelta(days=1))])
    publish()
    what = "Entries wait that the log's rules do not allow: 1."
    assert cli.main(["log", "status"]) == 1
    assert f"PROBLEM: {what}" in said()
    assert [each.words for each in doctor.statements(now) if not each.well] == [what]


def test_status_fails_while_nothing_can_be_signed(log: Path, said: Said) -> None:
    with forgotten():
        signers(open_petition(), 3)
        publish()
    assert cli.main(["log", "status"]) == 1
    assert "PROBLEM: nothing is signed. 5 entries are published and the database knows 0." in said()
    assert cli.main(["log", "adopt"]) == 0
    assert "5 published entries were read back into the database." in said()
    assert cli.main(["log", "status"]) == 0


def rotated(own_keys: Path, *words: str) -> tuple[VKey, VKey]:
    """A key before and after `undersigned log rotate`."""
    name = "promise" if "promise" in words else "log"
    current = {"log": log_vkey, "promise": promise_vkey}[name]
    before = current()
    assert cli.main(["log", "rotate", *words]) == 0
    return before, current()


def cross_seal(log: Path, name: str, old: VKey) -> list[VKey]:
    """Whose seals the note beside a retired key holds."""
    path = log / "keys" / f"{name}-{old.id.hex()}"
    assert path.with_suffix(".vkey").read_text() == f"{old.text}\n"
    note = parse_note(path.with_suffix(".note").read_bytes())
    assert f"\nold {old.text}\n" in note.text
    return verified(note, all_vkeys(name))


def test_a_planned_rotation_is_sealed_by_both_keys_and_on_record(log: Path, own_keys: Path) -> None:
    petition = open_petition()
    signers(petition, 3)
    publish()
    old, new = rotated(own_keys)
    assert old != new
    assert cross_seal(log, "log", old) == [new, old]
    assert parse_vkey((log / "vkey").read_text().strip()) == new
    assert verified(parse_note((log / "checkpoint").read_bytes()), [old, new]) == [new]
    last = published_leaves()[-1]
    assert isinstance(last, Note)
    file, salt = (log / f"record/{last.name}.{ending}" for ending in ("json", "salt"))
    check_document(last.doc, salt.read_bytes(), file.read_bytes())
    assert old.text in file.read_text()
    signers(petition, 1)
    publish()
    assert recounted().figures(petition.public_ref).net == 4


def test_a_lost_key_is_replaced_under_the_new_seal_alone(
    log: Path, own_keys: Path, said: Said
) -> None:
    publish()
    (own_keys / "log.key").unlink()
    assert cli.main(["log", "rotate"]) == 1
    assert "say --lost" in said()
    old, new = rotated(own_keys, "--lost")
    assert cross_seal(log, "log", old) == [new]
    assert "\nreason lost\n" in (log / f"keys/log-{old.id.hex()}.note").read_text()
    publish()


def test_a_stolen_key_signs_nothing_after_its_last_word(log: Path, own_keys: Path) -> None:
    publish()
    old, new = rotated(own_keys, "--stolen")
    assert cross_seal(log, "log", old) == [new, old]
    assert "\nreason stolen\n" in (log / f"keys/log-{old.id.hex()}.note").read_text()
    assert verified(parse_note((log / "checkpoint").read_bytes()), [old, new]) == [new]


def test_promises_of_a_retired_key_still_verify(log: Path, own_keys: Path) -> None:
    petition = open_petition()
    signers(petition, 1)
    publish()
    old, new = rotated(own_keys, "promise")
    signers(petition, 1)
    publish()
    first, second = Leaf.objects.filter(kind="sign").order_by("id")
    check_promise(promise_of(first), old)
    check_promise(promise_of(second), new)


def test_a_key_that_was_changed_by_hand_signs_nothing(log: Path, own_keys: Path) -> None:
    publish()
    for name in ("log.key", "log.pub"):
        (own_keys / name).unlink()
    keys.make(own_keys)
    signers(open_petition(), 1)
    with pytest.raises(Differs, match="undersigned log rotate log"):
        sequence(at=timezone.now())
    assert cli.main(["log", "rotate", "--lost"]) == 0
    publish()
    assert len(published_leaves()) == 4


def put_on_record(title: str) -> Document:
    source = Source.objects.create(publisher="P", title=title, added_at=timezone.now())
    with transaction.atomic():
        announce(SourceAdded(source=source.pk), at=timezone.now(), by="operator")
    return Document.objects.latest("id")


def test_a_withheld_document_goes_and_the_log_says_so(log: Path, said: Said) -> None:
    document = put_on_record("About Ana Sample")
    publish()
    assert cli.main(["log", "withhold", document.name, "person"]) == 0
    assert list((log / "record").iterdir()) == []
    publish()
    first, second = published_leaves()
    assert isinstance(first, Note)
    assert isinstance(second, Withheld)
    assert (second.leaf, second.reason) == (0, "person")
    document.refresh_from_db()
    assert (bytes(document.content), bytes(document.salt)) == (b"", b"")
    assert cli.main(["log", "withhold", document.name, "person"]) == 1
    assert "or it is withheld already" in said()


def test_a_document_withheld_before_it_was_published_never_is(log: Path) -> None:
    document = put_on_record("About Ana Sample")
    assert cli.main(["log", "withhold", document.name, "law"]) == 0
    publish()
    assert [leaf.kind for leaf in published_leaves()] == ["note", "note"]
    recounted()
    assert not (log / "record").exists()


def test_what_people_signed_cannot_be_withheld(log: Path, said: Said) -> None:
    petition = open_petition()
    signers(petition, 1)
    publish()
    name = f"{petition.public_ref}-text"
    assert cli.main(["log", "withhold", name, "person"]) == 1
    assert "Take the petition down first." in said()
    assert cli.main(["log", "withhold", name, "whim"]) == 1
    assert (log / f"record/{name}.json").exists()


def test_what_a_lost_petition_opened_with_can_go(log: Path) -> None:
    publish()
    with forgotten():
        petition = open_petition()
        lost = petition.public_ref
        signers(petition, 1)
        publish()
    assert cli.main(["log", "adopt"]) == 0
    gone = [f"{lost}-{each}" for each in FIXED]
    rows = Document.objects.filter(name__in=gone)
    assert {(row.petition, bool(row.content)) for row in rows} == {(None, True)}
    assert cli.main(["log", "withhold", f"{lost}-text", "person"]) == 0
    assert {bytes(row.content) for row in rows.all()} == {b""}
    assert [path for path in (log / "record").iterdir() if path.stem in gone] == []


@pytest.mark.parametrize("part", FIXED)
def test_what_a_petition_opened_with_can_go_once_it_is_taken_down(
    log: Path, said: Said, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(log.parent / "state"))
    open_petition()
    petition = open_petition()
    signers(petition, 2)
    publish()
    gone = [f"{petition.public_ref}-{each}" for each in FIXED]
    taken_down(petition)
    assert cli.main(["log", "withhold", f"{petition.public_ref}-{part}", "person"]) == 0
    assert f"Gone for good: {', '.join(gone)}." in said()
    assert [path for path in (log / "record").iterdir() if path.stem in gone] == []
    assert {bytes(row.content) for row in Document.objects.filter(name__in=gone)} == {b""}
    signers(open_petition(), 1)
    publish()
    assert [path for path in (log / "record").iterdir() if path.stem in gone] == []
    opened = Leaf.objects.get(kind="open", petition=petition)
    (leaf,) = [leaf for leaf in published_leaves() if isinstance(leaf, Withheld)]
    assert (leaf.petition, leaf.leaf, leaf.reason) == (petition.public_ref, opened.index, "person")
    recounted()
    assert cli.main(["log", "withhold", f"{petition.public_ref}-{part}", "person"]) == 1
    assert cli.main(["verify", str(log)]) == 0


def test_what_a_petition_opened_with_can_go_before_it_is_published(log: Path) -> None:
    petition = open_petition()
    signers(petition, 2)
    append_opening(petition.pk, at=timezone.now())
    taken_down(petition)
    assert cli.main(["log", "withhold", f"{petition.public_ref}-text", "law"]) == 0
    publish()
    assert not (log / "record").exists()
    recounted()


def taken_down(petition: Petition) -> None:
    now = timezone.now()
    Petition.objects.filter(pk=petition.pk).update(
        state="taken_down", takedown_reason="private", takedown_warned_at=now, takedown_at=now
    )


def test_lost_files_are_written_again_to_the_byte(log: Path, said: Said) -> None:
    petition = open_petition()
    for number in (3, 200, 100):
        signers(petition, number)
        publish()
    before = {path.relative_to(log): path.read_bytes() for path in files(log)}
    shutil.rmtree(log)
    assert cli.main(["log", "status"]) == 1
    assert "checkpoint is missing" in said()
    assert cli.main(["log", "adopt"]) == 1
    assert cli.main(["log", "adopt", "--rebuild"]) == 0
    assert {path.relative_to(log): path.read_bytes() for path in files(log)} == before


def test_a_log_that_began_empty_is_written_again_too(log: Path) -> None:
    publish()
    signers(open_petition(), 3)
    publish()
    before = {path.relative_to(log): path.read_bytes() for path in files(log)}
    shutil.rmtree(log)
    assert cli.main(["log", "adopt", "--rebuild"]) == 0
    assert {path.relative_to(log): path.read_bytes() for path in files(log)} == before


def test_where_nothing_was_ever_published_there_is_nothing_to_write_again(
    log: Path, said: Said
) -> None:
    assert cli.main(["log", "adopt", "--rebuild"]) == 0
    assert "The files of 0 entries are written.\nPublished: nothing yet.\n" in said()
    assert files(log) == []


def files(log: Path) -> list[Path]:
    return [path for path in log.rglob("*") if path.is_file()]


def test_an_upgrade_makes_the_keys_of_a_log_that_has_none_and_never_others(
    log: Path, own_keys: Path
) -> None:
    for path in [*own_keys.glob("log.*"), *own_keys.glob("promise.*")]:
        path.unlink()
    made = [f"Keys: made {own_keys / name}." for name in SIGNERS]
    assert list(upgrade._log(timezone.now())) == made
    publish()
    (own_keys / "log.pub").unlink()
    assert list(upgrade._log(timezone.now())) == []
