"""Who acts for a council: invited by letter, appointed when the letter's holder claims it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from undersigned.accounts import actions as accounts
from undersigned.accounts.events import InvitationClaimed
from undersigned.accounts.models import User
from undersigned.councils.events import (
    CouncilRepresented,
    MemberClaimed,
    OfficerAppointed,
    OfficerRemoved,
)
from undersigned.councils.models import Appointment, Council, Member, Officer
from undersigned.councils.states import Role
from undersigned.journal.announce import announce


class SeatTaken(accounts.InvitationEnded):
    """Somebody else claimed this member's entry first."""


def invite(
    *,
    council: Council,
    role: Role,
    email: str,
    language: str,
    inviter: str,
    member: Member | None = None,
    at: datetime,
    by: str,
) -> Appointment:
    """Invite somebody by letter to act for a council as clerk, deputy or staff, or as `member`, for 14 days.

    Who may invite whom is for the caller to check: operators invite clerks, clerks all others.
    """
    with transaction.atomic():
        invitation = accounts.invite(
            email=email,
            offer=_offer(council, role, member, language),
            language=language,
            inviter=inviter,
            at=at,
            by=by,
        )
        return Appointment.objects.create(
            invitation=invitation, council=council, role=role, member=member
        )


def withdraw_invitation(*, appointment: Appointment, at: datetime, by: str) -> None:
    """Take an invitation back. Raises accounts.actions.InvitationEnded if it was claimed or withdrawn."""
    accounts.withdraw_invitation(invitation=appointment.invitation, at=at, by=by)


def appoint(events: Iterable[InvitationClaimed], *, at: datetime) -> None:
    """What follows `invitation.claimed`, now: the claimant becomes what the council invited them to be.

    Raises SeatTaken, which undoes the claim, where somebody else claimed the same member's entry first.
    """
    for event in events:
        appointment = (
            Appointment.objects.filter(pk=event.invitation).select_related("council").first()
        )
        if appointment is None:
            continue
        user = User.objects.get(pk=event.user)
        if appointment.member_id is not None:
            _seat(appointment, appointment.member_id, user, at)
        else:
            _make_officer(appointment, user, at)


def remove_officer(*, officer: Officer, at: datetime, by: str) -> None:
    """Somebody acts for the council no more, at once; nothing happens if they already do not."""
    with transaction.atomic():
        if Officer.objects.filter(pk=officer.pk).delete()[0]:
            facts = {"council": officer.council_id, "user": officer.user_id}
            announce(OfficerRemoved(**facts, role=officer.role), at=at, by=by)


def _seat(appointment: Appointment, member: int, user: User, at: datetime) -> None:
    free = Member.objects.filter(pk=member, user__isnull=True)
    if not free.update(user=user, claimed_at=at):
        raise SeatTaken
    event = MemberClaimed(council=appointment.council_id, member=member, user=user.pk)
    announce(event, at=at, by=f"user:{user.pk}")


def _make_officer(appointment: Appointment, user: User, at: datetime) -> None:
    council, by = appointment.council, f"user:{user.pk}"
    Officer.objects.get_or_create(council=council, user=user, role=appointment.role)
    event = OfficerAppointed(council=council.pk, user=user.pk, role=appointment.role)
    announce(event, at=at, by=by)
    unrepresented = Council.objects.filter(pk=council.pk, represented_since__isnull=True)
    if appointment.role == Role.CLERK and unrepresented.update(represented_since=at):
        announce(CouncilRepresented(council=council.pk), at=at, by=by)


def _offer(council: Council, role: Role, member: Member | None, language: str) -> str:
    """What the letter and the page say, such as “Clerk, Sample City Council”."""
    with translation.override(language):
        if member is None:
            return _("%(role)s, %(council)s") % {"role": role.label, "council": council.name}
        words = {"seat": member.seat.name, "council": council.name}
        return _("Council member (%(seat)s), %(council)s") % words
