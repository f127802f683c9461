"""A council's own office, and the operator's pages about councils."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.councils.addresses import at
from tests.factories.accounts import UserFactory, signed_in
from tests.factories.councils import (
    MemberFactory,
    OfficerFactory,
    SeatFactory,
    WardFactory,
)

from undersigned.accounts.models import User
from undersigned.councils.documents import default_rules
from undersigned.councils.forms import NoticeForm, RulesForm
from undersigned.councils.models import Council, Member, Officer
from undersigned.councils.states import Role
from undersigned.journal.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.long]


def rules_typed(council: Council, **changed: Any) -> dict[str, Any]:
    """The form of the rules as a clerk would send it unchanged, but for `changed`."""
    current = council.rules.all()[0]
    typed = RulesForm.initial_of(current.document) | {"after": current.number} | changed
    return {name: value for name, value in typed.items() if value not in (None, False)}


def notice_typed(council: Council, **changed: Any) -> dict[str, Any]:
    current = council.notices.all()[0]
    return NoticeForm.initial_of(current.document) | {"after": current.number} | changed


def test_who_works_for_one_council_comes_straight_to_it(desk: Client) -> None:
    assert desk.get(reverse("councils:mine"))["Location"] == at("office")


def test_who_works_for_two_chooses(desk: Client) -> None:
    OfficerFactory(user=User.objects.get(name="Clara Sample"), council__name="Otherton Council")
    page = desk.get(reverse("councils:mine")).content.decode()
    assert page.index("Exampleton City Council") < page.index("Otherton Council")


def test_a_clerk_sees_where_everything_is_changed(desk: Client) -> None:
    page = desk.get(at("office")).content.decode()
    for name in ("rules", "notice", "wards", "add_seat", "people"):
        assert f'href="{at(name)}"' in page


@pytest.mark.parametrize("role", [Role.STAFF, Role.MEMBER])
def test_staff_and_members_see_but_do_not_change(
    office: Client, council: Council, role: Role
) -> None:
    user = UserFactory()
    if role == Role.MEMBER:
        MemberFactory(seat=SeatFactory(council=council), user=user)
    else:
        OfficerFactory(council=council, user=user, role=role)
    signed_in(office, user)
    page = office.get(at("office")).content.decode()
    assert at("rules") not in page
    assert [office.get(at(name)).status_code for name in ("rules", "wards", "people")] == [403] * 3


def strangers() -> list[User]:
    """Somebody with no role, another council's clerk, a moderator, and an operator."""
    return [
        UserFactory(),
        OfficerFactory().user,
        UserFactory(roles=["moderator"]),
        UserFactory(roles=["operator"]),
    ]


PAGES = ["office", "rules", "notice", "wards", "add_seat", "people", "invite"]


@pytest.mark.parametrize("index", range(4))
def test_nobody_else_sees_or_changes_a_councils_office(
    office: Client, council: Council, index: int
) -> None:
    seat = SeatFactory(council=council)
    member, officer = MemberFactory(seat=seat), OfficerFactory(council=council, role=Role.STAFF)
    signed_in(office, strangers()[index])
    before = Entry.objects.count()
    paths = [at(name) for name in PAGES] + [
        at("rename_seat", pk=seat.pk),
        at("add_member", pk=seat.pk),
        at("correct_member", pk=member.pk),
        at("remove", pk=officer.pk),
    ]
    assert {office.get(path).status_code for path in paths[:-1]} == {403}
    assert {office.post(path, {"name": "Eve", "names": "Eve"}).status_code for path in paths} == {
        403
    }
    assert Entry.objects.count() == before


def test_a_clerk_without_a_second_factor_sets_one_up_first(
    office: Client, council: Council
) -> None:
    user = UserFactory(factor=False)
    OfficerFactory(council=council, user=user)
    signed_in(office, user)
    assert {office.get(at(name))["Location"] for name in PAGES} == {reverse("mfa_index")}


def test_a_signed_out_clerk_signs_in_first(office: Client, council: Council) -> None:
    assert office.get(at("rules"))["Location"] == f"/account/login/?next={at('rules')}"


def test_a_removed_clerk_is_out_with_the_next_click(desk: Client) -> None:
    assert desk.get(at("rules")).status_code == 200
    Officer.objects.all().delete()
    assert desk.get(at("rules")).status_code == 403


def test_a_clerk_publishes_rules(desk: Client, council: Council) -> None:
    WardFactory(council=council)
    typed = rules_typed(council, minimum_age=16, ward="on", fields_asked=["address", "postcode"])
    answer = desk.post(at("rules"), typed, follow=True)
    assert "Version 2 is published" in answer.content.decode()
    expected = default_rules("Exampleton") | {"minimum_age": 16, "ward": True}
    expected["fields"] = ["address", "postcode"]
    assert council.rules.all()[0].document == expected


def test_ticks_come_out_in_one_order_whatever_order_they_were_sent_in(
    desk: Client, council: Council
) -> None:
    desk.post(at("rules"), rules_typed(council, bases=["study", "live"]))
    assert council.rules.all()[0].document["bases"] == ["live", "study"]


def test_a_clerk_publishes_a_notice(desk: Client, council: Council) -> None:
    desk.post(at("notice"), notice_typed(council, until_en="Until May.", until_es="Hasta mayo."))
    document = council.notices.all()[0].document
    assert document["until"] == {"en": "Until May.", "es": "Hasta mayo."}


def test_the_same_again_is_refused_in_words(desk: Client, council: Council) -> None:
    for name, typed in (("rules", rules_typed(council)), ("notice", notice_typed(council))):
        page = desk.post(at(name), typed).content.decode()
        assert "Nothing is different from the version in force" in page
    assert (council.rules.count(), council.notices.count()) == (1, 1)


def test_a_clerk_who_was_overtaken_loses_nothing_and_can_go_on(
    desk: Client, council: Council
) -> None:
    late = rules_typed(council, minimum_age=18, words_en="Whoever is of age.")
    desk.post(at("rules"), rules_typed(council, minimum_age=16))

    page = desk.post(at("rules"), late).content.decode()
    assert "Somebody published another version meanwhile" in page
    assert "Whoever is of age." in page
    after = re.search(r'name="after" value="(\d+)"', page)
    assert after
    desk.post(at("rules"), late | {"after": after[1]})
    assert [rules.document["minimum_age"] for rules in council.rules.all()] == [18, 16, None]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"bases": []}, "Tick at least one."),
        ({"minimum_age": "0"}, "greater than or equal to 1"),
        ({"ward": "on"}, "The council has no wards yet."),
        ({"words_es": ""}, "This field is required."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    desk: Client, council: Council, changed: dict[str, Any], words: str
) -> None:
    typed = rules_typed(council, words_en="Words I took an hour over.") | changed
    page = desk.post(at("rules"), typed).content.decode()
    assert words in page
    assert "Words I took an hour over." in page
    assert council.rules.count() == 1


def test_a_clerk_names_the_wards(desk: Client, council: Council) -> None:
    desk.post(at("wards"), {"names": " North  Ward \n\nSouth Ward\n"})
    assert [ward.name for ward in council.wards.all()] == ["North Ward", "South Ward"]
    assert "North Ward\nSouth Ward</textarea>" in desk.get(at("wards")).content.decode()


@pytest.mark.parametrize(
    ("names", "words"),
    [("North\nSouth\nNorth", "“North” stands there twice."), ("N" * 121, "is too long.")],
)
def test_wards_that_cannot_be_are_said_and_stay_typed(
    desk: Client, council: Council, names: str, words: str
) -> None:
    page = desk.post(at("wards"), {"names": names}).content.decode()
    assert words in page
    assert names in page
    assert not council.wards.exists()


def test_the_last_ward_stays_while_the_rules_ask_for_it(desk: Client, council: Council) -> None:
    WardFactory(council=council, name="North")
    desk.post(at("rules"), rules_typed(council, ward="on"))
    page = desk.post(at("wards"), {"names": ""}).content.decode()
    assert "Keep at least one" in page
    assert council.wards.get().name == "North"


def test_a_clerk_enters_seats_and_members(desk: Client, council: Council) -> None:
    desk.post(at("add_seat"), {"name": "Ward 1"})
    seat = council.seats.get()
    desk.post(at("add_member", pk=seat.pk), {"name": "Cora S.", "since": "2024-01-02"})
    member = Member.objects.get()
    form = {"name": "Cora Sample", "since": "2024-01-02", "until": "2026-01-01"}
    desk.post(at("correct_member", pk=member.pk), form)
    desk.post(at("rename_seat", pk=seat.pk), {"name": "North"})
    page = desk.get(at("office")).content.decode()
    assert "North" in page
    assert "Cora Sample" in page
    assert "not now" in page


def test_two_seats_of_one_name_are_refused_in_words(desk: Client, council: Council) -> None:
    for name in ("Mayor", "Chair"):
        SeatFactory(council=council, name=name)
    chair = council.seats.get(name="Chair")
    for path in (at("add_seat"), at("rename_seat", pk=chair.pk)):
        page = desk.post(path, {"name": "Mayor"}).content.decode()
        assert "Another seat has this name." in page
        assert 'value="Mayor"' in page


def test_a_term_that_ends_before_it_began_is_refused_in_words(
    desk: Client, council: Council
) -> None:
    seat = SeatFactory(council=council)
    form = {"name": "Cora Sample", "since": "2026-01-02", "until": "2026-01-01"}
    page = desk.post(at("add_member", pk=seat.pk), form).content.decode()
    assert "This is before the first day." in page
    assert 'value="Cora Sample"' in page
    assert not Member.objects.exists()


def test_what_belongs_to_another_council_is_not_found_under_ones_own(desk: Client) -> None:
    seat, officer = SeatFactory(), OfficerFactory(role=Role.STAFF)
    member = MemberFactory(seat=seat)
    posts = [
        at("rename_seat", pk=seat.pk),
        at("add_member", pk=seat.pk),
        at("correct_member", pk=member.pk),
        at("remove", pk=officer.pk),
        at("withdraw", pk=1),
    ]
    assert {desk.post(path, {"name": "Eve"}).status_code for path in posts} == {404}


def queries_of(office: Client, path: str) -> int:
    """How many queries a page costs once its session is under way."""
    office.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert office.get(path).status_code == 200
    return len(asked)


@pytest.mark.parametrize("name", ["office", "people"])
def test_the_office_costs_the_same_queries_whatever_the_council_has(
    desk: Client, council: Council, name: str
) -> None:
    costs = []
    for more in (1, 2):
        WardFactory.create_batch(more, council=council)
        OfficerFactory.create_batch(more, council=council, role=Role.STAFF)
        for seat in SeatFactory.create_batch(more, council=council):
            MemberFactory.create_batch(more, seat=seat)
        desk.post(at("invite"), {"role": "staff", "email": f"{more}@example.org", "language": "en"})
        costs.append(queries_of(desk, at(name)))
    assert costs[0] == costs[1]


def test_the_list_of_councils_costs_the_same_queries_whatever_its_length(office: Client) -> None:
    signed_in(office, UserFactory(roles=["operator"]))
    costs = []
    for more in (1, 2):
        for clerk in OfficerFactory.create_batch(more):
            OfficerFactory.create_batch(more, council=clerk.council)
        costs.append(queries_of(office, reverse("councils:every")))
    assert costs[0] == costs[1]
