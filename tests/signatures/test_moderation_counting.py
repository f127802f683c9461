"""A condition finds what it says; each step does each row once."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.factories.petitions import open_petition
from tests.signatures.moderating import (
    BURST,
    NIGHT,
    NOW,
    SOMEBODY,
    after_work,
    asked,
    confirm,
    examined,
    fit,
    in_batches_of,
    look,
    put_back,
    sign,
    signers,
    states,
    voided,
    work,
)

from undersigned.accounts.models import User
from undersigned.journal.models import Entry as JournalEntry
from undersigned.petitions.models import Petition
from undersigned.signatures import actions
from undersigned.signatures.actions.examine import NothingAsked
from undersigned.signatures.actions.run_examinations import _write as write
from undersigned.signatures.models import PublicName, Signature
from undersigned.signatures.moderation.conditions import Condition, Likeness
from undersigned.signatures.moderation.models import Examination, Finding
from undersigned.signatures.moderation.moves import go_on

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture
def petition() -> Petition:
    return open_petition()


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


def test_a_condition_is_said_in_words() -> None:
    noon = datetime(2026, 3, 11, 16, 20, tzinfo=UTC)
    everything = Condition(noon, noon, noon, noon, "es", held=True)
    assert list(everything.words()) == [
        "Confirmed from March 11, 2026, 12:20 p.m. EDT",
        "Confirmed before March 11, 2026, 12:20 p.m. EDT",
        "Signed from March 11, 2026, 12:20 p.m. EDT",
        "Signed before March 11, 2026, 12:20 p.m. EDT",
        "Signed in Español",
        "Held",
    ]
    alike = Likeness(("ab", "cd"), address=True, name=True, digits=True)
    assert list(alike.words({"ab": "example.net"})) == [
        "Mail domain: example.net, –",
        "Address lines that at least 5 share",
        "Names that at least 5 bear",
        "Names with digits",
    ]


def test_a_batch_is_taken_back_when_a_row_is_not_as_it_was_read(
    petition: Petition, moe: User
) -> None:
    (row,) = signers(petition, 1, at=NIGHT)
    examination = examined(petition, moe)
    Signature.objects.update(check_sum=b"another's change")
    Examination.objects.update(cursor=7)

    with pytest.raises(RuntimeError, match="A signature changed"):
        write([row], held=True)
    with pytest.raises(RuntimeError, match="An examination changed"):
        go_on(examination, moved=1)

    assert Signature.objects.get().held is False
