import hashlib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.factories.councils import (
    CouncilFactory,
    MemberFactory,
    SeatFactory,
    WardFactory,
)
from tests.racing import race, shared_database

from undersigned.councils import actions
from undersigned.councils.documents import BadDocument, default_notice, default_rules
from undersigned.councils.models import Council, Member, Rules
from undersigned.journal.models import Entry
from undersigned.pure.standards.canonical_json import canonical_json

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 4, 1, 12, 0, tzinfo=UTC)
FACTS: dict[str, Any] = {"at": NOON, "by": "user:7"}
OLDER = default_rules("Exampleton") | {"minimum_age": 16}


def names_of_events() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("name", flat=True))


def test_a_council_that_nobody_represents_has_rules_and_a_notice_to_begin_with() -> None:
    council = actions.add_council(name=" Sample  Council ", place="Exampleton", **FACTS)

    assert (council.name, council.slug, council.represented_since) == (
        "Sample Council",
        "sample-council",
        None,
    )
    assert council.rules.get().document == default_rules("Exampleton")
    assert council.notices.get().document == default_notice()
    assert [council.rules.get().number, council.notices.get().number] == [1, 1]
    assert names_of_events() == [
        "council.added",
        "council.rules_published",
        "council.notice_published",
    ]


def test_a_council_is_added_once_whatever_the_case_of_its_letters() -> None:
    council = actions.add_council(name="Sample Council", place="Exampleton", **FACTS)
    with pytest.raises(actions.CouncilKnown) as refusal:
        actions.add_council(name="SAMPLE council", place="exampleton", **FACTS)
    assert refusal.value.council == council


@pytest.mark.parametrize(
    ("name", "place", "slug"),
    [
        ("Sample Council", "Otherton", "sample-council-otherton"),
        ("Sample council!", "Exampleton", "sample-council-2"),
        ("議会", "Exampleton", "exampleton"),
        ("議会", "例", "council"),
        ("Sample Council", "例", "sample-council-2"),
        ("S" * 200, "Exampleton", "s" * 70),
    ],
)
def test_each_council_has_an_address_of_its_own(name: str, place: str, slug: str) -> None:
    actions.add_council(name="Sample Council", place="Exampleton", **FACTS)
    CouncilFactory(slug="sample-council-exampleton")
    assert actions.add_council(name=name, place=place, **FACTS).slug == slug


def test_a_version_says_what_its_hash_is_taken_of() -> None:
    rules = actions.publish_rules(council=CouncilFactory(), document=OLDER, after=1, **FACTS)
    assert rules.number == 2
    assert rules.canonical == canonical_json(OLDER)
    assert rules.sha256 == hashlib.sha256(canonical_json(OLDER)).hexdigest()
    assert Entry.objects.latest("pk").facts == {
        "council": rules.council_id,
        "number": 2,
        "sha256": rules.sha256,
    }


def test_a_published_version_never_changes() -> None:
    rules = CouncilFactory().rules.get()
    rules.document = OLDER
    with pytest.raises(ValueError, match="never changes"):
        rules.save()
    assert Rules.objects.get().document == default_rules("Exampleton")


def test_earlier_versions_stay_beside_later_ones() -> None:
    council = CouncilFactory()
    before = council.rules.get().sha256
    actions.publish_rules(council=council, document=OLDER, after=1, **FACTS)
    assert [rules.number for rules in council.rules.all()] == [2, 1]
    assert council.rules.get(number=1).sha256 == before


def test_the_same_again_is_not_another_version() -> None:
    council = CouncilFactory()
    with pytest.raises(actions.Unchanged):
        actions.publish_rules(
            council=council, document=default_rules("Exampleton"), after=1, **FACTS
        )
    with pytest.raises(actions.Unchanged):
        actions.publish_notice(council=council, document=default_notice(), after=1, **FACTS)


def test_a_version_begun_from_an_older_one_does_not_overwrite() -> None:
    council = CouncilFactory()
    actions.publish_rules(council=council, document=OLDER, after=1, **FACTS)
    with pytest.raises(actions.Overtaken):
        actions.publish_rules(
            council=council, document=OLDER | {"minimum_age": 18}, after=1, **FACTS
        )
    assert council.rules.count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_four_who_publish_at_once_one_does(tmp_path: Path) -> None:
    council = CouncilFactory()
    with shared_database(tmp_path):

        def publish(age: int) -> Rules:
            document = OLDER | {"minimum_age": age}
            return actions.publish_rules(council=council, document=document, after=1, **FACTS)

        outcomes = race(*[lambda age=age: publish(age) for age in range(14, 18)])  # type: ignore[misc]

        kinds = sorted(type(outcome).__name__ for outcome in outcomes)
        assert kinds == ["Overtaken", "Overtaken", "Overtaken", "Rules"]
        assert Rules.objects.filter(council=council).count() == 2


def test_rules_cannot_ask_for_a_ward_where_there_is_none() -> None:
    council = CouncilFactory()
    asking = default_rules("Exampleton") | {"ward": True}
    with pytest.raises(BadDocument):
        actions.publish_rules(council=council, document=asking, after=1, **FACTS)
    WardFactory(council=council)
    assert actions.publish_rules(council=council, document=asking, after=1, **FACTS).number == 2


def test_a_broken_notice_is_not_published() -> None:
    council = CouncilFactory()
    with pytest.raises(BadDocument):
        actions.publish_notice(council=council, document={}, after=1, **FACTS)
    assert council.notices.count() == 1


def test_wards_stand_in_the_order_given_and_replace_the_old_ones() -> None:
    council = CouncilFactory()
    for names in (["North", "South"], ["East", "North"]):
        actions.set_wards(council=council, names=names, **FACTS)
    assert [ward.name for ward in council.wards.all()] == ["East", "North"]
    assert Entry.objects.latest("pk").facts == {"council": council.pk, "wards": 2}


def test_a_ward_stands_there_once() -> None:
    council = CouncilFactory()
    with pytest.raises(actions.NameTaken) as refusal:
        actions.set_wards(council=council, names=["North", "South", "North"], **FACTS)
    assert refusal.value.taken == "North"
    assert not council.wards.exists()


def test_wards_stay_while_the_rules_ask_for_them() -> None:
    council = CouncilFactory()
    actions.set_wards(council=council, names=["North"], **FACTS)
    asking = default_rules("Exampleton") | {"ward": True}
    actions.publish_rules(council=council, document=asking, after=1, **FACTS)
    with pytest.raises(actions.WardsNeeded):
        actions.set_wards(council=council, names=[], **FACTS)
    assert council.wards.count() == 1


def test_seats_stand_in_the_order_they_were_added_and_have_names_of_their_own() -> None:
    council = CouncilFactory()
    first, second = [
        actions.add_seat(council=council, name=name, **FACTS) for name in ("Mayor", "At large")
    ]
    with pytest.raises(actions.NameTaken):
        actions.add_seat(council=council, name="Mayor", **FACTS)
    with pytest.raises(actions.NameTaken):
        actions.rename_seat(seat=second, name="Mayor", **FACTS)
    actions.rename_seat(seat=first, name="Chair", **FACTS)
    actions.rename_seat(seat=second, name="At large", **FACTS)
    assert [seat.name for seat in council.seats.all()] == ["Chair", "At large"]
    assert names_of_events()[-3:] == [
        "council.seat_added",
        "council.seat_added",
        "council.seat_renamed",
    ]


def test_two_councils_may_name_their_seats_alike() -> None:
    for _ in range(2):
        actions.add_seat(council=CouncilFactory(), name="Mayor", **FACTS)
    assert Council.objects.filter(seats__name="Mayor").count() == 2


def test_a_members_entry_can_be_corrected_and_ended() -> None:
    member = actions.add_member(seat=SeatFactory(), name="Cora S.", since=None, **FACTS)
    term = {"since": date(2024, 1, 2), "until": date(2026, 1, 1)}
    actions.correct_member(member=member, name="Cora Sample", **term, **FACTS)
    assert Member.objects.values("name", "since", "until").get() == {"name": "Cora Sample"} | term
    assert names_of_events()[-2:] == ["council.member_added", "council.member_corrected"]


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (None, None, True),
        (date(2026, 4, 1), date(2026, 4, 1), True),
        (date(2026, 4, 2), None, False),
        (None, date(2026, 3, 31), False),
    ],
)
def test_a_term_covers_its_first_and_its_last_day(
    since: date | None, until: date | None, *, expected: bool
) -> None:
    member = MemberFactory(since=since, until=until)
    assert member.is_in_office(date(2026, 4, 1)) is expected
