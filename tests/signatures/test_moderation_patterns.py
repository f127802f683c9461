"""What found signatures have in common is counted without a list of persons; one is opened for a reason."""

from datetime import timedelta

import pytest
from tests.factories.petitions import open_petition
from tests.signatures.moderating import (
    NIGHT,
    NOW,
    after_work,
    asked,
    examined,
    look,
    signers,
    states,
)

from undersigned.accounts.models import User
from undersigned.journal.models import Entry as JournalEntry
from undersigned.petitions.models import Petition
from undersigned.signatures import actions
from undersigned.signatures.actions.examine import NotFound, NothingAsked
from undersigned.signatures.actions.open_one import Erased, NotOne
from undersigned.signatures.moderation.conditions import Likeness
from undersigned.signatures.moderation.marks import labels_of
from undersigned.signatures.moderation.models import Examination, Finding
from undersigned.signatures.moderation.moves import WrongState

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture
def petition() -> Petition:
    return open_petition()


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
    for domain in ("SCRIPTS.example.net", "few.example.org", "nobody.example.org"):
        facts = {"examination": examination, "likeness": Likeness(), "at": NOW, "user": moe}
        typed = actions.narrow(domain=domain, **facts)
        found[domain] = after_work(typed).found
        assert list(labels_of(typed).values()) == [domain]
    assert found == {
        "domain": 6,
        "address": 6,
        "name": 5,
        "digits": 5,
        "both": 5,
        "neither": 0,
        "SCRIPTS.example.net": 6,
        "few.example.org": 0,
        "nobody.example.org": 0,
    }


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
