"""A restored backup refuses to sign; adopting what was published lets the log go on, and who left stays out."""

from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone
from tests.factories.petitions import open_petition
from tests.factories.proof import publish, published_leaves, recounted, signers
from tests.proof.log.restored import forgotten

from undersigned.config.fsck import logged, moderation
from undersigned.journal.announce import announce
from undersigned.petitions.models import Petition
from undersigned.proof.actions.adopt import Adopted, adopt
from undersigned.proof.actions.adopt_rows import Adoption
from undersigned.proof.actions.place import place
from undersigned.proof.actions.sequence import sequence
from undersigned.proof.files import Differs
from undersigned.proof.guard import Behind
from undersigned.proof.models import Checkpoint, Leaf, Tally
from undersigned.pure.tlog.leaves import SITE, Unknown
from undersigned.signatures.actions import count, erase
from undersigned.signatures.actions.change import change
from undersigned.signatures.actions.withdraw import take_back
from undersigned.signatures.events import SignatureConfirmed, SignaturesRestored, SignaturesVoided
from undersigned.signatures.models import Signature
from undersigned.signatures.moderation.public import void_batches
from undersigned.signatures.states import SLOTS, State, VoidReason

pytestmark = pytest.mark.django_db


def withdraw(signature: Signature) -> None:
    now = timezone.now()
    with transaction.atomic():
        take_back(rows=[signature], since=now, at=now, by="signer")


def adopted() -> Adopted:
    return adopt(at=timezone.now(), by="operator")


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


def test_who_confirmed_after_the_backup_is_confirmed_again(log: Path) -> None:
    petition = open_petition()
    signed = signers(petition, 2)
    with forgotten():
        publish()
    Leaf.objects.filter(kind="sign").delete()
    row = signed[0]
    change(row, state=State.PENDING, slot=None, confirmed_at=None)
    adopted()
    row.refresh_from_db()
    assert (row.state, row.slot) == (State.CONFIRMED, 1)
    assert Leaf.objects.get(signature=row).index is not None


def test_who_left_after_the_backup_stays_out(log: Path) -> None:
    petition = open_petition()
    first, second, third = signers(petition, 3)
    publish()
    with forgotten():
        withdraw(first)
        publish()
    adopted()
    states = dict(Signature.objects.values_list("pk", "state"))
    assert states == {first.pk: "withdrawn", second.pk: "confirmed", third.pk: "confirmed"}
    publish()
    figures = recounted().figures(petition.public_ref)
    assert (figures.signed, figures.withdrawn, figures.net) == (3, 1, 2)
    tally = Tally.objects.order_by("-size").first()
    assert tally
    assert (tally.signed, tally.withdrawn, tally.void) == (3, 1, 0)


@pytest.fixture
def petition(log: Path) -> Petition:
    return open_petition()


def at_one_address(petition: Petition, number: int) -> list[Signature]:
    """So many people of one address; whoever comes third has not confirmed yet."""
    rows = signers(petition, number)
    pending = {"state": State.PENDING, "slot": None, "confirmed_at": None}
    for slot, row in enumerate(rows, 1):
        facts: dict[str, object] = {"slot": slot} if slot in SLOTS else pending
        change(row, **facts, email_index=rows[0].email_index)
    Leaf.objects.filter(signature__state=State.PENDING).delete()
    return rows


def confirm(row: Signature, *, slot: int) -> None:
    now = timezone.now()
    change(row, state=State.CONFIRMED, slot=slot, confirmed_at=now)
    facts = {"commit_c": bytes(row.commit_c), "commit_w": bytes(row.commit_w)}
    confirmed = SignatureConfirmed(signature_id=row.pk, petition_id=row.petition_id, **facts)
    with transaction.atomic():
        announce(confirmed, at=now, by="signer")


def now_here() -> dict[int, tuple[str, int | None]]:
    return {row.pk: (row.state, row.slot) for row in Signature.objects.all()}


def net(petition: Petition) -> int:
    publish()
    return recounted().figures(petition.public_ref).net


def test_who_came_in_the_place_of_who_left_the_address_has_that_place(log: Path) -> None:
    petition = open_petition()
    one, two, three = at_one_address(petition, 3)
    publish()
    with forgotten():
        withdraw(one)
        confirm(three, slot=1)
        publish()
    assert adopted().taken_back == 0
    expected = {one.pk: ("withdrawn", None), two.pk: ("confirmed", 2), three.pk: ("confirmed", 1)}
    assert now_here() == expected
    assert net(petition) == 2


def test_who_has_no_place_at_the_address_any_more_is_withdrawn(log: Path) -> None:
    petition = open_petition()
    one, two, three, four, five = rows = at_one_address(petition, 5)
    publish()
    with forgotten():
        withdraw(one)
        confirm(three, slot=1)
        publish()
    for row in rows:
        row.refresh_from_db()
    withdraw(one)  # the restored site serves already
    withdraw(two)
    confirm(four, slot=1)
    confirm(five, slot=2)
    assert adopted().taken_back == 1
    gone = dict.fromkeys([one.pk, two.pk, three.pk], ("withdrawn", None))
    assert now_here() == gone | {four.pk: ("confirmed", 1), five.pk: ("confirmed", 2)}
    assert net(petition) == 2


@pytest.fixture
def lost(petition: Petition) -> Signature:
    """One that was confirmed after the backup, published, and is waiting for its confirmation here again."""
    first, _, third = at_one_address(petition, 3)
    withdraw(first)
    publish()
    with forgotten():
        confirm(third, slot=1)
        publish()
    third.refresh_from_db()
    return third


def test_who_signed_again_after_the_restore_counts_once(
    petition: Petition, lost: Signature
) -> None:
    (again,) = signers(petition, 1)
    change(again, email_index=lost.email_index, name_index=lost.name_index)
    assert adopted().taken_back == 1
    assert now_here()[lost.pk] == ("withdrawn", None)
    assert now_here()[again.pk] == ("confirmed", 1)
    assert net(petition) == 2
    assert adopted().entries == 0


def test_who_was_erased_and_cannot_be_confirmed_again_is_withdrawn(
    petition: Petition, lost: Signature
) -> None:
    erase([bytes(lost.ref)], at=timezone.now())
    assert adopted().taken_back == 1
    assert now_here()[lost.pk] == ("withdrawn", None)
    assert net(petition) == 1


@pytest.mark.parametrize("restored", [False, True])
def test_what_was_declared_void_is_void_again(log: Path, *, restored: bool) -> None:
    petition = open_petition()
    row, _ = signers(petition, 2)
    publish()
    now = timezone.now()
    with forgotten():
        facts = {"petition_id": petition.pk, "signature_ids": [row.pk]}
        with transaction.atomic():
            announce(SignaturesVoided(reason="fraud", **facts), at=now, by="user:1")
            if restored:
                announce(SignaturesRestored(**facts), at=now, by="user:1")
        publish()
    adopted()
    row.refresh_from_db()
    expected = ("confirmed", "") if restored else ("void", "fraud")
    assert (row.state, row.void_reason) == expected
    assert row.slot == 1
    tally = Tally.objects.order_by("-size").first()
    assert tally
    assert (tally.signed, tally.void) == (2, 0 if restored else 1)
    signers(petition, 1)
    publish()
    assert recounted().figures(petition.public_ref).net == (3 if restored else 2)


def test_a_void_whose_decision_was_lost_is_told_by_the_log_alone(petition: Petition) -> None:
    rows = signers(petition, 3)
    count(at=timezone.now())
    publish()
    now = timezone.now()
    with forgotten():
        facts = {"petition_id": petition.pk, "signature_ids": [row.pk for row in rows[:2]]}
        with transaction.atomic():
            announce(SignaturesVoided(reason="fraud", **facts), at=now, by="user:1")
        publish()
    assert adopted().voided == 2
    count(at=timezone.now())
    (line,) = void_batches(petition.pk, void=2)
    assert (line.number, line.reason, line.restored) == (2, VoidReason.FRAUD.label, 0)
    assert "after a backup was restored" in line.words
    assert [fault for rule in moderation.RULES for fault in rule.find()] == []
    row = rows[2]
    row.refresh_from_db()
    change(row, state=State.VOID, left_at=now, void_reason="fraud")
    faults = [str(fault) for rule in moderation.RULES for fault in rule.find()]
    said = "is void, and no two moderators declared it so"
    assert faults == [f"signatures.signature:{row.pk}.state: {said}"]


def test_who_was_declared_void_and_then_erased_stays_withdrawn(petition: Petition) -> None:
    row, _ = signers(petition, 2)
    publish()
    now = timezone.now()
    with forgotten():
        facts = {"petition_id": petition.pk, "signature_ids": [row.pk]}
        with transaction.atomic():
            announce(SignaturesVoided(reason="fraud", **facts), at=now, by="user:1")
        publish()
    erase([bytes(row.ref)], at=now)  # as the ledger has it; the withdrawal was not published yet
    adopted()
    assert now_here()[row.pk] == ("withdrawn", None)
    assert [str(fault) for fault in logged.signatures()] == []
    assert net(petition) == 1
    assert [str(fault) for fault in logged.signatures()] == []


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
