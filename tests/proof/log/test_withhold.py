"""The operator withholds a document: it goes, and the log says so."""

from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone
from tests.factories.petitions import open_petition
from tests.factories.proof import publish, published_leaves, recounted, signers
from tests.proof.log.conftest import Said
from tests.proof.log.restored import forgotten

from undersigned.config import cli
from undersigned.journal.announce import announce
from undersigned.petitions.models import Petition
from undersigned.proof.actions.open_record import append_opening
from undersigned.proof.models import Document, Leaf
from undersigned.pure.tlog.documents import FIXED
from undersigned.pure.tlog.leaves import Note, Withheld
from undersigned.sources.events import SourceAdded
from undersigned.sources.models import Source

pytestmark = [pytest.mark.django_db, pytest.mark.long]


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
