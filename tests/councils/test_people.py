"""Who acts for a council: invited by letter, appointed by claiming, removed at once."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.accounts.letters import letters, token_of
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, MemberFactory, OfficerFactory, SeatFactory
from tests.racing import race, shared_database

from undersigned.accounts.actions import InvitationEnded, claim, claim_as_new
from undersigned.accounts.models import Invitation, User
from undersigned.councils import actions
from undersigned.councils.models import Council, Member, Officer
from undersigned.councils.rules import (
    Acting,
    acts_as,
    is_clerk,
    is_clerk_of,
    works_for,
    works_for_a_council,
)
from undersigned.councils.states import Role
from undersigned.journal.models import Entry

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 4, 1, 12, 0, tzinfo=UTC)
TODAY = date(2026, 4, 1)


def invite(council: Council, role: Role = Role.CLERK, **facts: Any) -> str:
    """Invite somebody; the token in their letter."""
    asked = {"email": "ona@example.org", "language": "en", "inviter": "Ines Sample"} | facts
    actions.invite(council=council, role=role, **asked, at=NOON, by="user:9")
    return token_of(letters("accounts.invitation")[-1])


@pytest.mark.parametrize(
    ("role", "offer"),
    [
        (Role.CLERK, "Clerk, Exampleton City Council"),
        (Role.DEPUTY, "Deputy clerk, Exampleton City Council"),
        (Role.STAFF, "Office staff, Exampleton City Council"),
    ],
)
def test_the_letter_says_what_it_offers(role: Role, offer: str) -> None:
    invite(CouncilFactory(name="Exampleton City Council"), role)
    assert letters("accounts.invitation")[0]["offer"] == offer


def test_a_members_letter_names_the_seat() -> None:
    council = CouncilFactory(name="Exampleton City Council")
    member = MemberFactory(seat=SeatFactory(council=council, name="Ward 1"))
    invite(council, Role.MEMBER, member=member)
    offer = "Council member (Ward 1), Exampleton City Council"
    assert letters("accounts.invitation")[0]["offer"] == offer


def test_the_first_clerk_to_claim_makes_the_council_represented() -> None:
    council = CouncilFactory()
    user = claim_as_new(
        token=invite(council),
        name="Ona Sample",
        password="nine grey stones sing",
        language="en",
        at=NOON,
    )
    council.refresh_from_db()
    assert council.represented_since == NOON
    assert is_clerk_of(user, council)
    assert list(Entry.objects.order_by("pk").values_list("name", flat=True))[-4:] == [
        "user.added",
        "invitation.claimed",
        "council.officer_appointed",
        "council.represented",
    ]


def test_a_later_clerk_does_not_move_that_day() -> None:
    council = CouncilFactory(represented_since=datetime(2026, 1, 1, tzinfo=UTC))
    claim(token=invite(council), user=UserFactory(), at=NOON)
    council.refresh_from_db()
    assert council.represented_since == datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.STAFF])
def test_a_council_is_not_represented_by_deputies_or_staff_alone(role: Role) -> None:
    council = CouncilFactory()
    claim(token=invite(council, role), user=UserFactory(), at=NOON)
    council.refresh_from_db()
    assert council.represented_since is None
    assert Officer.objects.get().role == role


def test_a_member_claims_their_entry() -> None:
    member, user = MemberFactory(), UserFactory()
    claim(token=invite(member.seat.council, Role.MEMBER, member=member), user=user, at=NOON)
    member.refresh_from_db()
    assert (member.user, member.claimed_at) == (user, NOON)
    assert Entry.objects.latest("pk").facts == {
        "council": member.seat.council_id,
        "member": member.pk,
        "user": user.pk,
    }


def test_a_claimed_entry_is_not_claimed_by_another_letter() -> None:
    member = MemberFactory()
    tokens = [invite(member.seat.council, Role.MEMBER, member=member) for _ in range(2)]
    first = UserFactory()
    claim(token=tokens[0], user=first, at=NOON)
    with pytest.raises(InvitationEnded):
        claim(token=tokens[1], user=UserFactory(), at=NOON)
    assert Member.objects.get().user == first
    assert Invitation.objects.filter(claimed_at__isnull=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_letters_for_one_seat_claimed_at_once_one_takes_it(tmp_path: Path) -> None:
    member = MemberFactory()
    tokens = [invite(member.seat.council, Role.MEMBER, member=member) for _ in range(2)]
    users = UserFactory.create_batch(2)
    with shared_database(tmp_path):

        def take(token: str, user: User) -> None:
            claim(token=token, user=user, at=NOON)

        outcomes = race(*[lambda t=t, u=u: take(t, u) for t, u in zip(tokens, users, strict=True)])  # type: ignore[misc]

        assert sorted(map(str, map(type, outcomes))) == sorted(
            [str(type(None)), str(actions.SeatTaken)]
        )
        assert Member.objects.get().user in users
        assert Invitation.objects.filter(claimed_at__isnull=False).count() == 1


def test_a_withdrawn_letter_appoints_nobody() -> None:
    council = CouncilFactory()
    token = invite(council)
    actions.withdraw_invitation(appointment=council.appointments.get(), at=NOON, by="user:9")
    with pytest.raises(InvitationEnded):
        claim(token=token, user=UserFactory(), at=NOON)
    assert not Officer.objects.exists()


def test_a_removed_officer_acts_for_the_council_no_more() -> None:
    officer = OfficerFactory()
    for _ in range(2):
        actions.remove_officer(officer=officer, at=NOON, by="user:9")
    assert not works_for_a_council(officer.user)
    assert Entry.objects.filter(name="council.officer_removed").count() == 1


@pytest.mark.parametrize(
    ("role", "clerk"), [(Role.CLERK, True), (Role.DEPUTY, True), (Role.STAFF, False)]
)
def test_clerks_and_deputies_run_the_councils_pages(role: Role, *, clerk: bool) -> None:
    officer = OfficerFactory(role=role)
    user, council = officer.user, officer.council
    assert (is_clerk(user), is_clerk_of(user, council)) == (clerk, clerk)
    assert (works_for_a_council(user), works_for(user, council)) == (True, True)
    assert not is_clerk_of(user, CouncilFactory())
    assert not works_for(user, CouncilFactory())


def test_a_member_works_for_the_council_until_the_last_day() -> None:
    user = UserFactory()
    member = MemberFactory(user=user)
    assert (works_for_a_council(user), works_for(user, member.seat.council)) == (True, True)
    Member.objects.update(until=date(2020, 1, 1))
    assert (works_for_a_council(user), works_for(user, member.seat.council)) == (False, False)
    assert not is_clerk(user)


def test_a_member_acts_in_person_and_staff_by_proxy() -> None:
    user = UserFactory()
    member = MemberFactory(user=user)
    staff = OfficerFactory(council=member.seat.council, role=Role.STAFF)
    assert acts_as(user, member, on=TODAY) == Acting(member, proxy=False)
    assert acts_as(staff.user, member, on=TODAY) == Acting(member, proxy=True)


def test_nobody_else_acts_as_a_member() -> None:
    member = MemberFactory(user=UserFactory())
    other_member = MemberFactory(seat=member.seat, user=UserFactory())
    strangers = [UserFactory(), OfficerFactory().user, other_member.user]
    assert [acts_as(user, member, on=TODAY) for user in strangers] == [None, None, None]


def test_nobody_acts_as_a_member_whose_term_ended() -> None:
    member = MemberFactory(user=UserFactory(), until=date(2026, 3, 31))
    staff = OfficerFactory(council=member.seat.council, role=Role.STAFF)
    for user in (member.user, staff.user):
        assert user is not None
        assert acts_as(user, member, on=TODAY) is None
