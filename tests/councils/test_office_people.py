"""Who acts for a council: the clerk's pages about people, and the operator's about councils."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.accounts.letters import letters
from tests.councils.addresses import at
from tests.factories.accounts import UserFactory, signed_in
from tests.factories.councils import MemberFactory, OfficerFactory, SeatFactory

from undersigned.councils.models import Appointment, Council, Officer
from undersigned.councils.states import Role

pytestmark = pytest.mark.django_db


def test_a_clerk_invites_a_deputy_and_takes_it_back(desk: Client) -> None:
    form = {"role": "deputy", "email": "dea@example.org", "language": "en"}
    desk.post(at("invite"), form)
    assert letters("accounts.invitation")[0]["inviter"] == "Clara Sample"
    assert "dea@example.org" in desk.get(at("people")).content.decode()

    withdraw = at("withdraw", pk=Appointment.objects.get().pk)
    assert "is withdrawn" in desk.post(withdraw, follow=True).content.decode()
    assert "dea@example.org" not in desk.get(at("people")).content.decode()
    assert "claimed or withdrawn before" in desk.post(withdraw, follow=True).content.decode()


def test_a_clerk_invites_a_member_to_claim_their_entry(desk: Client, council: Council) -> None:
    member = MemberFactory(seat=SeatFactory(council=council, name="Ward 1"), name="Cora Sample")
    form = {"role": "member", "email": "cora@example.org", "language": "en"}
    page = desk.post(at("invite"), form).content.decode()
    assert "Choose the member." in page
    assert 'value="cora@example.org"' in page

    desk.post(at("invite"), form | {"member": member.pk})
    appointment = Appointment.objects.get()
    assert (appointment.role, appointment.member) == (Role.MEMBER, member)


def test_only_members_of_ones_own_council_who_have_not_claimed_can_be_invited(
    desk: Client, council: Council
) -> None:
    claimed = MemberFactory(seat=SeatFactory(council=council), user=UserFactory())
    foreign = MemberFactory()
    for member in (claimed, foreign):
        form = {"role": "member", "email": "e@example.org", "language": "en", "member": member.pk}
        assert desk.post(at("invite"), form).status_code == 200
    assert not Appointment.objects.exists()


def test_a_deputys_invitation_names_no_member_even_if_one_was_chosen(
    desk: Client, council: Council
) -> None:
    member = MemberFactory(seat=SeatFactory(council=council))
    form = {"role": "deputy", "email": "d@example.org", "language": "en", "member": member.pk}
    desk.post(at("invite"), form)
    assert Appointment.objects.get().member is None


def test_a_clerk_cannot_invite_another_clerk(desk: Client) -> None:
    form = {"role": "clerk", "email": "eve@example.org", "language": "en"}
    assert desk.post(at("invite"), form).status_code == 200
    assert not Appointment.objects.exists()


def test_a_clerk_removes_staff_but_no_clerk(desk: Client, council: Council) -> None:
    staff = OfficerFactory(council=council, role=Role.STAFF)
    clerk = OfficerFactory(council=council)
    desk.post(at("remove", pk=staff.pk))
    assert desk.post(at("remove", pk=clerk.pk)).status_code == 403
    assert list(council.officers.values_list("role", flat=True)) == ["clerk", "clerk"]


def test_an_operator_adds_a_council_and_invites_its_clerk(office: Client) -> None:
    signed_in(office, UserFactory(roles=["operator"]))
    form = {"name": "Sample Council", "place": "Exampleton", "website": "council.example.org"}
    office.post(reverse("councils:add"), form)
    council = Council.objects.get()
    assert council.website == "https://council.example.org"
    path = reverse("councils:invite_clerk", kwargs={"slug": council.slug})
    office.post(path, {"email": "ona@example.org", "language": "en"})
    assert letters("accounts.invitation")[0]["offer"] == "Clerk, Sample Council"
    assert Appointment.objects.get().role == Role.CLERK


def test_a_council_that_is_here_already_is_not_added_again(
    office: Client, council: Council
) -> None:
    signed_in(office, UserFactory(roles=["operator"]))
    form = {"name": council.name.upper(), "place": council.place}
    page = office.post(reverse("councils:add"), form).content.decode()
    assert "is here already" in page
    assert f'value="{council.name.upper()}"' in page


def test_an_operator_removes_a_clerk(office: Client, council: Council) -> None:
    clerk = OfficerFactory(council=council)
    signed_in(office, UserFactory(roles=["operator"]))
    office.post(at("remove_clerk", pk=clerk.pk))
    assert not Officer.objects.exists()


def test_nobody_but_an_operator_adds_councils_or_invites_clerks(desk: Client) -> None:
    posts = [reverse("councils:every"), reverse("councils:add"), at("invite_clerk")]
    assert {desk.post(path, {"email": "e@example.org"}).status_code for path in posts} == {403}
    assert not Appointment.objects.exists()
