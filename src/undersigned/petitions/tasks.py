"""What follows an event by itself (config/wiring.py): letters to organisers and moderators.

`now` followers take the events of one kind in their transaction; `later` ones take the facts of one
event, in the worker. Followers that only write letters do not act: they read and post.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from undersigned.accounts.events import InvitationClaimed
from undersigned.accounts.models import Invitation, User
from undersigned.accounts.states import Role
from undersigned.mail import actions as mail
from undersigned.petitions import actions
from undersigned.petitions.events import OnPetition, PetitionRevised, SponsorAsked
from undersigned.petitions.models import Group, GroupMember, NamedOfficial, Petition


def join_groups(events: list[InvitationClaimed], *, at: datetime) -> None:
    """Whoever claimed a group's invitation acts for it."""
    for event in events:
        invitation = Invitation.objects.get(pk=event.invitation)
        user = User.objects.get(pk=event.user)
        actions.join_group(invitation=invitation, user=user, at=at, by=f"user:{user.pk}")


def tell_asked_group(events: list[SponsorAsked], *, at: datetime) -> None:
    for event in events:
        group = Group.objects.get(pk=event.group)
        petition = _petition(event.petition)
        facts = {"group": group.name, "lead": petition.lead.name}
        _write("sponsor_asked", petition, _organisers(Q(group=group)), facts, at=at)


def tell_those_who_agreed(events: list[PetitionRevised], *, at: datetime) -> None:
    """The groups whose agreement a changed text leaves behind, but not the one that changed it."""
    for event in events:
        if event.was_sha256 == event.text_sha256:
            continue
        petition = _petition(event.petition)
        agreed = petition.sponsors.filter(agreed_sha256=event.was_sha256)
        for sponsor in agreed.exclude(group_id=petition.lead_id).select_related("group"):
            to = _organisers(Q(group=sponsor.group))
            _write("text_changed", petition, to, {"group": sponsor.group.name}, at=at)


def tell_of_return(events: list[OnPetition], *, at: datetime) -> None:
    for petition in _petitions(events):
        facts = {"reason": petition.return_reason, "words": petition.return_words}
        _write("returned", petition, _lead(petition), facts, at=at)


def tell_of_approval(events: list[OnPetition], *, at: datetime) -> None:
    for petition in _petitions(events):
        _write("approved", petition, _lead(petition), {}, at=at)


def tell_of_opening(events: list[OnPetition], *, at: datetime) -> None:
    _tell_coalitions("opened", events, at=at)


def tell_of_closing(events: list[OnPetition], *, at: datetime) -> None:
    _tell_coalitions("closed", events, at=at)


def tell_of_warning(events: list[OnPetition], *, at: datetime) -> None:
    _tell_coalitions("takedown_warned", events, at=at)


def tell_of_withdrawn_warning(events: list[OnPetition], *, at: datetime) -> None:
    _tell_coalitions("warning_withdrawn", events, at=at)


def tell_of_takedown(events: list[OnPetition], *, at: datetime) -> None:
    _tell_coalitions("taken_down", events, at=at)


def tell_of_restoring(events: list[OnPetition], *, at: datetime) -> None:
    _tell_coalitions("restored", events, at=at)


@transaction.atomic
def tell_moderators(facts: dict[str, Any], *, at: datetime) -> None:
    """A petition waits for a moderator."""
    _write("submitted", _petition(facts["petition"]), _moderators(), {}, at=at)


@transaction.atomic
def tell_moderators_of_reply(facts: dict[str, Any], *, at: datetime) -> None:
    """A named official replied; the moderator may go on."""
    official = NamedOfficial.objects.filter(pk=facts["official"]).first()
    if official:
        petition = _petition(facts["petition"])
        _write("reply_received", petition, _moderators(), {"name": official.name}, at=at)


def _tell_coalitions(letter: str, events: Iterable[OnPetition], *, at: datetime) -> None:
    for petition in _petitions(events):
        facts = {
            "reason": petition.takedown_reason,
            "words": petition.takedown_words,
            "urgency": petition.takedown_urgency,
        }
        groups = Q(group_id=petition.lead_id) | Q(group__sponsorships__petition=petition)
        _write(letter, petition, _organisers(groups), facts, at=at)


def _write(
    letter: str, petition: Petition, to: Iterable[User], facts: dict[str, str], *, at: datetime
) -> None:
    common = {
        "petition": str(petition.pk),
        "slug": petition.slug,
        "title": petition.title,
        "council": petition.council.name,
    }
    drafts = [
        mail.write(f"petitions.{letter}", user.language, {**common, **facts, "to": user.email})
        for user in to
    ]
    mail.post(drafts, at=at)


def _petitions(events: Iterable[OnPetition]) -> list[Petition]:
    return [_petition(event.petition) for event in events]


def _petition(pk: int) -> Petition:
    return Petition.objects.select_related("council", "lead").get(pk=pk)


def _lead(petition: Petition) -> Iterable[User]:
    return _organisers(Q(group_id=petition.lead_id))


def _organisers(groups: Q) -> Iterable[User]:
    members = GroupMember.objects.filter(groups).values("user_id")
    return User.objects.filter(pk__in=members, is_active=True).order_by("pk")


def _moderators() -> Iterable[User]:
    return User.objects.filter(is_active=True, site_roles__role=Role.MODERATOR).order_by("pk")
