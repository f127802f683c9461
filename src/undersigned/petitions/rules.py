"""Who may do what, how long somebody is waited for, and what a refusal is."""

from datetime import timedelta

from django.db.models import Q

from undersigned.accounts.models import User
from undersigned.petitions.models import Group, GroupMember, Petition

# An official has five days for a reply: over any weekend that leaves three working days, and a
# coalition that waits for a moderator loses little by it.
REPLY_WAIT = timedelta(days=5)

# Organisers are warned two days before their petition is taken down: long enough to object or to
# tell their signers; what must not stay up for an hour goes at once, with a stated reason.
TAKEDOWN_WAIT = timedelta(days=2)

INVITATIONS_A_DAY = 20  # by one organiser, so that nobody can write to a town by us
OFFICIALS_AT_MOST = 5  # for one petition, for the same reason


class Refused(Exception):
    """What was asked for is not done; the message says why, to the person who asked."""


def is_organiser(user: User) -> bool:
    """Whether the user acts for any group."""
    return GroupMember.objects.filter(user=user).exists()


def acts_for(user: User, group: Group) -> bool:
    """Whether the user is an organiser of this group."""
    return GroupMember.objects.filter(user=user, group=group).exists()


def may_edit(user: User, petition: Petition) -> bool:
    """The lead group's organisers write, submit, open and close; the other groups agree."""
    return GroupMember.objects.filter(user=user, group_id=petition.lead_id).exists()


def is_in_coalition(user: User, petition: Petition) -> bool:
    """Whether the user acts for the lead or for a group that was asked to sponsor the petition."""
    groups = Q(group_id=petition.lead_id) | Q(group__sponsorships__petition=petition)
    return GroupMember.objects.filter(groups, user=user).exists()


def may_decide(user: User, petition: Petition) -> bool:
    """A moderator does not decide on a petition of a coalition that they act for."""
    return not is_in_coalition(user, petition)
