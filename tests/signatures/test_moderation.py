"""Signatures are counted by a condition, held, declared void by two people, and put back."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.factories.accounts import UserFactory
from tests.factories.petitions import open_petition
from tests.signatures.moderating import SOMEBODY, confirm, sign, signers, states, work

from undersigned.accounts.models import User
from undersigned.journal.models import Entry as JournalEntry
from undersigned.petitions.models import Petition
from undersigned.signatures import actions
from undersigned.signatures.actions import run_examinations
from undersigned.signatures.actions.examine import NotFound, NothingAsked
from undersigned.signatures.actions.open_one import Erased, NotOne
from undersigned.signatures.actions.void import NoReason, NothingFound, SamePerson
from undersigned.signatures.models import PetitionCount, PublicName, Signature
from undersigned.signatures.moderation.conditions import Condition, Likeness
from undersigned.signatures.moderation.marks import labels_of
from undersigned.signatures.moderation.models import Examination, Finding
from undersigned.signatures.moderation.moves import ChangedMeanwhile, WrongState
from undersigned.signatures.rowcheck import check_sum

pytestmark = pytest.mark.django_db

NOW = timezone.now().replace(microsecond=0)
NIGHT = NOW - timedelta(hours=9)
BURST = Condition(confirmed_from=NIGHT, confirmed_until=NIGHT + timedelta(hours=1))


@pytest.fixture
def petition() -> Petition:
    return open_petition()


@pytest.fixture
def moe() -> User:
    return UserFactory(name="Moe Sample", roles=["moderator"])


@pytest.fixture
def mia() -> User:
    return UserFactory(name="Mia Sample", roles=["moderator"])


def examined(petition: Petition, moe: User, condition: Condition = BURST) -> Examination:
    """An examination that the worker has counted."""
    facts = {"petition": petition, "condition": condition, "at": NOW, "user": moe}
    return after_work(actions.count_matching(**facts))


def after_work(examination: Examination) -> Examination:
    work(at=NOW)
    examination.refresh_from_db()
    return examination


def asked(examination: Examination, moe: User, **facts: str) -> Examination:
    facts = {"reason": "fraud", **facts}
    actions.ask_to_void(examination=examination, at=NOW, user=moe, **facts)
    return examination


def voided(petition: Petition, moe: User, mia: User) -> Examination:
    examination = asked(examined(petition, moe), moe)
    actions.approve(examination=examination, at=NOW, user=mia)
    return after_work(examination)


def put_back(examination: Examination, moe: User, mia: User) -> None:
    actions.ask_to_undo(examination=examination, at=NOW, user=moe)
    actions.approve(examination=examination, at=NOW, user=mia)
    after_work(examination)


def journal() -> list[str]:
    names = JournalEntry.objects.order_by("pk").values_list("name", flat=True)
    mine = ("examination.", "signatures.held", "signatures.re", "signatures.void")
    return [name for name in names if name.startswith(mine)]


def fit(rows: list[Signature]) -> bool:
    """Whether every row fits its keyed hash."""
    keys = [row.pk for row in rows]
    return all(
        bytes(row.check_sum) == check_sum(row) for row in Signature.objects.filter(pk__in=keys)
    )


def test_a_condition_finds_what_it_says(petition: Petition, moe: User) -> None:
    elsewhere = open_petition()
    signers(elsewhere, 1, at=NIGHT)
    signers(petition, 2, at=NIGHT - timedelta(seconds=1))
    night = signers(petition, 3, at=NIGHT)
    spanish = signers(petition, 1, at=NIGHT + timedelta(hours=1), language="es")
    pending = sign(petition, [SOMEBODY], at=NOW)
    actions.hold(examination=examined(petition, moe), at=NOW, user=moe)
    work(at=NOW)

    found = {
        name: list(
            examined(petition, moe, condition)
            .findings.order_by("pk")
            .values_list("signature__ref", flat=True)
        )
        for name, condition in {
            "burst": BURST,
            "spanish": Condition(language="es"),
            "held": Condition(held=True),
            "signed": Condition(signed_from=NOW),
            "never": Condition(signed_until=NIGHT - timedelta(days=1)),
        }.items()
    }

    assert {name: [bytes(ref) for ref in refs] for name, refs in found.items()} == {
        "burst": [bytes(row.ref) for row in night],
        "spanish": [bytes(row.ref) for row in spanish],
        "held": [bytes(row.ref) for row in night],
        "signed": pending,
        "never": [],
    }


def test_a_condition_without_a_part_is_refused(petition: Petition, moe: User) -> None:
    with pytest.raises(NothingAsked):
        actions.count_matching(petition=petition, condition=Condition(), at=NOW, user=moe)


def test_a_condition_is_the_same_after_it_was_stored() -> None:
    condition = Condition(NIGHT, NOW, NIGHT, NOW, "es", held=True)
    assert Condition.of(condition.facts()) == condition
    likeness = Likeness(("ab",), address=True, name=True, digits=True)
    assert Likeness.of(likeness.facts()) == likeness


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
        "words": "",
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


def in_batches_of(number: int, monkeypatch: pytest.MonkeyPatch, *, at_a_time: int = 1) -> None:
    """Small batches, so that a few rows show what many would."""
    module = __import__("sys").modules[run_examinations.__module__]
    monkeypatch.setattr(module, "BATCH", number)
    monkeypatch.setattr(module, "BATCHES", at_a_time)


@pytest.mark.parametrize("batch", [1, 2, 3, 6, 7])
def test_every_step_does_each_row_once_whatever_the_batch(
    petition: Petition, moe: User, mia: User, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    night = signers(petition, 6, at=NIGHT)
    in_batches_of(batch, monkeypatch, at_a_time=2)
    examination = examined(petition, moe)
    assert examination.found == 6
    for act, held in ((actions.hold, 6), (actions.release, 0), (actions.hold, 6)):
        act(examination=examination, at=NOW, user=moe)
        after_work(examination)
        assert Signature.objects.filter(held=True).count() == held
    look(examination, moe)
    assert Finding.objects.exclude(name=b"").count() == 6
    asked(examination, moe)
    actions.approve(examination=examination, at=NOW, user=mia)
    assert after_work(examination).voided == 6
    actions.ask_to_undo(examination=examination, at=NOW, user=moe)
    actions.approve(examination=examination, at=NOW, user=mia)
    assert after_work(examination).restored == 6
    assert (states(night), fit(night)) == (["confirmed"] * 6, True)
    numbers = dict.fromkeys(("held", "released", "voided", "restored"), 0)
    for entry in JournalEntry.objects.filter(name__startswith="signatures."):
        kind = entry.name.partition(".")[2]
        if kind in numbers:
            rows = entry.facts.get("rows") or len(entry.facts.get("signature_ids", ()))
            numbers[kind] += rows
    assert numbers == {"held": 12, "released": 6, "voided": 6, "restored": 6}


def look(examination: Examination, moe: User) -> Examination:
    actions.look_closer(examination=examination, reason="burst", at=NOW, user=moe)
    return after_work(examination)


def test_what_left_meanwhile_is_passed_over(petition: Petition, moe: User, mia: User) -> None:
    first, second = signers(petition, 2, at=NIGHT)
    other = voided(petition, moe, mia)
    put_back(other, moe, mia)
    one = examined(petition, moe)
    both = examined(petition, moe)
    for examination in (one, both):
        asked(examination, moe)
        actions.approve(examination=examination, at=NOW, user=mia)

    after_work(one)
    after_work(both)

    assert (one.voided, both.voided) == (2, 0)
    assert states([first, second]) == ["void", "void"]


def test_a_name_goes_with_its_signature_and_comes_back(
    petition: Petition, moe: User, mia: User
) -> None:
    signers(petition, 1, at=NIGHT, show_name=True)
    actions.publish_names(at=NOW)
    assert PublicName.objects.count() == 1

    examination = voided(petition, moe, mia)
    assert (PublicName.objects.count(), actions.publish_names(at=NOW)) == (0, 0)

    put_back(examination, moe, mia)
    assert actions.publish_names(at=NOW) == 1


def test_who_erased_a_void_signature_is_not_put_back(
    petition: Petition, moe: User, mia: User
) -> None:
    night = signers(petition, 2, at=NIGHT)
    examination = voided(petition, moe, mia)
    actions.erase([bytes(night[0].ref)], at=NOW)
    put_back(examination, moe, mia)

    assert (examination.restored, states(night)) == (1, ["withdrawn", "confirmed"])


def test_what_is_of_nobody_any_more_stands_as_it_is(
    petition: Petition, moe: User, mia: User
) -> None:
    void = signers(petition, 1, at=NIGHT)
    examination = voided(petition, moe, mia)
    counts = signers(petition, 1, at=NIGHT)
    Signature.objects.update(sealed=b"")

    put_back(examination, moe, mia)
    other = voided(petition, moe, mia)

    assert (examination.restored, other.voided) == (0, 0)
    assert states([*void, *counts]) == ["void", "confirmed"]


def test_patterns_are_numbers_of_many_and_narrow_an_examination(
    petition: Petition, moe: User
) -> None:
    signers(petition, 6, at=NIGHT, domain="scripts.example.net", address="9 Sample Lane")
    signers(petition, 5, at=NIGHT, name="Sam Robot 7", domain="example.com")
    signers(petition, 4, at=NIGHT, domain="few.example.org")
    examination = look(examined(petition, moe), moe)

    labels = labels_of(examination)
    assert sorted(labels.values()) == ["example.com", "scripts.example.net"]
    opened = JournalEntry.objects.filter(name="sealed.opened", by=f"user:{moe.pk}")
    assert [entry.facts["rows"] for entry in opened.order_by("pk")] == [15, 2]
    assert {entry.facts["reason"] for entry in opened} == {f"examination {examination.pk}: burst"}

    mark = {domain: mark for mark, domain in labels.items()}
    likes = {
        "domain": Likeness(domains=(mark["scripts.example.net"],)),
        "address": Likeness(address=True),
        "name": Likeness(name=True),
        "digits": Likeness(digits=True),
        "both": Likeness(domains=(mark["example.com"],), digits=True),
        "neither": Likeness(domains=(mark["scripts.example.net"],), name=True),
    }
    found = {}
    for name, likeness in likes.items():
        facts = {"examination": examination, "likeness": likeness, "at": NOW, "user": moe}
        found[name] = after_work(actions.narrow(**facts)).found
    typed = actions.narrow(
        examination=examination, likeness=Likeness(), domain="FEW.example.org", at=NOW, user=moe
    )
    found["typed"] = after_work(typed).found
    assert found == {
        "domain": 6,
        "address": 6,
        "name": 5,
        "digits": 5,
        "both": 5,
        "neither": 0,
        "typed": 4,
    }
    assert list(labels_of(typed).values()) == ["FEW.example.org"]


def test_a_row_holds_no_domain_address_or_name_in_clear(petition: Petition, moe: User) -> None:
    signers(petition, 5, at=NIGHT, domain="scripts.example.net", name="Rae Robot")
    examination = look(examined(petition, moe), moe)
    narrowed = actions.narrow(
        examination=examination,
        likeness=Likeness(domains=tuple(labels_of(examination))),
        domain="typed.example.net",
        at=NOW,
        user=moe,
    )
    after_work(narrowed)

    rows = [
        *Examination.objects.values_list(),
        *Finding.objects.values_list(),
        *JournalEntry.objects.values_list(),
    ]
    told = "".join(plain(value) for row in rows for value in row)
    assert [word for word in ("example.net", "obot", "Street") if word in told] == []


def plain(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("latin-1")
    return str(value)


def test_marks_of_two_examinations_cannot_be_compared(petition: Petition, moe: User) -> None:
    signers(petition, 5, at=NIGHT, domain="scripts.example.net")
    one, other = (look(examined(petition, moe), moe) for _ in range(2))

    assert labels_of(one).keys() & labels_of(other).keys() == set()


def test_marks_are_forgotten_in_a_week_and_when_a_signer_is_erased(
    petition: Petition, moe: User
) -> None:
    row, *_ = signers(petition, 5, at=NIGHT)
    examination = look(examined(petition, moe), moe)
    actions.erase([bytes(row.ref)], at=NOW)
    assert Finding.objects.exclude(domain=b"").count() == 4

    assert actions.forget_marks(at=NOW + timedelta(days=6)) == 0
    assert actions.forget_marks(at=NOW + timedelta(days=8)) == 1

    assert Finding.objects.filter(domain=b"", address=b"", name=b"").count() == 5
    examination.refresh_from_db()
    with pytest.raises(WrongState):
        actions.narrow(examination=examination, likeness=Likeness(digits=True), at=NOW, user=moe)


def test_patterns_are_looked_for_before_they_narrow(petition: Petition, moe: User) -> None:
    signers(petition, 1, at=NIGHT)
    examination = examined(petition, moe)
    facts = {"examination": examination, "at": NOW, "user": moe}

    with pytest.raises(WrongState):
        actions.narrow(likeness=Likeness(digits=True), **facts)
    look(examination, moe)
    with pytest.raises(NothingAsked):
        actions.narrow(likeness=Likeness(domains=("ab",)), **facts)


def test_what_is_erased_is_not_opened(petition: Petition, moe: User) -> None:
    rows = signers(petition, 2, at=NIGHT)
    actions.erase([bytes(row.ref) for row in rows], at=NOW)

    examination = look(examined(petition, moe), moe)

    assert (examination.state, labels_of(examination)) == ("counted", {})


def test_one_signature_is_examined_by_its_reference_alone(
    petition: Petition, moe: User, mia: User
) -> None:
    row, other = signers(petition, 2, at=NIGHT, name="Rae Sample")[:1] + signers(petition, 1)
    ref = bytes(row.ref).hex()
    facts = {"petition": petition, "at": NOW, "user": moe}
    for wrong in ("", "zz", "00" * 16):
        with pytest.raises(NotFound):
            actions.examine_one(ref=wrong, **facts)
    with pytest.raises(NotFound):
        actions.examine_one(ref=ref, **{**facts, "petition": open_petition()})

    examination = actions.examine_one(ref=ref, **facts)
    opened = actions.open_one(examination=examination, reason="complaint", at=NOW, user=moe)

    assert opened.name == "Rae Sample"
    entry = JournalEntry.objects.get(name="sealed.opened")
    assert (entry.by, entry.facts["rows"]) == (f"user:{moe.pk}", 1)
    asked(examination, moe, reason="form")
    actions.approve(examination=examination, at=NOW, user=mia)
    after_work(examination)
    assert states([row, other]) == ["void", "confirmed"]


def test_nobody_is_looked_at_by_a_condition(petition: Petition, moe: User) -> None:
    row = signers(petition, 1, at=NIGHT)[0]
    facts = {"reason": "complaint", "at": NOW, "user": moe}

    with pytest.raises(NotOne):
        actions.open_one(examination=examined(petition, moe), **facts)
    one = actions.examine_one(petition=petition, ref=bytes(row.ref).hex(), at=NOW, user=moe)
    actions.erase([bytes(row.ref)], at=NOW)
    with pytest.raises(Erased):
        actions.open_one(examination=one, **facts)


def test_a_held_one_that_is_not_confirmed_yet_is_confirmed_like_any_other(
    petition: Petition, moe: User
) -> None:
    refs = sign(petition, [SOMEBODY], at=NIGHT)
    examination = examined(petition, moe, Condition(signed_from=NIGHT))
    actions.hold(examination=examination, at=NOW, user=moe)
    after_work(examination)

    confirm(refs, at=NOW)

    row = Signature.objects.get()
    assert (row.state, row.held, fit([row])) == ("confirmed", True, True)
