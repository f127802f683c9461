"""Where a council takes no part, somebody independent checks one petition's signers, and nothing else."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories.accounts import UserFactory, signed_in
from tests.factories.councils import OfficerFactory
from tests.factories.petitions import open_petition, organiser_of
from tests.verification.made import AT, check_of, clerk_of, decide, finish, signed

from undersigned.accounts.models import User
from undersigned.councils.models import Council
from undersigned.journal.models import Entry
from undersigned.petitions.models import GroupMember, Petition
from undersigned.verification.actions.appoint import (
    AlreadyVerifier,
    NotIndependent,
    Represented,
    appoint,
    dismiss,
)
from undersigned.verification.actions.draft_certificate import draft_certificate
from undersigned.verification.actions.issue_certificate import NotTheirs, issue_certificate
from undersigned.verification.models import Verifier
from undersigned.verification.rules.people import (
    checked_by,
    is_reviewer,
    is_verifier_of,
    may_check,
    may_hold_rolls,
    may_review,
)

pytestmark = pytest.mark.django_db

OFFICE = "undersigned.config.urls_office"


def allowed(user: User, petition: Petition) -> tuple[bool, bool, bool, bool]:
    """Whether they review anything, check and review this petition, and have it among what they check."""
    listed = Petition.objects.filter(checked_by(user), pk=petition.pk).exists()
    return is_reviewer(user), may_check(user, petition), may_review(user, petition), listed


def organiser_too(user: User, petition: Petition) -> None:
    GroupMember.objects.create(group=petition.lead, user=user)


def staff_too(user: User, petition: Petition) -> None:
    OfficerFactory(council=petition.council, role="staff", user=user)


def test_a_verifier_checks_that_petition_and_no_other() -> None:
    petition = open_petition()
    other = open_petition(council=petition.council)
    user = UserFactory()
    verifier = appoint(petition=petition, user=user, at=AT, by="operator")
    assert (is_reviewer(user), may_hold_rolls(user, petition.council)) == (True, True)
    assert (may_check(user, petition), may_review(user, petition)) == (True, True)
    assert (may_check(user, other), may_review(user, other)) == (False, False)
    for _ in range(2):
        dismiss(verifier=verifier, at=AT, by="operator")
    assert (is_reviewer(user), may_check(user, petition)) == (False, False)
    assert may_hold_rolls(user, petition.council) is False
    assert Entry.objects.filter(name="verifier.dismissed").count() == 1


def test_nobody_is_appointed_where_the_clerk_is_here_or_who_is_not_independent() -> None:
    petition = open_petition()
    user = UserFactory()
    facts = {"petition": petition, "at": AT, "by": "operator"}
    for partial in (organiser_of(petition.lead), clerk_of(petition)):
        with pytest.raises(NotIndependent):
            appoint(user=partial, **facts)
    appoint(user=user, **facts)
    with pytest.raises(AlreadyVerifier):
        appoint(user=user, **facts)
    Council.objects.filter(pk=petition.council_id).update(represented_since=AT)
    petition.council.refresh_from_db()
    with pytest.raises(Represented):
        appoint(user=UserFactory(), **facts)


def test_their_certificate_says_so_and_gives_a_level_of_its_own(log: Path) -> None:
    petition = signed(6)
    user = UserFactory()
    appoint(petition=petition, user=user, at=AT, by="operator")
    check = check_of(petition, accepted=3, every_line=True)
    decide(check, [4, 5, 6])
    finish(check)
    row = draft_certificate(check=check, required=5, at=timezone.now(), user=user)
    issue_certificate(certificate=row, sealed=None, at=timezone.now(), user=user)
    assert (row.level, row.document["capacity"]) == ("matched", "verifier")
    assert row.sealed_by == "site_verifier"


def test_an_appointment_rests_once_the_councils_clerk_is_here() -> None:
    petition, user = open_petition(), UserFactory()
    appoint(petition=petition, user=user, at=AT, by="operator")
    Council.objects.filter(pk=petition.council_id).update(represented_since=AT)
    assert allowed(user, petition) == (False, False, False, False)


@pytest.mark.parametrize("partial", [organiser_too, staff_too])
def test_an_appointment_rests_once_they_are_not_independent_any_more(
    partial: Callable[[User, Petition], None],
) -> None:
    petition, user = open_petition(), UserFactory()
    appoint(petition=petition, user=user, at=AT, by="operator")
    assert allowed(user, petition) == (True, True, True, True)
    partial(user, petition)
    assert is_verifier_of(user, petition) is False
    assert list(Petition.objects.filter(checked_by(user))) == []


def test_a_verifier_issues_no_draft_of_the_clerks(log: Path) -> None:
    petition, user = signed(6), UserFactory()
    appoint(petition=petition, user=user, at=AT, by="operator")
    check = check_of(petition, accepted=6, every_line=True)
    finish(check)
    clerk = clerk_of(petition)
    facts = {"check": check, "required": 5, "at": timezone.now()}
    row = draft_certificate(user=clerk, **facts)
    with pytest.raises(NotTheirs):
        issue_certificate(certificate=row, sealed=None, at=timezone.now(), user=user)
    row = draft_certificate(user=user, **facts)
    with pytest.raises(NotTheirs):
        issue_certificate(certificate=row, sealed=None, at=timezone.now(), user=clerk)
    issue_certificate(certificate=row, sealed=None, at=timezone.now(), user=user)
    assert row.sealed_by == "site_verifier"


def test_an_operator_appoints_and_ends(office: Client) -> None:
    petition, user = open_petition(), UserFactory()
    desk = signed_in(office, UserFactory(roles=["operator"]))
    path = reverse("verification:verifying", urlconf=OFFICE, kwargs={"pk": petition.pk})
    assert "Nobody has an account" in desk.post(path, {"email": "no@example.org"}).content.decode()
    assert desk.post(path, {"email": user.email.upper()}).status_code == 302
    verifier = Verifier.objects.get()
    assert verifier.user == user
    index = reverse("verification:verifiers", urlconf=OFFICE)
    assert petition.title in desk.get(index).content.decode()
    end = reverse("verification:dismiss_verifier", urlconf=OFFICE, kwargs={"pk": verifier.pk})
    assert desk.post(end).status_code == 302
    assert "until" in desk.get(path).content.decode()
    assert signed_in(office, user).get(index).status_code == 403


def test_a_verifier_finds_the_checks_and_the_rolls_of_the_petition(
    office: Client, log: Path
) -> None:
    petition, user = signed(2), UserFactory()
    appoint(petition=petition, user=user, at=AT, by="operator")
    check = check_of(petition, accepted=1)
    desk = signed_in(office, user)
    index = desk.get(reverse("verification:checks", urlconf=OFFICE)).content.decode()
    assert f"/checks/{check.pk}/" in index
    rolls = reverse("verification:rolls_mine", urlconf=OFFICE)
    assert rolls in index
    assert desk.get(rolls).status_code == 302
    for name in ("check", "draw", "certificates"):
        path = reverse(f"verification:{name}", urlconf=OFFICE, kwargs={"pk": check.pk})
        assert desk.get(path).status_code == 200, name
