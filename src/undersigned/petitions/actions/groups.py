"""Found a group, invite others to act for it, take up an invitation."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from undersigned.accounts import actions as accounts
from undersigned.accounts.models import Invitation, User
from undersigned.journal.announce import announce
from undersigned.petitions.actions.slugs import under_free_slug
from undersigned.petitions.events import GroupFounded, OrganiserInvited, OrganiserJoined
from undersigned.petitions.models import Group, GroupInvitation, GroupMember
from undersigned.petitions.rules import INVITATIONS_A_DAY, Refused
from undersigned.petitions.text import fault_of_line, tidy

LONGEST_NAME = 200


class BadName(Refused):
    """A name that cannot be shown as it is."""


class BadWebsite(Refused):
    """A website's address that a page may not link to."""


class TooManyInvitations(Refused):
    """The organiser has invited as many people in a day as one may."""


@transaction.atomic
def found_group(
    *, name: str, website: str = "", user: User | None = None, at: datetime, by: str
) -> Group:
    """Found a group that the user acts for; without a user, whoever is invited next.

    Raises BadName or BadWebsite.
    """
    name = tidy(name)
    fault = fault_of_line(name, most=LONGEST_NAME)
    if fault:
        raise BadName(fault)
    if website and not website.startswith(("https://", "http://")):
        raise BadWebsite(_("The website’s address must begin with https:// or http://."))

    def save(slug: str) -> Group:
        return Group.objects.create(slug=slug, name=name, website=website)

    group = under_free_slug(Group, name, save)
    if user:
        GroupMember.objects.create(group=group, user=user)
    announce(GroupFounded(group=group.pk), at=at, by=by)
    return group


@transaction.atomic
def invite_organiser(
    *, group: Group, email: str, inviter: User, language: str, at: datetime, by: str
) -> None:
    """Write to somebody who may then act for the group, with an account of theirs or a new one.

    Raises TooManyInvitations.
    """
    recent = GroupInvitation.objects.filter(invitation__made_at__gt=at - timedelta(days=1))
    if recent.filter(inviter=inviter).count() >= INVITATIONS_A_DAY:
        raise TooManyInvitations(
            _("You have invited %(most)s people within a day. Please go on tomorrow.")
            % {"most": INVITATIONS_A_DAY}
        )
    with override(language):
        offer = _("Act for %(group)s") % {"group": group.name}
    invitation = accounts.invite(
        email=email, offer=offer, language=language, inviter=str(inviter), at=at, by=by
    )
    GroupInvitation.objects.create(group=group, invitation=invitation, inviter=inviter)
    announce(OrganiserInvited(group=group.pk), at=at, by=by)


@transaction.atomic
def join_group(*, invitation: Invitation, user: User, at: datetime, by: str) -> None:
    """The user claimed an invitation; if it was a group's, they act for the group from now on."""
    offers = GroupInvitation.objects.filter(invitation=invitation).select_related("group")
    for offer in offers:
        __, joined = GroupMember.objects.get_or_create(group=offer.group, user=user)
        if joined:
            announce(OrganiserJoined(group=offer.group_id, user=user.pk), at=at, by=by)
