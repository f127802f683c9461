"""fsck of the log: what its own actions made has no fault, and what is changed behind its back is named."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone
from tests.factories.petitions import closed_petition, open_petition
from tests.factories.proof import publish, recounted, signers
from tests.proof.log.restored import forgotten

from undersigned.config.fsck import log as entries
from undersigned.config.fsck import logged
from undersigned.journal.announce import announce
from undersigned.petitions.models import Petition
from undersigned.proof.actions.adopt import adopt
from undersigned.proof.actions.catch_up import catch_up
from undersigned.proof.actions.withhold import withhold
from undersigned.proof.models import Checkpoint, Document, Leaf, Tally
from undersigned.signatures.actions.change import change
from undersigned.signatures.actions.withdraw import take_back
from undersigned.signatures.models import Signature
from undersigned.sources.events import SourceAdded
from undersigned.sources.models import Source

pytestmark = [pytest.mark.django_db, pytest.mark.long]


def faulty() -> list[str]:
    """The rules that find something."""
    return [rule.name for rule in [*entries.RULES, *logged.RULES] if list(rule.find())]


@pytest.fixture
def petition(log: Path) -> Petition:
    """A log with every kind of thing in it."""
    petition = open_petition()
    first, *_ = signers(petition, 4)
    source = Source.objects.create(publisher="P", title="Minutes", added_at=timezone.now())
    for _ in range(2):
        with transaction.atomic():
            announce(SourceAdded(source=source.pk), at=timezone.now(), by="operator")
    publish()
    with transaction.atomic():
        take_back(rows=[first], since=timezone.now(), at=timezone.now(), by="signer")
    gone = Document.objects.exclude(salt=b"").latest("id")
    withhold(name=gone.name, reason="person", at=timezone.now(), by="operator")
    publish()
    signers(petition, 1)
    return petition


def test_what_the_logs_own_actions_made_has_no_fault(petition: Petition) -> None:
    assert faulty() == []


@pytest.mark.parametrize("placed", [False, True])
def test_files_of_an_opening_that_were_withheld_are_no_fault_until_they_are_there(
    petition: Petition, log: Path, *, placed: bool
) -> None:
    now = timezone.now()
    Petition.objects.update(
        state="taken_down", takedown_reason="court", takedown_warned_at=now, takedown_at=now
    )
    withhold(name=f"{petition.public_ref}-text", reason="law", at=now, by="operator")
    if placed:
        publish()
    assert faulty() == []
    (log / f"record/{petition.public_ref}-rules.json").write_bytes(b"{}")
    assert faulty() == ["log.files"]


def test_a_log_that_was_adopted_has_no_fault(petition: Petition) -> None:
    with forgotten():
        signers(petition, 2)
        publish()
    assert faulty() == []
    adopt(at=timezone.now(), by="operator")
    assert faulty() == []


CHANGES: dict[str, tuple[Callable[[], object], list[str]]] = {
    "another entry": (
        lambda: Leaf.objects.filter(index=1).update(body=Leaf.objects.get(index=2).body),
        ["log.entries", "log.files", "log.signatures"],
    ),
    "an entry gone": (
        lambda: Leaf.objects.filter(kind="count").delete(),
        ["log.entries"],
    ),
    "another figure": (lambda: Tally.objects.update(signed=9), ["log.entries"]),
    "another root": (lambda: Checkpoint.objects.update(root=b"r" * 32), ["log.entries"]),
    "another day": (
        lambda: Leaf.objects.update(day="2020-01-01"),
        ["log.entries", "log.signatures"],
    ),
    "a signature without its entry": (
        lambda: Leaf.objects.filter(kind="sign", index=None).delete(),
        ["log.signatures"],
    ),
    "a signature that came back": (
        lambda: change(
            Signature.objects.get(state="withdrawn"), state="confirmed", slot=1, left_at=None
        ),
        ["log.signatures"],
    ),
    "another document": (
        lambda: Document.objects.filter(withheld_at=None).exclude(salt=b"").update(content=b"{}"),
        ["log.files", "log.documents"],
    ),
    "an opening of another text": (
        lambda: Leaf.objects.filter(kind="open").update(
            document=Document.objects.get(name__endswith="-rules")
        ),
        ["log.signatures"],
    ),
    "another ward": (
        lambda: Document.objects.filter(name__endswith="-wards").update(content=b"{}"),
        ["log.files", "log.petitions"],
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_behind_the_logs_back_is_named(petition: Petition, name: str) -> None:
    do, expected = CHANGES[name]
    do()
    assert faulty() == expected


def test_a_changed_file_is_named(petition: Petition, log: Path) -> None:
    (path,) = (log / "tile/entries/000.p").glob("1?")
    raw = bytearray(path.read_bytes())
    raw[100] ^= 1
    path.write_bytes(raw)
    assert faulty() == ["log.files"]


def test_a_withheld_file_that_is_still_there_is_named(petition: Petition, log: Path) -> None:
    name = Document.objects.get(withheld_at__isnull=False).name
    (log / f"record/{name}.json").write_bytes(b"{}")
    assert faulty() == ["log.files"]


def test_signatures_from_before_there_was_a_log_get_their_entries(log: Path) -> None:
    petition = open_petition()
    signers(petition, 3)
    Leaf.objects.all().delete()
    assert faulty() == ["log.signatures"]
    assert catch_up(at=timezone.now()) == 3
    assert catch_up(at=timezone.now()) == 0
    publish()
    assert faulty() == []


def test_a_petition_that_ended_without_a_word_to_the_log_gets_its_entry(log: Path) -> None:
    now = timezone.now()
    open_one, closed = open_petition(), open_petition()
    for petition in (open_one, closed):
        signers(petition, 1)
    closed_petition()  # it ended before there was a log, and nobody signed
    publish()
    Petition.objects.filter(pk=closed.pk).update(state="closed", closed_at=now)
    for _ in range(2):
        catch_up(at=now)
    ends = Leaf.objects.filter(kind="close")
    assert list(ends.values_list("petition_id", flat=True)) == [closed.pk]
    publish(at=now + timedelta(seconds=31))
    assert recounted().figures(closed.public_ref).state == "closed"
    assert recounted().figures(open_one.public_ref).state == "open"
