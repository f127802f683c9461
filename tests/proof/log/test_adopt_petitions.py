"""Adopting what the published log knows of petitions and documents."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone
from tests.factories.petitions import draft_petition, open_petition
from tests.factories.proof import publish, published_leaves, recounted, signers
from tests.proof.log.restored import adopted, forgotten

from undersigned.journal.announce import announce
from undersigned.petitions import actions as petitions
from undersigned.petitions.models import Petition
from undersigned.proof.actions.open_record import OtherText, append_opening
from undersigned.proof.actions.withhold import withhold
from undersigned.proof.files import Differs
from undersigned.proof.models import Document, Leaf
from undersigned.sources.events import SourceAdded
from undersigned.sources.models import Source

pytestmark = [pytest.mark.django_db, pytest.mark.long]


def add_source() -> None:
    source = Source.objects.create(publisher="P", title="Minutes", added_at=timezone.now())
    with transaction.atomic():
        announce(SourceAdded(source=source.pk), at=timezone.now(), by="operator")


def test_what_was_opened_closed_and_put_on_record_is_taken_in(log: Path) -> None:
    petition = open_petition()
    signers(petition, 1)
    publish()
    with forgotten():
        source = Source.objects.create(
            publisher="The Exampleton Clerk", title="Minutes", added_at=timezone.now()
        )
        with transaction.atomic():
            announce(SourceAdded(source=source.pk), at=timezone.now(), by="operator")
        petitions.close(petition=petition, at=timezone.now(), by="operator")
        publish(at=timezone.now() + timedelta(seconds=31))
    names = {path.stem for path in (log / "record").glob("*.json")}
    adopted()
    assert set(Document.objects.values_list("name", flat=True)) == names
    assert Petition.objects.get(pk=petition.pk).state == "closed"
    publish(at=timezone.now() + timedelta(seconds=31))
    assert recounted().figures(petition.public_ref).state == "closed"
    assert [leaf.kind for leaf in published_leaves()].count("close") == 1


def test_a_petition_that_closed_while_it_was_down_stays_closed(log: Path) -> None:
    petition = open_petition(closes_on=timezone.localdate())
    signers(petition, 1)
    facts = {"petition": petition, "at": timezone.now(), "by": "user:9"}
    petitions.warn_of_takedown(reason="court", words="A court ordered it.", **facts)
    petitions.take_down(urgency="It may not stay until tomorrow.", **facts)
    publish()
    with forgotten():
        assert petitions.close_due(at=timezone.now() + timedelta(days=2)) == 1
        publish(at=timezone.now() + timedelta(days=3))
    adopted()
    row = Petition.objects.get(pk=petition.pk)
    petitions.restore(petition=row, at=timezone.now(), by="user:9")
    assert row.state == "closed"
    publish(at=timezone.now() + timedelta(minutes=1))
    assert recounted().figures(petition.public_ref).state == "closed"


def test_a_document_withheld_after_the_backup_does_not_come_back(log: Path) -> None:
    add_source()
    publish()
    name = Document.objects.get().name
    with forgotten():
        withhold(name=name, reason="person", at=timezone.now(), by="operator")
        publish()
    assert bytes(Document.objects.get().content)
    adopted()
    document = Document.objects.get()
    assert (bytes(document.content), bytes(document.salt)) == (b"", b"")
    publish()
    assert sorted(path.name for path in (log / "record").iterdir()) == []


@pytest.mark.parametrize("known", [False, True])
def test_what_a_petition_opened_with_does_not_come_back_once_withheld(
    log: Path, *, known: bool
) -> None:
    now = timezone.now()
    if known:
        petition = open_petition()
        signers(petition, 1)
        publish()
    with forgotten():
        if not known:
            petition = open_petition()
            signers(petition, 1)
            publish()
        taken_down = {"takedown_reason": "court", "takedown_warned_at": now, "takedown_at": now}
        Petition.objects.update(state="taken_down", **taken_down)
        withhold(name=f"{petition.public_ref}-rules", reason="law", at=now, by="operator")
        publish()
    adopted()
    rows = Document.objects.filter(name__startswith=petition.public_ref)
    assert [(bytes(row.content), row.withheld_reason) for row in rows] == [(b"", "law")] * 4
    signers(open_petition(), 1)
    publish()
    assert list((log / "record").glob(f"{petition.public_ref}-*")) == []
    recounted()


def test_a_petition_that_the_log_knows_keeps_its_name_for_ever(log: Path) -> None:
    publish()
    with forgotten():
        lost = open_petition()
        signers(lost, 1)
        publish()
    adopted()
    new = open_petition()
    assert new.pk > lost.pk
    signers(new, 1)
    publish()
    assert recounted().figures(lost.public_ref).net == 1
    assert recounted().figures(new.public_ref).net == 1


def test_a_petition_opened_again_after_a_restore_has_the_text_that_was_opened(log: Path) -> None:
    petition = open_petition()
    append_opening(petition.pk, at=timezone.now())
    append_opening(petition.pk, at=timezone.now())
    assert Leaf.objects.filter(kind="open").count() == 1
    Petition.objects.filter(pk=petition.pk).update(text="We ask for something else.")
    with pytest.raises(OtherText):
        append_opening(petition.pk, at=timezone.now())


def test_a_petition_that_is_not_open_has_no_opening() -> None:
    with pytest.raises(ValueError, match="is not open"):
        append_opening(draft_petition().pk, at=timezone.now())
    assert not Document.objects.exists()


def test_a_petition_that_was_closed_here_again_is_closed_once(log: Path) -> None:
    petition = open_petition()
    signers(petition, 1)
    publish()
    with forgotten():
        petitions.close(petition=petition, at=timezone.now(), by="operator")
        publish(at=timezone.now() + timedelta(seconds=31))
    petition.refresh_from_db()
    petitions.close(petition=petition, at=timezone.now(), by="operator")
    adopted()
    publish(at=timezone.now() + timedelta(seconds=31))
    assert [leaf.kind for leaf in published_leaves()].count("close") == 1
    assert recounted().figures(petition.public_ref).state == "closed"


def test_the_end_of_a_petition_that_was_lost_is_in_the_log_alone(log: Path) -> None:
    with forgotten():
        lost = open_petition()
        signers(lost, 1)
        petitions.close(petition=lost, at=timezone.now(), by="operator")
        publish(at=timezone.now() + timedelta(seconds=31))
    adopted()
    assert not Petition.objects.filter(pk=lost.pk).exists()
    assert Leaf.objects.get(kind="close").petition is None
    assert recounted().figures(lost.public_ref).state == "closed"


def test_what_waited_in_the_backup_gets_the_place_that_it_was_given(log: Path) -> None:
    petition = open_petition()
    append_opening(petition.pk, at=timezone.now())
    add_source()
    waiting = set(Leaf.objects.values_list("pk", "kind"))
    documents = set(Document.objects.values_list("pk", "name"))
    with forgotten():
        publish()
    adopted()
    assert {kind for _, kind in waiting} == {"open", "note"}
    assert set(Leaf.objects.filter(index__isnull=False).values_list("pk", "kind")) == waiting
    assert set(Document.objects.values_list("pk", "name")) == documents


def test_a_document_that_was_added_and_withheld_after_the_backup_stays_gone(log: Path) -> None:
    with forgotten():
        add_source()
        publish()
        name = Document.objects.get().name
        withhold(name=name, reason="person", at=timezone.now(), by="operator")
        publish()
    adopted()
    document = Document.objects.get()
    assert (document.name, bytes(document.content), bytes(document.salt)) == (name, b"", b"")
    assert document.withheld_reason == "person"


def test_a_document_that_was_changed_in_its_file_is_not_adopted(log: Path) -> None:
    with forgotten():
        add_source()
        publish()
    (path,) = (log / "record").glob("*.json")
    path.write_bytes(path.read_bytes().replace(b"Minutes", b"Changed"))
    with pytest.raises(Differs, match=f"record/{path.name}: "):
        adopted()
    assert not Document.objects.exists()


def test_what_a_petition_opened_with_is_not_adopted_once_its_file_is_changed(log: Path) -> None:
    with forgotten():
        petition = open_petition()
        signers(petition, 1)
        publish()
    path = log / "record" / f"{petition.public_ref}-rules.json"
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(Differs, match=f"record/{path.name}: "):
        adopted()
    assert not Document.objects.exists()
