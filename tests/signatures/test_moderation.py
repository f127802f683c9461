"""Two moderators declare signatures void, and put them back; one alone never."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.factories.petitions import open_petition
from tests.signatures.moderating import (
    NIGHT,
    NOW,
    after_work,
    asked,
    examined,
    fit,
    in_batches_of,
    journal,
    put_back,
    signers,
    states,
    voided,
)

from undersigned.accounts.models import User
from undersigned.journal.models import Entry as JournalEntry
from undersigned.petitions.models import Petition
from undersigned.signatures import actions
from undersigned.signatures.actions.void import NoReason, NothingFound, SamePerson
from undersigned.signatures.models import PetitionCount, Signature
from undersigned.signatures.moderation.models import Examination
from undersigned.signatures.moderation.moves import ChangedMeanwhile, WrongState

pytestmark = pytest.mark.django_db


@pytest.fixture
def petition() -> Petition:
    return open_petition()


def test_two_moderators_declare_void_and_the_count_falls(
    petition: Petition, moe: User, mia: User
) -> None:
    day, night = signers(petition, 2, at=NOW), signers(petition, 3, at=NIGHT)

    examination = voided(petition, moe, mia)

    assert (examination.state, examination.found, examination.voided) == ("done", 3, 3)
    assert (states(night), states(day)) == (["void"] * 3, ["confirmed"] * 2)
    assert fit(night)
    count = PetitionCount.objects.get(pk=petition.pk)
    assert (count.confirmed, count.void, count.withdrawn) == (2, 3, 0)
    row = Signature.objects.get(pk=night[0].pk)
    assert (row.slot, row.void_reason, row.left_at, row.held) == (1, "fraud", NOW, False)
    assert journal() == [
        "examination.begun",
        "examination.counted",
        "examination.void_asked",
        "examination.void_approved",
        "signatures.voided",
        "signatures.voids_explained",
    ]
    told = JournalEntry.objects.get(name="signatures.voids_explained")
    assert told.public
    assert told.facts == {
        "petition_id": petition.pk,
        "rows": 3,
        "reason": "fraud",
    }
    leaves = JournalEntry.objects.get(name="signatures.voided")
    assert leaves.facts["signature_ids"] == [row.pk for row in night]
    assert leaves.by == f"user:{mia.pk}"


def test_two_moderators_put_back_and_the_count_rises_again(
    petition: Petition, moe: User, mia: User
) -> None:
    night = signers(petition, 3, at=NIGHT)
    before = list(Signature.objects.order_by("pk").values())
    examination = voided(petition, moe, mia)

    actions.ask_to_undo(examination=examination, at=NOW, user=mia)
    with pytest.raises(SamePerson):
        actions.approve(examination=examination, at=NOW, user=mia)
    actions.approve(examination=examination, at=NOW, user=moe)
    after_work(examination)

    assert (examination.state, examination.restored) == ("undone", 3)
    count = PetitionCount.objects.get(pk=petition.pk)
    assert (count.confirmed, count.void) == (3, 0)
    assert fit(night)
    counted = [{**row, "counted_as": "confirmed"} for row in before]
    assert list(Signature.objects.order_by("pk").values()) == counted
    assert journal()[-4:] == [
        "examination.undo_asked",
        "examination.undo_approved",
        "signatures.restored",
        "signatures.voids_undone",
    ]


def test_who_asked_cannot_approve(petition: Petition, moe: User) -> None:
    signers(petition, 1, at=NIGHT)
    examination = asked(examined(petition, moe), moe)

    with pytest.raises(SamePerson):
        actions.approve(examination=examination, at=NOW, user=moe)

    examination.refresh_from_db()
    assert examination.state == "asked"


@pytest.mark.parametrize("asker", ["moe", "nobody"])
def test_the_database_refuses_one_person_for_two(
    petition: Petition, moe: User, mia: User, asker: str
) -> None:
    signers(petition, 1, at=NIGHT)
    examination = voided(petition, moe, mia)
    rows = Examination.objects.filter(pk=examination.pk)
    who = moe if asker == "moe" else None

    for facts in (
        {"asked_by": who, "approved_by": moe},
        {"undo_asked_by": who, "undo_approved_by": moe},
        {"approved_by": None},
        {"reason": ""},
        {"state": "undone"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**facts)


def test_a_reason_comes_from_the_list_and_an_empty_one_needs_words(
    petition: Petition, moe: User
) -> None:
    signers(petition, 1, at=NIGHT)
    examination = examined(petition, moe)

    for reason, words in (
        ("spite", ""),
        ("other", " "),
        ("fraud", "x\u202ey"),
        ("fraud", "x" * 1001),
    ):
        with pytest.raises(NoReason):
            asked(examination, moe, reason=reason, words=words)
    asked(examination, moe, reason="other", words="They came from one program.")

    assert examination.words == "They came from one program."


def test_nothing_found_is_nothing_to_declare_void(petition: Petition, moe: User) -> None:
    with pytest.raises(NothingFound):
        asked(examined(petition, moe), moe)


def test_a_refusal_says_why_and_it_can_be_asked_again(
    petition: Petition, moe: User, mia: User
) -> None:
    signers(petition, 1, at=NIGHT)
    examination = asked(examined(petition, moe), moe)

    with pytest.raises(NoReason):
        actions.refuse(examination=examination, words=" ", at=NOW, user=mia)
    actions.refuse(examination=examination, words="These are a school.", at=NOW, user=mia)

    assert (examination.state, examination.refusal) == ("counted", "These are a school.")
    asked(examination, moe)
    assert (examination.state, examination.refusal) == ("asked", "")


def test_to_put_back_can_be_refused_too(petition: Petition, moe: User, mia: User) -> None:
    night = signers(petition, 1, at=NIGHT)
    examination = voided(petition, moe, mia)
    actions.ask_to_undo(examination=examination, at=NOW, user=moe)

    actions.refuse(examination=examination, words="They were a program.", at=NOW, user=mia)

    assert (examination.state, states(night)) == ("done", ["void"])
    assert journal()[-1] == "examination.undo_refused"


def test_an_examination_is_given_up(petition: Petition, moe: User, mia: User) -> None:
    night = signers(petition, 1, at=NIGHT)
    examination = asked(examined(petition, moe), moe)

    actions.cancel(examination=examination, at=NOW, user=mia)

    assert (examination.state, states(night)) == ("cancelled", ["confirmed"])
    with pytest.raises(WrongState, match="Cancelled"):
        actions.approve(examination=examination, at=NOW, user=mia)


def test_who_decides_on_what_changed_meanwhile_looks_again(
    petition: Petition, moe: User, mia: User
) -> None:
    signers(petition, 1, at=NIGHT)
    examination = asked(examined(petition, moe), moe)
    seen = Examination.objects.get(pk=examination.pk)
    later = NOW + timedelta(seconds=1)
    actions.refuse(examination=examination, words="Why?", at=later, user=mia)
    actions.ask_to_void(
        examination=examination, reason="roll", at=later + timedelta(seconds=1), user=moe
    )

    with pytest.raises(ChangedMeanwhile):
        actions.approve(examination=seen, at=later, user=mia)


def test_the_worker_stops_between_batches_when_it_is_told_to(
    petition: Petition, moe: User, mia: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    night = signers(petition, 7, at=NIGHT)
    examination = asked(examined(petition, moe), moe)
    actions.approve(examination=examination, at=NOW, user=mia)
    in_batches_of(2, monkeypatch)
    actions.run_examinations(at=NOW)

    seen = Examination.objects.get(pk=examination.pk)
    assert (seen.state, seen.moved, seen.voided) == ("voiding", 2, 2)
    actions.cancel(examination=seen, at=NOW, user=moe)
    after_work(examination)

    assert (examination.state, examination.voided, examination.stopped) == ("done", 2, True)
    assert states(night) == ["void"] * 2 + ["confirmed"] * 5
    assert JournalEntry.objects.get(name="signatures.voids_explained").facts["rows"] == 2
    assert PetitionCount.objects.get(pk=petition.pk).confirmed == 5

    put_back(examination, moe, mia)
    assert (examination.restored, states(night)) == (2, ["confirmed"] * 7)


def test_what_is_stopped_before_its_first_batch_is_told_to_nobody(
    petition: Petition, moe: User, mia: User
) -> None:
    night = signers(petition, 1, at=NIGHT)
    examination = asked(examined(petition, moe), moe)
    actions.approve(examination=examination, at=NOW, user=mia)

    actions.cancel(examination=examination, at=NOW, user=moe)

    assert after_work(examination).voided == 0
    assert states(night) == ["confirmed"]
    assert "signatures.voids_explained" not in journal()
    with pytest.raises(NothingFound):
        actions.ask_to_undo(examination=examination, at=NOW, user=moe)
