"""A restored backup refuses to sign; adopting what was published, if it is ours and sound, lets the log go on."""

from pathlib import Path

import pytest
from django.utils import timezone
from tests.factories.petitions import open_petition
from tests.factories.proof import publish, published_leaves, recounted, signers
from tests.proof.log.restored import adopted, forgotten

from undersigned.petitions.models import Petition
from undersigned.proof.actions.adopt import Adopted
from undersigned.proof.actions.adopt_rows import Adoption
from undersigned.proof.actions.place import place
from undersigned.proof.actions.sequence import sequence
from undersigned.proof.files import Differs
from undersigned.proof.guard import Behind
from undersigned.proof.models import Checkpoint, Leaf, Tally
from undersigned.pure.tlog.leaves import SITE, Unknown

pytestmark = pytest.mark.django_db


def test_a_restored_backup_signs_nothing(log: Path) -> None:
    petition = open_petition()
    signers(petition, 3)
    publish()
    with forgotten():
        signers(petition, 3)
        publish()
    before = (log / "checkpoint").read_bytes()
    signers(petition, 5)
    with pytest.raises(Behind, match="8 entries are published and the database knows 5"):
        sequence(at=timezone.now())
    assert (log / "checkpoint").read_bytes() == before
    assert Checkpoint.objects.count() == 1


def test_after_adopting_the_log_goes_on_where_it_was(log: Path) -> None:
    petition = open_petition()
    signers(petition, 3)
    publish()
    with forgotten():
        signers(petition, 3)
        publish()
    before = published_leaves()
    mine = signers(petition, 2)
    assert adopted() == Adopted(entries=3, voided=0, taken_back=0)
    publish()
    assert published_leaves()[: len(before)] == before
    assert recounted().figures(petition.public_ref).net == 8
    assert Tally.objects.order_by("-size").values_list("signed", flat=True).first() == 8
    known = Leaf.objects.filter(kind="sign", signature__in=mine).count()
    assert (known, Leaf.objects.filter(kind="sign", signature=None).count()) == (2, 3)
    assert adopted().entries == 0


def test_a_published_log_that_is_not_ours_is_not_adopted(log: Path) -> None:
    petition = open_petition()
    signers(petition, 2)
    with forgotten():
        publish()
    signers(petition, 1)
    place(at=timezone.now())
    before = list(Leaf.objects.order_by("id").values_list("index", flat=True))
    with pytest.raises(Differs):
        adopted()
    assert list(Leaf.objects.order_by("id").values_list("index", flat=True)) == before


@pytest.mark.parametrize("path", ["tile/entries/000.p/5", "checkpoint"])
def test_a_published_log_that_was_changed_is_not_adopted(log: Path, path: str) -> None:
    petition = open_petition()
    with forgotten():
        signers(petition, 3)
        publish()
    raw = bytearray((log / path).read_bytes())
    raw[60] ^= 1
    (log / path).write_bytes(raw)
    with pytest.raises(Differs):
        adopted()
    assert Leaf.objects.filter(index__isnull=False).count() == 0


@pytest.fixture
def known(petition: Petition) -> None:
    """A database that knows some of what was published, and lacks the rest."""
    signers(petition, 2)
    publish()
    with forgotten():
        signers(petition, 1)
        publish()


@pytest.mark.usefixtures("known")
def test_a_database_that_lacks_an_entry_in_the_middle_adopts_nothing() -> None:
    Leaf.objects.filter(index=1).delete()
    with pytest.raises(Differs, match="The database lacks entries between 0 and 4"):
        adopted()


@pytest.mark.usefixtures("known")
def test_a_database_that_holds_an_entry_otherwise_adopts_nothing() -> None:
    Leaf.objects.filter(index=1).update(body=b"something else")
    with pytest.raises(Differs, match="Entry 1 is published otherwise than it stands here"):
        adopted()


def test_a_database_that_sealed_another_root_of_that_size_adopts_nothing(
    petition: Petition,
) -> None:
    signers(petition, 2)
    publish()
    Checkpoint.objects.update(root=bytes(32))
    with pytest.raises(Differs, match="The checkpoint of 4 is published otherwise"):
        adopted()


def test_an_entry_of_a_later_version_is_not_adopted_by_this_one() -> None:
    leaf = Unknown(petition=SITE, day="2026-03-04", kind="later", rest="")
    with pytest.raises(Differs, match="Entry 0 is of a kind that this version does not know"):
        Adoption(at=timezone.now(), by="operator").take(0, leaf.bytes, leaf)
    assert not Leaf.objects.exists()
