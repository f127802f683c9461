"""Found a group, invite others to act for it, take up an invitation."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from undersigned.accounts.models import User
from undersigned.journal.announce import announce
from undersigned.mail import actions as mail
from undersigned.petitions.actions.slugs import under_free_slug
from undersigned.petitions.events import GroupFounded, OrganiserInvited, OrganiserJoined
from undersigned.petitions.models import Group, GroupInvitation, GroupMember
from undersigned.petitions.rules import INVITATION_LASTS, INVITATIONS_A_DAY, Refused
from undersigned.petitions.text import fault_of_line, tidy
from undersigned.petitions.tokens import draw_token, hash_of

LONGEST_NAME = 200


class BadName(Refused):
    """A name that cannot be shown as it is."""


class TooManyInvitations(Refused):
    """The group has invited as many people today as it may."""


class InvitationGone(Refused):
    """No such invitation, or it was taken up, or it is too old."""


@transaction.atomic
def found_group(*, name: str, website: str = "", user: User, at: datetime, by: str) -> Group:
    """Found a group that the user acts for. Raises BadName."""
    name = tidy(name)
    fault = fault_of_line(name, most=LONGEST_NAME)
    if fault:
        raise BadName(fault)

    def save(slug: str) -> Group:
        return Group.objects.create(slug=slug, name=name, website=website)

    group = under_free_slug(Group, name, save)
    GroupMember.objects.create(group=group, user=user)
    announce(GroupFounded(group=group.pk), at=at, by=by)
    return group


@transaction.atomic
def invite_organiser(*, group: Group, email: str, language: str, at: datetime, by: str) -> None:
    """Write to somebody so that they can act for the group; the address stays in the letter alone.

    Raises TooManyInvitations.
    """
    today = group.invitations.filter(made_at__gt=at - timedelta(days=1))
    if today.count() >= INVITATIONS_A_DAY:
        raise TooManyInvitations(
            _("Your group has invited %(most)s people today. Please go on tomorrow.")
            % {"most": INVITATIONS_A_DAY}
        )
    token = draw_token()
    GroupInvitation.objects.create(
        group=group, token_hash=hash_of(token), made_at=at, expires_at=at + INVITATION_LASTS
    )
    facts = {"to": email, "group": group.name, "token": token}
    mail.post([mail.write("petitions.invitation", language, facts)], at=at)
    announce(OrganiserInvited(group=group.pk), at=at, by=by)


@transaction.atomic
def join_group(*, token: str, user: User, at: datetime, by: str) -> Group:
    """Take up an invitation; each serves once. Raises InvitationGone."""
    standing = GroupInvitation.objects.filter(
        token_hash=hash_of(token), claimed_at__isnull=True, expires_at__gt=at
    )
    invitation = standing.select_related("group").first()
    if invitation is None or standing.update(claimed_at=at) != 1:
        raise InvitationGone(
            _("This invitation was used already or is too old. Please ask for a new one.")
        )
    GroupMember.objects.get_or_create(group=invitation.group, user=user)
    announce(OrganiserJoined(group=invitation.group_id, user=user.pk), at=at, by=by)
    return invitation.group
