import csv
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from tests.factories.accounts import UserFactory, signed_in
from tests.factories.petitions import GroupFactory, open_petition
from tests.signatures.signing import sign, sign_and_confirm

from undersigned.accounts.models import User
from undersigned.journal.models import Entry
from undersigned.petitions.models import Group, GroupMember, Petition
from undersigned.signatures import actions
from undersigned.signatures.models import Signature

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture
def petition(web: Client) -> Petition:
    """Three confirmed signers: one ticked the lead group, one another group, one none; and one unconfirmed."""
    petition = open_petition()
    lead, other = (sponsor.group for sponsor in petition.sponsors.order_by("id"))
    sign_and_confirm(
        web, petition, groups=str(lead.pk), name="=Ana Sample", email="ana@example.org"
    )
    sign_and_confirm(web, petition, groups=str(other.pk), email="ben@example.org")
    sign_and_confirm(web, petition, email="cleo@example.org")
    sign(web, petition, groups=str(lead.pk), email="dov@example.org")
    return petition


def organiser_of(group: Group) -> User:
    user: User = UserFactory()
    GroupMember.objects.create(group=group, user=user)
    return user


def file_of(petition: Petition, group: Group) -> str:
    return f"/petitions/{petition.pk}/contacts/{group.slug}.csv"


def test_the_file_holds_those_who_ticked_the_group_as_text(
    petition: Petition, office: Client
) -> None:
    user = organiser_of(petition.lead)

    answer = signed_in(office, user).post(file_of(petition, petition.lead))

    rows = list(csv.reader(answer.content.decode().splitlines()))
    assert [row[:2] for row in rows[1:]] == [["'=Ana Sample", "ana@example.org"]]
    taken = Entry.objects.get(name="signatures.contacts_taken")
    assert (taken.by, taken.facts["rows"]) == (f"user:{user.pk}", 1)
    assert Entry.objects.get(name="sealed.opened", by=taken.by).facts["rows"] == 2


def test_who_signed_in_long_ago_is_asked_again(petition: Petition, office: Client) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = signed_in(office, organiser_of(petition.lead))
        client.get("/")
        clock.shift(timedelta(minutes=6))
        answer = client.post(file_of(petition, petition.lead))

    assert answer.status_code == 302
    assert "/account/" in answer["Location"]
    assert not Entry.objects.filter(name="signatures.contacts_taken").exists()


def test_nobody_takes_the_file_of_a_group_that_is_not_theirs(
    petition: Petition, office: Client
) -> None:
    other = petition.sponsors.exclude(group=petition.lead).get().group
    stranger = GroupFactory()

    client = signed_in(office, organiser_of(petition.lead))
    answers = [client.post(file_of(petition, other)).status_code]
    client = signed_in(office, organiser_of(stranger))
    answers.append(client.post(file_of(petition, stranger)).status_code)
    answers.append(client.get(f"/petitions/{petition.pk}/contacts/").status_code)

    assert answers == [404, 404, 404]


def test_the_page_says_how_many_agreed(petition: Petition, office: Client) -> None:
    page = signed_in(office, organiser_of(petition.lead)).get(f"/petitions/{petition.pk}/contacts/")

    assert "2 confirmed signers agreed" in page.content.decode()


def test_rows_of_those_who_ticked_nothing_are_never_opened(
    petition: Petition, settings: Settings
) -> None:
    Signature.objects.filter(for_groups=False).update(sealed=b"would not open")

    contacts = actions.take_contacts(
        petition=petition, group=petition.lead, at=petition.changed_at, by="user:1"
    )

    assert [contact.email for contact in contacts] == ["ana@example.org"]
